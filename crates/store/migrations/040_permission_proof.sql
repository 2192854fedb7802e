-- What shows that a permission was given: the words shown (once each, by version), the evidence, who recorded it.
CREATE TABLE wordings (version TEXT PRIMARY KEY, text TEXT NOT NULL);
ALTER TABLE permissions ADD COLUMN wording TEXT NOT NULL DEFAULT '';
ALTER TABLE permissions ADD COLUMN evidence BYTEA;
ALTER TABLE permissions ADD COLUMN recorded_by TEXT NOT NULL DEFAULT 'desk';
ALTER TABLE permissions ADD COLUMN recorded_at BIGINT NOT NULL DEFAULT 0;

-- Consent to marketing, kept apart: a permission to use a channel never stands in for it, nor the other way round.
CREATE TABLE marketing_consents (
  contact TEXT NOT NULL REFERENCES contacts (id) ON DELETE CASCADE, seq BIGINT NOT NULL,
  channel TEXT NOT NULL, state TEXT NOT NULL, at BIGINT NOT NULL, source TEXT NOT NULL,
  wording TEXT NOT NULL, evidence BYTEA, recorded_by TEXT NOT NULL, recorded_at BIGINT NOT NULL,
  PRIMARY KEY (contact, seq)
);
