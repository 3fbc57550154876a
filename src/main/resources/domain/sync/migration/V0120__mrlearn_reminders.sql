-- How a config's reminders stand is the reminder domain's to tell: the columns that were meant for it were never filled.
DROP VIEW reminder.shared_configs;
DROP VIEW mrlearn.shared_configs;

ALTER TABLE mrlearn.sync_configs
  DROP last_reminder_at,
  DROP last_reminder_status,
  DROP last_reminder_sent,
  DROP last_reminder_skipped,
  DROP last_reminder_failed,
  DROP next_reminder_at;

-- For other domains. One row for each config.
CREATE VIEW mrlearn.shared_configs AS
SELECT c.id AS config_id, c.tenant, c.graphy_course_id AS course_id, coalesce(k.title, c.course_title) AS course_title,
  k.course_url, c.batch_id, c.enabled, c.interval_hours, c.include_detailed_reports, c.last_synced_at,
  c.last_sync_status, c.reminder_enabled, c.reminder_interval_hours, c.reminder_skip_above_progress,
  c.reminder_template_name, c.created_at, c.updated_at
FROM mrlearn.sync_configs c
LEFT JOIN mrlearn.courses k ON k.tenant = c.tenant AND k.id = c.graphy_course_id;

-- For other domains. How the reminders of each config stand, whether there was a run already or not. Whoever asks for
-- one config pays for one.
CREATE VIEW reminder.shared_configs AS
SELECT c.config_id, c.tenant, r.id AS last_reminder_run_id, r.started_at AS last_reminder_at,
  coalesce(r.status, 'idle') AS last_reminder_status, n.sent, n.skipped, n.failed, s.next_at AS next_reminder_at
FROM mrlearn.shared_configs c
LEFT JOIN reminder.schedules s ON s.config_id = c.config_id
LEFT JOIN LATERAL (SELECT * FROM reminder.runs r WHERE r.tenant = c.tenant AND r.config_id = c.config_id
  ORDER BY r.started_at DESC, r.id DESC LIMIT 1) r ON true
LEFT JOIN LATERAL (SELECT count(*) FILTER (WHERE l.result IN ('sent', 'held'))::int AS sent,
    count(*) FILTER (WHERE l.result = 'skipped')::int AS skipped,
    count(*) FILTER (WHERE l.result = 'failed')::int AS failed
  FROM reminder.logs l WHERE l.run_id = r.id) n ON r.id IS NOT NULL;
