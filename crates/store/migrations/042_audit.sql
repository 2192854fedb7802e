-- Whom a line of the audit chain shows: a list shows many, and each may ask who looked (patient data act, 8:5).
CREATE TABLE event_subjects (
  clinic TEXT NOT NULL, seq BIGINT NOT NULL, subject TEXT NOT NULL, PRIMARY KEY (subject, clinic, seq)
);
-- The chain's head, signed now and then and kept elsewhere too: what is cut off behind one is noticed.
CREATE TABLE checkpoints (
  clinic TEXT NOT NULL, seq BIGINT NOT NULL, hash TEXT NOT NULL, at BIGINT NOT NULL, signature BYTEA NOT NULL,
  PRIMARY KEY (clinic, seq)
);
