-- A mark tells when the reminder went out. Which period that is, the config's present interval says: who was reminded
-- under a longer one is not left alone until that would have ended. Null: a node of the release before has set it, or it
-- was given back, and until counts.
ALTER TABLE reminder.marks ADD COLUMN sent_at timestamptz;
UPDATE reminder.marks m SET sent_at = coalesce(l.attempted_at, l.created_at) FROM reminder.logs l
WHERE l.id = m.log_id AND m.until > clock_timestamp();

-- A run across courses is the last one of each config that it reminded for, and counts there with those only.
CREATE INDEX runs_across ON reminder.runs (tenant, started_at DESC) WHERE config_id IS NULL;
CREATE INDEX runs_old ON reminder.runs (finished_at);
CREATE OR REPLACE VIEW reminder.shared_configs AS
SELECT c.config_id, c.tenant, r.id AS last_reminder_run_id, r.started_at AS last_reminder_at,
  coalesce(r.status, 'idle') AS last_reminder_status, n.sent, n.skipped, n.failed, s.next_at AS next_reminder_at
FROM mrlearn.shared_configs c
LEFT JOIN reminder.schedules s ON s.config_id = c.config_id
LEFT JOIN LATERAL (SELECT r.id, r.started_at, r.status FROM (
    (SELECT o.id, o.started_at, o.status FROM reminder.runs o
      WHERE o.tenant = c.tenant AND o.config_id = c.config_id ORDER BY o.started_at DESC, o.id DESC LIMIT 1)
    UNION ALL
    (SELECT a.id, a.started_at, a.status FROM reminder.runs a
      WHERE a.tenant = c.tenant AND a.config_id IS NULL
        AND EXISTS (SELECT FROM reminder.logs l WHERE l.run_id = a.id AND l.config_id = c.config_id)
      ORDER BY a.started_at DESC, a.id DESC LIMIT 1)) r
  ORDER BY r.started_at DESC, r.id DESC LIMIT 1) r ON true
LEFT JOIN LATERAL (SELECT count(*) FILTER (WHERE l.result IN ('sent', 'held'))::int AS sent,
    count(*) FILTER (WHERE l.result = 'skipped')::int AS skipped,
    count(*) FILTER (WHERE l.result = 'failed')::int AS failed
  FROM reminder.logs l WHERE l.run_id = r.id AND l.config_id = c.config_id) n ON r.id IS NOT NULL;
