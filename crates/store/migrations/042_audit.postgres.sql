CREATE TRIGGER event_subjects_are_kept BEFORE UPDATE OR DELETE ON event_subjects
FOR EACH ROW EXECUTE FUNCTION events_are_kept();
CREATE TRIGGER checkpoints_are_kept BEFORE UPDATE OR DELETE ON checkpoints
FOR EACH ROW EXECUTE FUNCTION events_are_kept();
CREATE FUNCTION audit_is_not_emptied() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'the audit chain is not changed'; END $$;
CREATE TRIGGER events_are_not_emptied BEFORE TRUNCATE ON events
FOR EACH STATEMENT EXECUTE FUNCTION audit_is_not_emptied();
CREATE TRIGGER checkpoints_are_not_emptied BEFORE TRUNCATE ON checkpoints
FOR EACH STATEMENT EXECUTE FUNCTION audit_is_not_emptied();
