-- Who may do what, and how they show that it is they. Accounts from before roles were known keep every right they had.
ALTER TABLE staff ADD COLUMN roles TEXT NOT NULL DEFAULT 'reception manager technical';
ALTER TABLE staff ADD COLUMN practitioner TEXT;
ALTER TABLE staff ADD COLUMN disabled_at BIGINT;
-- The authenticator's secret, sealed; the one that is being set up; and the last step whose code was used.
ALTER TABLE staff ADD COLUMN factor BYTEA;
ALTER TABLE staff ADD COLUMN factor_wish BYTEA;
ALTER TABLE staff ADD COLUMN factor_step BIGINT NOT NULL DEFAULT 0;
-- Whom an identity provider knows them as: a keyed hash of issuer and subject.
ALTER TABLE staff ADD COLUMN identity_hash TEXT;
CREATE UNIQUE INDEX staff_by_identity ON staff (identity_hash);

CREATE TABLE recovery_codes (
  staff TEXT NOT NULL REFERENCES staff (id) ON DELETE CASCADE, hash BYTEA NOT NULL, used_at BIGINT,
  PRIMARY KEY (staff, hash)
);

-- Sessions from before are ended: they were opened without a second factor.
DELETE FROM sessions;
ALTER TABLE sessions ADD COLUMN stage TEXT NOT NULL DEFAULT 'password';
ALTER TABLE sessions ADD COLUMN started_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE sessions ADD COLUMN seen_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE sessions ADD COLUMN locked_at BIGINT;
ALTER TABLE sessions ADD COLUMN browser TEXT NOT NULL DEFAULT '';
CREATE INDEX sessions_by_staff ON sessions (staff);

CREATE TABLE invitations (
  id TEXT PRIMARY KEY, email BYTEA NOT NULL, roles TEXT NOT NULL, practitioner TEXT, hash BYTEA NOT NULL UNIQUE,
  invited_by TEXT NOT NULL, invited_at BIGINT NOT NULL, expires_at BIGINT NOT NULL, used_at BIGINT
);
