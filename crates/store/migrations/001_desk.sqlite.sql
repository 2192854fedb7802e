-- SQLite says no to overlaps by trigger. No piece is longer than a day, so only one day before needs a look.
CREATE TRIGGER occupancy_no_overlap_insert BEFORE INSERT ON occupancy
WHEN EXISTS (
  SELECT 1 FROM occupancy AS other
  WHERE other.resource = NEW.resource AND other.starts < NEW.ends AND other.starts > NEW.starts - 86400000000
    AND other.ends > NEW.starts AND other.share_key <> NEW.share_key
)
BEGIN SELECT RAISE(ABORT, 'the time is taken'); END;

CREATE TRIGGER occupancy_no_overlap_update BEFORE UPDATE ON occupancy
WHEN EXISTS (
  SELECT 1 FROM occupancy AS other
  WHERE other.resource = NEW.resource AND other.starts < NEW.ends AND other.starts > NEW.starts - 86400000000
    AND other.ends > NEW.starts AND other.share_key <> NEW.share_key AND other.rowid <> OLD.rowid
)
BEGIN SELECT RAISE(ABORT, 'the time is taken'); END;

CREATE TRIGGER events_are_not_changed BEFORE UPDATE ON events
BEGIN SELECT RAISE(ABORT, 'the audit chain is not changed'); END;
CREATE TRIGGER events_are_not_removed BEFORE DELETE ON events
BEGIN SELECT RAISE(ABORT, 'the audit chain is not changed'); END;

CREATE INDEX jobs_by_dedupe ON jobs (dedupe) WHERE state = 'ready';
