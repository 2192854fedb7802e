-- What one process tells the others on the same database: that something changed, never what. The head's row is locked by
-- whoever writes, so numbers become visible in their order and nobody reads past one that is still to come.
CREATE TABLE news (
  seq BIGINT PRIMARY KEY,
  origin TEXT NOT NULL,
  clinic TEXT NOT NULL,
  kind TEXT NOT NULL,
  subject TEXT NOT NULL,
  at BIGINT NOT NULL
);
CREATE INDEX news_by_age ON news (at);
CREATE TABLE news_head (one BIGINT PRIMARY KEY, seq BIGINT NOT NULL);
INSERT INTO news_head (one, seq) VALUES (1, 0);
