-- An operator's pause of a schedule: no slot is fired until it is resumed. It outlives a start, which declares schedules again.
ALTER TABLE jobs.schedule ADD COLUMN paused boolean NOT NULL DEFAULT false;

-- The schedule that an operator has run, paused or resumed.
ALTER TABLE jobs.audit ADD COLUMN schedule text;
