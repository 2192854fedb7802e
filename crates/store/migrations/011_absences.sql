-- Somebody or something is away: the time that is closed for it, and the visits that it touches. The reason is
-- sealed under the clinic's key.
CREATE TABLE absences (
  id TEXT PRIMARY KEY, clinic TEXT NOT NULL REFERENCES clinics (id), scope TEXT NOT NULL,
  starts BIGINT NOT NULL, ends BIGINT NOT NULL, reason BYTEA, state TEXT NOT NULL, made_by TEXT NOT NULL,
  created_at BIGINT NOT NULL, goes_at BIGINT, CHECK (ends > starts)
);
CREATE INDEX absences_closing ON absences (clinic, ends) WHERE state IN ('releasing', 'released');
CREATE INDEX absences_by_birth ON absences (clinic, created_at, id);
CREATE TABLE absence_blocks (
  absence TEXT NOT NULL REFERENCES absences (id), block TEXT NOT NULL, PRIMARY KEY (absence, block)
);
CREATE TABLE absence_visits (
  absence TEXT NOT NULL REFERENCES absences (id), appointment TEXT NOT NULL, slot TEXT NOT NULL, asked TEXT NOT NULL,
  at BIGINT NOT NULL, conversation TEXT, message TEXT, PRIMARY KEY (absence, appointment)
);
