-- Reminders by WhatsApp to learners of Mr. Learn who have got stuck. Settings are the sync configs'; what is here is who
-- was reminded, and when.
CREATE SCHEMA reminder;

-- The configs whose reminders are switched on, as the last sweep saw them.
CREATE TABLE reminder.schedules (
  config_id      uuid PRIMARY KEY,
  tenant         text NOT NULL,
  interval_hours int NOT NULL,
  anchor         timestamptz NOT NULL,           -- periods are counted from here
  next_at        timestamptz NOT NULL
);
CREATE INDEX schedules_due ON reminder.schedules (next_at);

CREATE TABLE reminder.runs (
  id                uuid PRIMARY KEY,
  tenant            text NOT NULL,
  config_id         uuid,                        -- null: learners of several courses; no reference: runs outlive configs
  status            text NOT NULL CHECK (status IN ('running', 'success', 'partial', 'failed')),
  triggered_by      text NOT NULL CHECK (triggered_by IN ('manual_single', 'manual_bulk', 'scheduled')),
  triggered_by_user uuid,
  skip_above        int,                         -- null: those selected are reminded however far they are
  total             int NOT NULL,
  slice             int NOT NULL DEFAULT 0,
  pauses            int NOT NULL DEFAULT 0,      -- how often the provider was left alone for a while
  stopped           text,                        -- why it stopped by itself
  job_id            uuid,
  started_at        timestamptz NOT NULL,
  advanced_at       timestamptz NOT NULL,
  finished_at       timestamptz
);
CREATE INDEX runs_of_config ON reminder.runs (tenant, config_id, started_at DESC);

-- One row for each learner of a run; those with a result were attempted.
CREATE TABLE reminder.logs (
  id              uuid PRIMARY KEY,
  run_id          uuid NOT NULL REFERENCES reminder.runs ON DELETE CASCADE,
  tenant          text NOT NULL,
  config_id       uuid NOT NULL,
  course_id       text NOT NULL,
  graphy_user_id  text NOT NULL,
  learner_id      uuid NOT NULL,
  template        text NOT NULL,
  period_until    timestamptz NOT NULL,          -- until then nobody reminds this learner of this course again
  phone           text,
  result          text CHECK (result IN ('sent', 'skipped', 'failed', 'held')),
  detail          text,
  delivery_id     uuid,                          -- what became of it: notification.shared_deliveries
  attempts        int NOT NULL DEFAULT 0,
  retry_at        timestamptz,
  created_at      timestamptz NOT NULL,
  attempted_at    timestamptz,
  UNIQUE (run_id, course_id, graphy_user_id)
);
CREATE INDEX logs_to_do ON reminder.logs (run_id, id) WHERE result IS NULL;
CREATE INDEX logs_of_config ON reminder.logs (tenant, config_id, attempted_at DESC) WHERE result IS NOT NULL;

-- At most one reminder per learner, course and period, whoever sends and however often it is tried: the row is taken
-- before the message goes out, and given back only when it certainly has not gone.
CREATE TABLE reminder.marks (
  tenant         text NOT NULL,
  course_id      text NOT NULL,
  graphy_user_id text NOT NULL,
  until          timestamptz NOT NULL,
  log_id         uuid NOT NULL,
  PRIMARY KEY (tenant, course_id, graphy_user_id)
);

-- Published: how the reminders of a config stand.
CREATE VIEW reminder.shared_configs AS
SELECT r.config_id, r.tenant, r.started_at AS last_reminder_at, r.status AS last_reminder_status,
  (SELECT count(*)::int FROM reminder.logs l WHERE l.run_id = r.id AND l.result IN ('sent', 'held')) AS sent,
  (SELECT count(*)::int FROM reminder.logs l WHERE l.run_id = r.id AND l.result = 'skipped') AS skipped,
  (SELECT count(*)::int FROM reminder.logs l WHERE l.run_id = r.id AND l.result = 'failed') AS failed,
  s.next_at AS next_reminder_at
FROM (SELECT DISTINCT ON (tenant, config_id) * FROM reminder.runs WHERE config_id IS NOT NULL
  ORDER BY tenant, config_id, started_at DESC, id DESC) r
LEFT JOIN reminder.schedules s ON s.config_id = r.config_id;
