-- Appointments that were booked together bear the same plan.
ALTER TABLE appointments ADD COLUMN plan TEXT;
CREATE INDEX appointments_by_plan ON appointments (plan) WHERE plan IS NOT NULL;

-- Times that a conversation was shown a moment ago: others are shown something else first, as long as there is anything
-- else. They keep nothing from being booked. A practitioner's time is no personal data and is not sealed.
CREATE TABLE shown_times (
  conversation TEXT NOT NULL, clinic TEXT NOT NULL, practitioner TEXT NOT NULL, starts BIGINT NOT NULL,
  until BIGINT NOT NULL, PRIMARY KEY (conversation, practitioner, starts)
);
CREATE INDEX shown_times_by_time ON shown_times (clinic, starts);
CREATE INDEX shown_times_by_end ON shown_times (until);
