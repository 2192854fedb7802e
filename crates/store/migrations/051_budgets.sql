-- What a clinic has used of something that may be used so often a day, by the clinic's own date. Nobody's data.
CREATE TABLE budgets (
  clinic TEXT NOT NULL, what TEXT NOT NULL, day TEXT NOT NULL, used BIGINT NOT NULL, PRIMARY KEY (clinic, what, day)
);
