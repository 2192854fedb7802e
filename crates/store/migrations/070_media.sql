-- What came beside a message's words: the provider's id of it, its kind and name, sealed under the contact's key. The file
-- itself is never here. It goes with its message: when its time is over, and when the person is forgotten.
ALTER TABLE messages ADD COLUMN media BYTEA;
