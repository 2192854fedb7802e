-- Patients take their own time too: a row of kind 'patient' for each visit, so that the engines refuse one patient at
-- two places as they refuse two patients at one. The diary of the clinic leaves those rows out.
CREATE INDEX occupancy_diary ON occupancy (clinic, starts) WHERE kind <> 'patient';
DROP INDEX occupancy_by_time;

-- A visit that shares its time by a rule; one whose patient may be elsewhere because staff said so; a late wish to call
-- it off, and what that costs.
ALTER TABLE appointments ADD COLUMN overbooked BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE appointments ADD COLUMN elsewhere_too BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE appointments ADD COLUMN asked_off_at BIGINT;
ALTER TABLE appointments ADD COLUMN fee BIGINT;

-- Answers to requests that came with a key of their own, so that the same request again gets the same answer. The
-- answer is sealed under a key made from the request's key, which is kept as a hash only.
CREATE TABLE answers (
  key_hash TEXT PRIMARY KEY, request_hash TEXT NOT NULL, started_at BIGINT NOT NULL, status BIGINT, body BYTEA
);
CREATE INDEX answers_by_age ON answers (started_at);
