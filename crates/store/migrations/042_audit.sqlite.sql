CREATE TRIGGER event_subjects_are_not_changed BEFORE UPDATE ON event_subjects
BEGIN SELECT RAISE(ABORT, 'the audit chain is not changed'); END;
CREATE TRIGGER event_subjects_are_not_removed BEFORE DELETE ON event_subjects
BEGIN SELECT RAISE(ABORT, 'the audit chain is not changed'); END;
CREATE TRIGGER checkpoints_are_not_changed BEFORE UPDATE ON checkpoints
BEGIN SELECT RAISE(ABORT, 'the audit chain is not changed'); END;
CREATE TRIGGER checkpoints_are_not_removed BEFORE DELETE ON checkpoints
BEGIN SELECT RAISE(ABORT, 'the audit chain is not changed'); END;
