-- How far a run was when its slice was last taken up. A slice whose node was lost after it had got on is followed by a
-- new one, with all its attempts: what is lost again and again without getting on is suspected, not what is killed often.
ALTER TABLE mrlearn.sync_runs ADD taken_at text;
ALTER TABLE reminder.runs ADD taken_at_done int;
