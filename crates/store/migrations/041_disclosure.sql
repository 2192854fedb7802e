-- How much each message says, and how well its reader was known when it was queued.
ALTER TABLE messages ADD COLUMN class TEXT NOT NULL DEFAULT 'personal';
ALTER TABLE conversations ADD COLUMN assurance TEXT NOT NULL DEFAULT 'recognised';

-- Why we doubt that an address still is the person's we knew: a changed number, "that's not me", a long silence.
ALTER TABLE contacts ADD COLUMN doubt TEXT;
ALTER TABLE contacts ADD COLUMN doubted_at BIGINT;

-- The needs-and-risk analysis without which no reminder crosses an open network (profile se-open-net).
CREATE TABLE risk_analyses (
  clinic TEXT NOT NULL REFERENCES clinics (id), seq BIGINT NOT NULL, version TEXT NOT NULL, decided_on TEXT NOT NULL,
  decided_by BYTEA NOT NULL, document_hash TEXT NOT NULL, review_by TEXT NOT NULL,
  recorded_by TEXT NOT NULL, recorded_at BIGINT NOT NULL, PRIMARY KEY (clinic, seq)
);

-- What staff write to be read behind sign-in only.
CREATE TABLE secure_messages (
  id TEXT PRIMARY KEY, contact TEXT NOT NULL REFERENCES contacts (id) ON DELETE CASCADE, body BYTEA NOT NULL,
  at BIGINT NOT NULL, by_staff TEXT NOT NULL
);
CREATE INDEX secure_messages_by_contact ON secure_messages (contact, at);

-- Which sign-in belongs to which patient, by keyed hash of issuer and subject.
CREATE TABLE identities (
  patient TEXT NOT NULL REFERENCES patients (id), identity_hash TEXT NOT NULL, bound_at BIGINT NOT NULL,
  PRIMARY KEY (patient, identity_hash)
);
-- Sign-ins under way: what we must remember until the browser comes back.
CREATE TABLE sign_ins (hash BYTEA PRIMARY KEY, sealed BYTEA NOT NULL, expires_at BIGINT NOT NULL);
