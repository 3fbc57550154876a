-- How the reminders of a config stand, as whoever reminds tells it; null until then. What is older than reminders_as_of,
-- which is by the clock of the database, does not count.
ALTER TABLE mrlearn.sync_configs ADD reminders jsonb, ADD reminders_as_of timestamptz;
