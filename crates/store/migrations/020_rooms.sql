-- The staff's rooms: finding patients by parts of a name or number, notes, drafts, who has read what, snoozing and
-- resolving, and merging two entries of one patient.

-- Keyed hashes of three letters at a time: a name is found by its parts and never written down in clear.
CREATE TABLE patient_grams (
  clinic TEXT NOT NULL, gram TEXT NOT NULL, patient TEXT NOT NULL REFERENCES patients (id) ON DELETE CASCADE,
  PRIMARY KEY (clinic, gram, patient)
);
CREATE INDEX patient_grams_by_patient ON patient_grams (patient);
-- Which way of folding the entry was indexed by; absent: not yet.
ALTER TABLE patients ADD COLUMN indexed BIGINT;
CREATE INDEX patients_to_index ON patients (clinic, id) WHERE indexed IS NULL AND forgotten_at IS NULL;

-- Two entries that were one person. The one that went stays as a row, so that it can come back.
ALTER TABLE patients ADD COLUMN merged_into TEXT;
CREATE INDEX patients_merged ON patients (merged_into) WHERE merged_into IS NOT NULL;
CREATE TABLE merges (
  kept TEXT NOT NULL REFERENCES patients (id), gone TEXT NOT NULL REFERENCES patients (id),
  moved TEXT NOT NULL, at BIGINT NOT NULL, undone_at BIGINT, PRIMARY KEY (gone, at)
);

-- What staff tell each other. `about` is a conversation or a patient; sealed under the key of `owner`.
CREATE TABLE notes (
  id TEXT PRIMARY KEY, clinic TEXT NOT NULL REFERENCES clinics (id), about TEXT NOT NULL, owner TEXT NOT NULL,
  body BYTEA NOT NULL, by_staff TEXT NOT NULL, mentions TEXT NOT NULL, at BIGINT NOT NULL
);
CREATE INDEX notes_by_subject ON notes (about, at, id);
CREATE INDEX notes_by_owner ON notes (owner);

-- What a colleague is writing, sealed under the contact's key.
CREATE TABLE drafts (
  conversation TEXT NOT NULL REFERENCES conversations (id) ON DELETE CASCADE, staff TEXT NOT NULL,
  body BYTEA NOT NULL, at BIGINT NOT NULL, PRIMARY KEY (conversation, staff)
);

-- How far each person has read.
CREATE TABLE conversation_reads (
  staff TEXT NOT NULL, conversation TEXT NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
  seq BIGINT NOT NULL, PRIMARY KEY (staff, conversation)
);
CREATE INDEX conversation_reads_by_conversation ON conversation_reads (conversation);

-- Put aside when this was the last line: a later one from the patient brings it back.
ALTER TABLE conversations ADD COLUMN snoozed_seq BIGINT;
ALTER TABLE conversations ADD COLUMN snoozed_until BIGINT;
ALTER TABLE conversations ADD COLUMN resolved_at BIGINT;
CREATE INDEX conversations_by_state ON conversations (clinic, state, changed_at, id);
CREATE INDEX messages_failed ON messages (clinic, at) WHERE status = 'failed';
