-- Fast runs, balanced runs, notices of completion, the reminders' settings of a config, and what other domains may read.

ALTER TABLE mrlearn.sync_configs
  ADD reminder_enabled boolean NOT NULL DEFAULT false,
  ADD reminder_interval_hours int NOT NULL DEFAULT 168 CHECK (reminder_interval_hours BETWEEN 1 AND 720),
  -- learners who got so far, in percent, or further are left alone
  ADD reminder_skip_above_progress int NOT NULL DEFAULT 100 CHECK (reminder_skip_above_progress BETWEEN 0 AND 100),
  ADD reminder_template_name text NOT NULL DEFAULT 'mrlearn_course_progress_reminder',
  ADD last_reminder_at timestamptz,
  ADD last_reminder_status text NOT NULL DEFAULT 'idle'
    CHECK (last_reminder_status IN ('idle', 'running', 'success', 'partial', 'failed')),
  ADD last_reminder_sent int,
  ADD last_reminder_skipped int,
  ADD last_reminder_failed int,
  ADD next_reminder_at timestamptz;

ALTER TABLE mrlearn.learners
  ADD added_by uuid,                             -- the run that saw the learner first
  ADD vanished_at timestamptz,                   -- when a whole listing first was without the learner; null when listed
  -- the notice of the course's first completion: null as long as there is nothing to tell, false when it is due
  ADD completion_told boolean;

ALTER TABLE mrlearn.sync_runs
  ADD fast boolean NOT NULL DEFAULT false,       -- newest first, up to learners who are known
  ADD stopped_early boolean NOT NULL DEFAULT false, -- a fast run's listing came to known learners
  ADD learners_repeated int NOT NULL DEFAULT 0,  -- rows of learners who had been on an earlier page of this run
  ADD learners_vanished int NOT NULL DEFAULT 0,  -- mirrored, and not on any page of this run
  ADD phones_filled int NOT NULL DEFAULT 0,
  ADD notices int NOT NULL DEFAULT 0,            -- notices of completion that were stored as requests
  ADD listing_pass int NOT NULL DEFAULT 1,       -- pages that shift while they are read are read a second time
  DROP CONSTRAINT sync_runs_phase_check,
  ADD CONSTRAINT sync_runs_phase_check CHECK (phase IN
    ('queued', 'listing', 'phones', 'reports', 'phones_again', 'awards', 'done'));

-- Who was on which page of the run under way: so that nobody is counted twice when pages shift, and who has vanished is
-- known at the end. Gone when the run is over.
CREATE TABLE mrlearn.sync_pages (
  run_id uuid NOT NULL,
  page int GENERATED ALWAYS AS IDENTITY,
  user_ids text[] NOT NULL,
  PRIMARY KEY (run_id, page)
);

-- For other domains. One row for each enrolment that is mirrored, with or without a config; vanished ones too.
CREATE VIEW mrlearn.shared_learners AS
SELECT l.id AS learner_id, l.tenant, l.graphy_course_id AS course_id, coalesce(k.title, c.course_title) AS course_title,
  k.course_url, c.id AS config_id, c.batch_id, l.graphy_user_id, l.name, l.email, l.email_stripped AS email_key,
  l.mobile, l.progress_percent, l.total_time_seconds, l.is_completed, l.status, l.enrolment_status, l.enrolled_at,
  l.started_at, l.last_accessed_at, l.completed_at, l.module_progress, l.course_item_progress, l.completed_modules,
  l.reported_at, l.vanished_at, l.created_at, l.updated_at
FROM mrlearn.learners l
LEFT JOIN mrlearn.courses k ON k.tenant = l.tenant AND k.id = l.graphy_course_id
LEFT JOIN mrlearn.sync_configs c ON c.tenant = l.tenant AND c.graphy_course_id = l.graphy_course_id;

-- For other domains. One row for each config.
CREATE VIEW mrlearn.shared_configs AS
SELECT c.id AS config_id, c.tenant, c.graphy_course_id AS course_id, coalesce(k.title, c.course_title) AS course_title,
  k.course_url, c.batch_id, c.enabled, c.interval_hours, c.include_detailed_reports, c.last_synced_at,
  c.last_sync_status, c.reminder_enabled, c.reminder_interval_hours, c.reminder_skip_above_progress,
  c.reminder_template_name, c.last_reminder_at, c.last_reminder_status, c.next_reminder_at, c.created_at, c.updated_at
FROM mrlearn.sync_configs c
LEFT JOIN mrlearn.courses k ON k.tenant = c.tenant AND k.id = c.graphy_course_id;
