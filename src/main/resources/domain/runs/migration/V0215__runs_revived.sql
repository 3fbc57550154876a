-- How often the engine has had the run's stored request tried again, after that had failed for good.
ALTER TABLE runs.run ADD COLUMN revived int NOT NULL DEFAULT 0;
CREATE INDEX run_live ON runs.run (moved_at) WHERE state IN ('queued', 'running');
