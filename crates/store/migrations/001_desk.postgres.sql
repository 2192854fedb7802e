-- PostgreSQL says no to overlaps by exclusion constraint.
CREATE EXTENSION IF NOT EXISTS btree_gist;
ALTER TABLE occupancy ADD CONSTRAINT occupancy_no_overlap
  EXCLUDE USING gist (resource WITH =, int8range(starts, ends) WITH &&, share_key WITH <>);

CREATE FUNCTION events_are_kept() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'the audit chain is not changed'; END $$;
CREATE TRIGGER events_are_kept BEFORE UPDATE OR DELETE ON events
FOR EACH ROW EXECUTE FUNCTION events_are_kept();

CREATE INDEX jobs_by_dedupe ON jobs (dedupe COLLATE "C") WHERE state = 'ready';
