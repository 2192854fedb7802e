-- Who waits for a time, which times came free, who was asked about them. Times, services and ids are no personal
-- data and are not sealed.
CREATE TABLE waitlist (
  id TEXT PRIMARY KEY, clinic TEXT NOT NULL REFERENCES clinics (id), patient TEXT NOT NULL REFERENCES patients (id),
  contact TEXT NOT NULL REFERENCES contacts (id) ON DELETE CASCADE, service TEXT NOT NULL, practitioner TEXT,
  windows TEXT NOT NULL, appointment TEXT, state TEXT NOT NULL, since BIGINT NOT NULL, changed_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX waitlist_once ON waitlist (patient, service) WHERE state = 'waiting';
CREATE INDEX waitlist_by_wait ON waitlist (clinic, since, id) WHERE state = 'waiting';

CREATE TABLE freed_times (
  id TEXT PRIMARY KEY, clinic TEXT NOT NULL REFERENCES clinics (id), practitioner TEXT NOT NULL,
  starts BIGINT NOT NULL, slot TEXT NOT NULL, patient TEXT, because TEXT NOT NULL, freed_at BIGINT NOT NULL,
  rounds BIGINT NOT NULL, state TEXT NOT NULL, filled_by TEXT, ended_at BIGINT
);
CREATE UNIQUE INDEX freed_times_open ON freed_times (clinic, practitioner, starts) WHERE state = 'open';
CREATE INDEX freed_times_by_birth ON freed_times (clinic, freed_at);

-- Nobody is asked about one time twice, however often it comes free.
CREATE TABLE time_offers (
  id TEXT PRIMARY KEY, freed TEXT NOT NULL REFERENCES freed_times (id), entry TEXT NOT NULL REFERENCES waitlist (id) ON DELETE CASCADE,
  patient TEXT NOT NULL, contact TEXT NOT NULL, practitioner TEXT NOT NULL, starts BIGINT NOT NULL, slot TEXT NOT NULL,
  moving TEXT, state TEXT NOT NULL, offered_at BIGINT NOT NULL, until BIGINT NOT NULL, settled_at BIGINT,
  message TEXT NOT NULL,
  UNIQUE (patient, practitioner, starts)
);
CREATE INDEX time_offers_by_freed ON time_offers (freed, offered_at);
CREATE INDEX time_offers_standing ON time_offers (contact) WHERE state = 'standing';
