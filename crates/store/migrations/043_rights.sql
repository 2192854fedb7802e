-- What is particular about a patient: protected, restricted, objecting, held for a dispute. Reasons are sealed under the
-- patient's key.
CREATE TABLE patient_flags (
  patient TEXT NOT NULL REFERENCES patients (id), flag TEXT NOT NULL, since BIGINT NOT NULL, set_by TEXT NOT NULL,
  reason BYTEA, PRIMARY KEY (patient, flag)
);
-- What was corrected: both versions stay, sealed under the patient's key.
CREATE TABLE corrections (
  patient TEXT NOT NULL REFERENCES patients (id), seq BIGINT NOT NULL, field TEXT NOT NULL,
  version_before BYTEA, version_after BYTEA, reason BYTEA, made_by TEXT NOT NULL, at BIGINT NOT NULL,
  PRIMARY KEY (patient, seq)
);
-- What people asked for under data-protection law, with its clock. Kind, identity and outcome are words of ours; what
-- staff write stands in the note, which goes with the person.
CREATE TABLE requests (
  id TEXT PRIMARY KEY, clinic TEXT NOT NULL REFERENCES clinics (id), kind TEXT NOT NULL, subject TEXT NOT NULL,
  received_at BIGINT NOT NULL, due_at BIGINT NOT NULL, identity TEXT NOT NULL, opened_by TEXT NOT NULL,
  outcome TEXT, note BYTEA, closed_at BIGINT, closed_by TEXT
);
CREATE INDEX requests_open ON requests (clinic, due_at) WHERE closed_at IS NULL;
CREATE INDEX requests_by_subject ON requests (subject);
