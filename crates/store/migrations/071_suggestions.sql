-- What became of the answers that the assistant drafted for staff: one word for each message of a patient's that one was
-- drafted for. Nothing of the words, of the patient or of the staff stands here.
CREATE TABLE suggestions (
  message TEXT PRIMARY KEY, clinic TEXT NOT NULL REFERENCES clinics (id), outcome TEXT NOT NULL, at BIGINT NOT NULL
);
CREATE INDEX suggestions_by_time ON suggestions (clinic, at);
