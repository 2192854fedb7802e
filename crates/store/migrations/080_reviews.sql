-- Systematic reviews of who looked at what (HSLF-FS 2016:40, 4:9): what was drawn for a month, why each look is in it,
-- and what the reviewer says of it. Their words are sealed under the clinic's key.
CREATE TABLE access_reviews (
  id TEXT PRIMARY KEY, clinic TEXT NOT NULL REFERENCES clinics (id), period TEXT NOT NULL, looks BIGINT NOT NULL,
  drawn_at BIGINT NOT NULL, due_at BIGINT NOT NULL, UNIQUE (clinic, period)
);
CREATE TABLE access_review_entries (
  review TEXT NOT NULL REFERENCES access_reviews (id), seq BIGINT NOT NULL, why TEXT NOT NULL,
  verdict TEXT, words BYTEA, judged_by TEXT, judged_at BIGINT, PRIMARY KEY (review, seq)
);
