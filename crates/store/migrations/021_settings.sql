-- What a clinic's set-up was at each revision, and who made it so: what stale savers are shown, and the way back.
CREATE TABLE clinic_revisions (
  clinic TEXT NOT NULL REFERENCES clinics (id), revision BIGINT NOT NULL, data TEXT NOT NULL,
  at BIGINT NOT NULL, actor TEXT NOT NULL, PRIMARY KEY (clinic, revision)
);
