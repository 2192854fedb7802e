-- Who waits, clinic by clinic, patients' messages and reports apart: so that each is found without reading the others.
CREATE INDEX inbox_by_lane ON inbox ((COALESCE(clinic, '') || '/' || kind), received_at, at) WHERE state = 'waiting';
-- Answers go before what we start ourselves.
CREATE INDEX messages_answers ON messages (ready_at, seq) WHERE status = 'queued' AND purpose = 'answer';
