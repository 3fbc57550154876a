-- Who works on a run of reminders is the engine's to say. Those under way go on where they are, with their slice.
INSERT INTO runs.run (id, kind, tenant, subject, state, phases, phase, checkpoint, counts, slice, job_id, asked_by,
  asked_at, started_at, moved_at)
SELECT r.id, 'reminder.run', r.tenant,
  CASE WHEN r.triggered_by = 'scheduled' AND r.config_id IS NOT NULL AND row_number() OVER (
    PARTITION BY r.tenant, r.config_id, r.triggered_by ORDER BY r.started_at, r.id) = 1
    THEN r.config_id ELSE r.id END::text,
  'running', ARRAY['send'], 'send', jsonb_build_object('rests', r.pauses),
  jsonb_build_object('read', l.done, 'written', l.written, 'skipped', l.skipped, 'failed', l.failed), r.slice, r.job_id,
  r.triggered_by_user, r.started_at, r.started_at, clock_timestamp()
FROM reminder.runs r CROSS JOIN LATERAL (
  SELECT count(result) AS done, count(*) FILTER (WHERE result IN ('sent', 'held')) AS written,
    count(*) FILTER (WHERE result = 'skipped') AS skipped, count(*) FILTER (WHERE result = 'failed') AS failed
  FROM reminder.logs WHERE run_id = r.id) l
WHERE r.status = 'running';

-- The view names the columns that it shows, so that others can go.
CREATE OR REPLACE VIEW reminder.shared_configs AS
SELECT c.config_id, c.tenant, r.id AS last_reminder_run_id, r.started_at AS last_reminder_at,
  coalesce(r.status, 'idle') AS last_reminder_status, n.sent, n.skipped, n.failed, s.next_at AS next_reminder_at
FROM mrlearn.shared_configs c
LEFT JOIN reminder.schedules s ON s.config_id = c.config_id
LEFT JOIN LATERAL (SELECT r.id, r.started_at, r.status FROM reminder.runs r
  WHERE r.tenant = c.tenant AND r.config_id = c.config_id ORDER BY r.started_at DESC, r.id DESC LIMIT 1) r ON true
LEFT JOIN LATERAL (SELECT count(*) FILTER (WHERE l.result IN ('sent', 'held'))::int AS sent,
    count(*) FILTER (WHERE l.result = 'skipped')::int AS skipped,
    count(*) FILTER (WHERE l.result = 'failed')::int AS failed
  FROM reminder.logs l WHERE l.run_id = r.id) n ON r.id IS NOT NULL;

ALTER TABLE reminder.runs DROP COLUMN slice, DROP COLUMN pauses, DROP COLUMN taken_at_done, DROP COLUMN advanced_at;
