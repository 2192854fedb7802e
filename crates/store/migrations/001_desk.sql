-- Everything a clinic's desk keeps. Columns are TEXT, BIGINT, BOOLEAN and BYTEA only; instants are microseconds
-- since 1970 UTC; JSON is TEXT. BYTEA columns hold sealed values; columns ending in _hash hold keyed hashes.

CREATE TABLE settings (key TEXT PRIMARY KEY, value TEXT NOT NULL);

-- One data key per person, sealed under the master key. A missing key means: erased.
CREATE TABLE keys (owner TEXT PRIMARY KEY, wrapped BYTEA NOT NULL);
-- Whose keys were destroyed, so that a restored backup can forget them again.
CREATE TABLE erasures (owner TEXT PRIMARY KEY, at BIGINT NOT NULL);

CREATE TABLE clinics (
  id TEXT PRIMARY KEY, number_id TEXT UNIQUE, revision BIGINT NOT NULL, data TEXT NOT NULL, changed_at BIGINT NOT NULL
);
CREATE TABLE practitioners (
  clinic TEXT NOT NULL REFERENCES clinics (id), id TEXT NOT NULL, revision BIGINT NOT NULL, PRIMARY KEY (clinic, id)
);
CREATE TABLE rooms (
  clinic TEXT NOT NULL REFERENCES clinics (id), id TEXT NOT NULL, revision BIGINT NOT NULL, PRIMARY KEY (clinic, id)
);
-- Capacity beside the bookings, so that a booking need not read the whole clinic.
CREATE TABLE services (
  clinic TEXT NOT NULL REFERENCES clinics (id), id TEXT NOT NULL, capacity BIGINT NOT NULL, PRIMARY KEY (clinic, id)
);

