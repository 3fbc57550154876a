-- When the provider's list of all its users was read to its end and had no phone of this learner: it is not read again
-- for a day because of him.
ALTER TABLE mrlearn.learners ADD COLUMN phone_looked_at timestamptz;
-- For the removal of old runs, with their errors.
CREATE INDEX sync_runs_old ON mrlearn.sync_runs (finished_at);
