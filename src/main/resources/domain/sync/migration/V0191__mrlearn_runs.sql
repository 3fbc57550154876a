-- Who works on a sync is the engine's to say. Those under way go on where they are, with their slice.
INSERT INTO runs.run (id, kind, tenant, subject, state, phases, phase, slice, job_id, asked_by, asked_at, started_at,
  moved_at)
SELECT id, 'mrlearn.sync', tenant, sync_config_id::text, 'running',
  ARRAY['queued', 'listing', 'phones', 'reports', 'phones_again', 'awards', 'done'], phase, slice, job_id,
  triggered_by_user, started_at, started_at, clock_timestamp()
FROM mrlearn.sync_runs WHERE status = 'running';

ALTER TABLE mrlearn.sync_runs DROP COLUMN worker, DROP COLUMN slice, DROP COLUMN taken_at;
