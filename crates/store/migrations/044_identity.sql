-- How an address is told to have another owner: the profile name it had, as a keyed hash, and whether we have asked.
ALTER TABLE contacts ADD COLUMN profile_hash TEXT;
ALTER TABLE contacts ADD COLUMN doubt_asked_at BIGINT;