CREATE TABLE contacts (
  id TEXT PRIMARY KEY, clinic TEXT NOT NULL REFERENCES clinics (id),
  phone BYTEA, phone_hash TEXT, user_id BYTEA, user_hash TEXT,
  created_at BIGINT NOT NULL, changed_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX contacts_by_phone ON contacts (clinic, phone_hash);
CREATE UNIQUE INDEX contacts_by_user ON contacts (clinic, user_hash);

-- A forgotten patient keeps its row, without name and number, so that past visits stay countable.
CREATE TABLE patients (
  id TEXT PRIMARY KEY, clinic TEXT NOT NULL REFERENCES clinics (id),
  name BYTEA, phone BYTEA, phone_hash TEXT, language TEXT,
  created_at BIGINT NOT NULL, changed_at BIGINT NOT NULL, forgotten_at BIGINT
);
CREATE INDEX patients_by_clinic ON patients (clinic, id);
CREATE INDEX patients_by_phone ON patients (clinic, phone_hash);
CREATE TABLE contact_patients (
  contact TEXT NOT NULL REFERENCES contacts (id) ON DELETE CASCADE, patient TEXT NOT NULL REFERENCES patients (id),
  PRIMARY KEY (contact, patient)
);
CREATE INDEX contact_patients_by_patient ON contact_patients (patient);

CREATE TABLE permissions (
  contact TEXT NOT NULL REFERENCES contacts (id) ON DELETE CASCADE, seq BIGINT NOT NULL,
  channel TEXT NOT NULL, purpose TEXT NOT NULL, state TEXT NOT NULL, at BIGINT NOT NULL, source TEXT NOT NULL,
  PRIMARY KEY (contact, seq)
);

-- Raw notifications. The key is a keyed hash: providers' ids can hold the sender's number.
CREATE TABLE inbox (
  key_hash TEXT PRIMARY KEY, clinic TEXT, order_hash TEXT NOT NULL, kind TEXT NOT NULL,
  at BIGINT NOT NULL, received_at BIGINT NOT NULL, payload BYTEA,
  state TEXT NOT NULL, claimed BOOLEAN NOT NULL, attempt BIGINT NOT NULL, handled_at BIGINT, reason BYTEA
);
CREATE INDEX inbox_waiting ON inbox (received_at, at) WHERE state = 'waiting';
CREATE INDEX inbox_in_order ON inbox (order_hash, received_at) WHERE state = 'waiting';
CREATE INDEX inbox_unhandled ON inbox (received_at) WHERE state = 'unhandled';
CREATE INDEX inbox_handled ON inbox (handled_at) WHERE handled_at IS NOT NULL;
-- Who works on a sender's messages, or (owner '') until when nobody shall.
CREATE TABLE inbox_leases (order_hash TEXT PRIMARY KEY, owner TEXT NOT NULL, until BIGINT NOT NULL);

CREATE TABLE conversations (
  id TEXT PRIMARY KEY, clinic TEXT NOT NULL REFERENCES clinics (id), contact TEXT NOT NULL REFERENCES contacts (id),
  channel TEXT NOT NULL, state TEXT NOT NULL, state_data TEXT NOT NULL, language TEXT NOT NULL,
  last_inbound_at BIGINT, opened_at BIGINT NOT NULL, changed_at BIGINT NOT NULL,
  memory BYTEA, memory_version BIGINT NOT NULL, last_seq BIGINT NOT NULL
);
CREATE UNIQUE INDEX conversations_open ON conversations (clinic, contact, channel) WHERE state <> 'closed';
CREATE INDEX conversations_by_change ON conversations (clinic, changed_at, id);
CREATE INDEX conversations_by_contact ON conversations (contact);

CREATE TABLE messages (
  id TEXT PRIMARY KEY, conversation TEXT NOT NULL REFERENCES conversations (id), contact TEXT NOT NULL,
  clinic TEXT NOT NULL, seq BIGINT NOT NULL, direction TEXT NOT NULL, body BYTEA, provider_hash TEXT,
  at BIGINT NOT NULL, received_at BIGINT, status TEXT NOT NULL,
  purpose TEXT, due_at BIGINT, ready_at BIGINT, expires_at BIGINT, appointment TEXT, appointment_revision BIGINT,
  reply_to BYTEA, dedupe TEXT UNIQUE, by_staff TEXT,
  attempt BIGINT NOT NULL, lease_owner TEXT, lease_until BIGINT, sent_at BIGINT, failure_code BIGINT, reason BYTEA
);
CREATE UNIQUE INDEX messages_in_order ON messages (conversation, seq);
CREATE INDEX messages_by_provider ON messages (provider_hash) WHERE provider_hash IS NOT NULL;
CREATE INDEX messages_queued ON messages (ready_at, seq) WHERE status = 'queued';
CREATE INDEX messages_sending ON messages (lease_until) WHERE status = 'sending';
CREATE INDEX messages_unsent ON messages (conversation, seq) WHERE status IN ('queued', 'sending');
CREATE INDEX messages_pair ON messages (contact, sent_at) WHERE sent_at IS NOT NULL;

CREATE TABLE appointments (
  id TEXT PRIMARY KEY, clinic TEXT NOT NULL REFERENCES clinics (id), patient TEXT NOT NULL REFERENCES patients (id),
  contact TEXT, service TEXT NOT NULL, practitioner TEXT NOT NULL, rooms TEXT NOT NULL,
  starts BIGINT NOT NULL, ends BIGINT NOT NULL, status TEXT NOT NULL, booked_via TEXT NOT NULL, confirmed_at BIGINT,
  revision BIGINT NOT NULL, token BYTEA, token_hash TEXT UNIQUE, booked_at BIGINT NOT NULL, changed_at BIGINT NOT NULL,
  CHECK (ends > starts)
);
CREATE INDEX appointments_by_time ON appointments (clinic, starts, id);
CREATE INDEX appointments_by_patient ON appointments (patient, starts);
CREATE INDEX appointments_by_contact ON appointments (contact, starts);

-- Who and what is taken when, in pieces of a day at most: one row per piece, practitioner and room. The engines
-- refuse two overlapping rows of one resource unless they share a group visit (the files beside this one).
CREATE TABLE occupancy (
  owner TEXT NOT NULL, resource TEXT NOT NULL, starts BIGINT NOT NULL, ends BIGINT NOT NULL,
  clinic TEXT NOT NULL, kind TEXT NOT NULL, service TEXT, share_key TEXT NOT NULL, seat BIGINT NOT NULL,
  expires_at BIGINT,
  PRIMARY KEY (owner, resource, starts),
  CHECK (ends > starts), CHECK (ends - starts <= 86400000000)
);
CREATE UNIQUE INDEX occupancy_seats ON occupancy (resource, share_key, seat, starts);
CREATE INDEX occupancy_by_resource ON occupancy (resource, starts);
CREATE INDEX occupancy_by_time ON occupancy (clinic, starts);
CREATE INDEX occupancy_expiring ON occupancy (expires_at) WHERE expires_at IS NOT NULL;

CREATE TABLE holds (
  conversation TEXT PRIMARY KEY, id TEXT NOT NULL, clinic TEXT NOT NULL, slot TEXT NOT NULL, expires_at BIGINT NOT NULL
);
CREATE TABLE blocks (
  id TEXT PRIMARY KEY, clinic TEXT NOT NULL REFERENCES clinics (id), resource TEXT NOT NULL,
  starts BIGINT NOT NULL, ends BIGINT NOT NULL, why BYTEA
);

CREATE TABLE jobs (
  id TEXT PRIMARY KEY, kind TEXT NOT NULL, dedupe TEXT NOT NULL UNIQUE, due_at BIGINT NOT NULL, payload BYTEA NOT NULL,
  state TEXT NOT NULL, attempt BIGINT NOT NULL, lease_owner TEXT, lease_until BIGINT, ended_at BIGINT, reason TEXT
);
CREATE INDEX jobs_ready ON jobs (due_at, id) WHERE state = 'ready';
CREATE INDEX jobs_running ON jobs (lease_until) WHERE state = 'running';

CREATE TABLE mails (
  id TEXT PRIMARY KEY, sealed BYTEA NOT NULL, dedupe TEXT NOT NULL UNIQUE, due_at BIGINT NOT NULL,
  created_at BIGINT NOT NULL, state TEXT NOT NULL, attempt BIGINT NOT NULL,
  lease_owner TEXT, lease_until BIGINT, ended_at BIGINT, reason TEXT
);
CREATE INDEX mails_ready ON mails (due_at, id) WHERE state = 'ready';
CREATE INDEX mails_sending ON mails (lease_until) WHERE state = 'sending';
CREATE INDEX mails_by_birth ON mails (created_at, id);

-- The audit chain: each row's hash covers its content, sealed as it is, and the hash before it.
CREATE TABLE events (
  clinic TEXT NOT NULL, seq BIGINT NOT NULL, id TEXT NOT NULL UNIQUE, at BIGINT NOT NULL, actor TEXT NOT NULL,
  kind TEXT NOT NULL, subject TEXT, owner TEXT NOT NULL, details BYTEA NOT NULL, hash TEXT NOT NULL,
  PRIMARY KEY (clinic, seq)
);
CREATE INDEX events_by_subject ON events (subject) WHERE subject IS NOT NULL;
CREATE TABLE event_heads (clinic TEXT PRIMARY KEY, seq BIGINT NOT NULL, hash TEXT NOT NULL);

CREATE TABLE staff (
  id TEXT PRIMARY KEY, name BYTEA NOT NULL, email BYTEA NOT NULL, email_hash TEXT NOT NULL UNIQUE,
  password_hash TEXT NOT NULL
);
CREATE TABLE tokens (
  id TEXT PRIMARY KEY, kind TEXT NOT NULL, hash BYTEA NOT NULL, expires_at BIGINT NOT NULL, subject TEXT NOT NULL,
  used_at BIGINT, UNIQUE (kind, hash)
);
CREATE TABLE sessions (
  id TEXT PRIMARY KEY, hash BYTEA NOT NULL UNIQUE, staff TEXT NOT NULL REFERENCES staff (id) ON DELETE CASCADE,
  expires_at BIGINT NOT NULL
);

CREATE TABLE handovers (
  conversation TEXT NOT NULL REFERENCES conversations (id), seq BIGINT NOT NULL, reason TEXT NOT NULL,
  opened_at BIGINT NOT NULL, closed_at BIGINT, closed_by TEXT, PRIMARY KEY (conversation, seq)
);
CREATE UNIQUE INDEX handovers_open ON handovers (conversation) WHERE closed_at IS NULL;
