-- When the chair was last told that somebody waits, and when somebody was last sent away: a seat that was taken before
-- that is not gone on with. Admissions of before were told when they were asked for.
ALTER TABLE meeting.admissions ADD COLUMN announced_at timestamptz, ADD COLUMN refused_at timestamptz;
UPDATE meeting.admissions SET refused_at = decided_at WHERE state = 'refused';
