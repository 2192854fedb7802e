-- The register of incidents (GDPR 33(5)), with its clocks. What staff write is sealed under the clinic's key.
CREATE TABLE incidents (
  id TEXT PRIMARY KEY, clinic TEXT NOT NULL REFERENCES clinics (id), kind TEXT NOT NULL, noticed_at BIGINT NOT NULL,
  opened_at BIGINT NOT NULL, opened_by TEXT NOT NULL, what BYTEA NOT NULL, affected BIGINT, closed_at BIGINT
);
CREATE INDEX incidents_by_time ON incidents (clinic, noticed_at, id);
-- The desk opens one of a kind and no second while that is open.
CREATE UNIQUE INDEX incidents_by_desk ON incidents (clinic, kind) WHERE opened_by = 'desk' AND closed_at IS NULL;
CREATE TABLE incident_steps (
  incident TEXT NOT NULL REFERENCES incidents (id), seq BIGINT NOT NULL, step TEXT NOT NULL, words BYTEA NOT NULL,
  taken_by TEXT NOT NULL, at BIGINT NOT NULL, PRIMARY KEY (incident, seq)
);
