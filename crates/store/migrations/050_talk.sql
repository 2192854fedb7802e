-- What each turn of a conversation heard and decided, so that it can be played again; sealed under the contact's key.
CREATE TABLE turns (
  conversation TEXT NOT NULL REFERENCES conversations (id), seq BIGINT NOT NULL, clinic TEXT NOT NULL,
  contact TEXT NOT NULL, at BIGINT NOT NULL, record BYTEA NOT NULL, PRIMARY KEY (conversation, seq)
);
CREATE INDEX turns_by_time ON turns (clinic, at, conversation, seq);
-- A clinic's set-up as it was, by fingerprint: a turn is played again under the rules of its day.
CREATE TABLE clinic_versions (
  print TEXT PRIMARY KEY, clinic TEXT NOT NULL, data TEXT NOT NULL, at BIGINT NOT NULL
);

-- Where an answer was taken from, for staff.
ALTER TABLE messages ADD COLUMN source TEXT;

-- Messages that went wrong: not understood, corrected, refused, taken over, left. The words are sealed.
CREATE TABLE lessons (
  id TEXT PRIMARY KEY, clinic TEXT NOT NULL, conversation TEXT NOT NULL, contact TEXT NOT NULL, at BIGINT NOT NULL,
  kind TEXT NOT NULL, place TEXT NOT NULL, language TEXT NOT NULL, heard TEXT NOT NULL, words BYTEA NOT NULL,
  state TEXT NOT NULL
);
CREATE INDEX lessons_open ON lessons (clinic, at, id) WHERE state = 'open';
CREATE INDEX lessons_by_contact ON lessons (contact);
-- Wordings that a clinic taught its desk, and what they mean there. Written by staff; holds nobody's data.
CREATE TABLE teachings (
  id TEXT PRIMARY KEY, clinic TEXT NOT NULL, language TEXT NOT NULL, words TEXT NOT NULL, meaning TEXT NOT NULL,
  state TEXT NOT NULL, taught_at BIGINT NOT NULL, taught_by TEXT NOT NULL, UNIQUE (clinic, words)
);
-- A clinic's own written conversations: its rules are not changed while one of them fails.
CREATE TABLE stories (
  clinic TEXT NOT NULL, name TEXT NOT NULL, text TEXT NOT NULL, changed_at BIGINT NOT NULL,
  PRIMARY KEY (clinic, name)
);
