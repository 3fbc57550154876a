-- Mr. Learn: what Graphy tells about courses and learners, mirrored. Tenant = platform slug. One config per tenant and
-- course, so (tenant, graphy_course_id) leads from a config to its learners; they outlive a config that is deleted
-- without purging.
CREATE SCHEMA mrlearn;

CREATE TABLE mrlearn.auth_credentials (
  tenant text PRIMARY KEY,                       -- one service account per platform
  email text NOT NULL,
  encrypted_password text NOT NULL,              -- the vault's format: version, key id, nonce and ciphertext
  encrypted_session text,                        -- JSON {cUjwt, sessionId, microserviceToken}; null after a refusal
  session_version bigint NOT NULL DEFAULT 1,     -- grows with each login, so that whoever lost a session sees a newer one
  authenticated_at timestamptz NOT NULL,
  expires_at timestamptz,
  refused_at timestamptz                         -- the provider refused the stored password: no more tries by ourselves
);

CREATE TABLE mrlearn.sync_configs (
  id uuid PRIMARY KEY,
  tenant text NOT NULL,
  graphy_course_id text NOT NULL,
  course_title text NOT NULL,
  batch_id uuid,
  interval_hours int NOT NULL CHECK (interval_hours BETWEEN 1 AND 720),
  enabled boolean NOT NULL,
  include_detailed_reports boolean NOT NULL,
  last_synced_at timestamptz,
  next_sync_at timestamptz,
  last_sync_status text NOT NULL DEFAULT 'idle'
    CHECK (last_sync_status IN ('idle', 'running', 'success', 'incomplete', 'failed', 'unauthenticated')),
  last_sync_learner_count int,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  UNIQUE (tenant, graphy_course_id)
);

CREATE TABLE mrlearn.courses (
  tenant text NOT NULL,
  id text NOT NULL,                              -- Graphy's _id
  title text NOT NULL,
  publisher text,
  published boolean NOT NULL,
  course_url text,                               -- never overwritten by null: Graphy omits it while a course is edited
  users_count int NOT NULL CHECK (users_count >= 0),
  raw jsonb NOT NULL,
  last_synced_at timestamptz NOT NULL,
  PRIMARY KEY (tenant, id)
);

CREATE TABLE mrlearn.learners (
  id uuid PRIMARY KEY,
  tenant text NOT NULL,
  graphy_course_id text NOT NULL,
  graphy_user_id text NOT NULL,
  name text,
  email text,                                    -- lower case, as Graphy stores it, with the organisation's prefix
  email_stripped text,
  mobile text,
  progress_percent numeric(5, 2) NOT NULL CHECK (progress_percent BETWEEN 0 AND 100),
  total_time_seconds int NOT NULL CHECK (total_time_seconds >= 0),
  is_completed boolean NOT NULL,
  -- follows from what never goes back, so it never goes back either
  status text NOT NULL GENERATED ALWAYS AS (CASE WHEN is_completed THEN 'completed'
    WHEN progress_percent > 0 OR started_at IS NOT NULL THEN 'in_progress' ELSE 'not_started' END) STORED,
  enrolment_status text,                         -- Graphy's own word, the latest
  enrolled_at timestamptz,
  started_at timestamptz,
  last_accessed_at timestamptz,
  completed_at timestamptz,
  module_progress jsonb,                         -- [{id, title, progress, completed}] in the course's order
  course_item_progress jsonb,                    -- [{id, moduleId, title, type, progress, timeSpent, completed}]
  completed_modules text[] NOT NULL DEFAULT '{}',
  awarded_modules text[] NOT NULL DEFAULT '{}',  -- those of the above whose XP award is stored as a request
  report_due boolean NOT NULL DEFAULT true,      -- never reported, or the listing moved on since
  reported_at timestamptz,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,               -- untouched by a sync that brings nothing new
  UNIQUE (tenant, graphy_course_id, graphy_user_id)
) WITH (fillfactor = 85);                        -- room for updates in place
CREATE INDEX learners_email_stripped ON mrlearn.learners (tenant, email_stripped);

CREATE TABLE mrlearn.learner_reports (
  tenant text NOT NULL,
  graphy_course_id text NOT NULL,
  graphy_user_id text NOT NULL,
  report jsonb NOT NULL,
  last_synced_at timestamptz NOT NULL,
  PRIMARY KEY (tenant, graphy_course_id, graphy_user_id)
);

-- The audit and the checkpoint of a run in one row. What a page changed and where the next page starts are committed
-- together, so a run that was cut off goes on from exactly there.
CREATE TABLE mrlearn.sync_runs (
  id uuid PRIMARY KEY,
  tenant text NOT NULL,
  sync_config_id uuid NOT NULL,                  -- no reference: the audit outlives its config
  graphy_course_id text NOT NULL,
  status text NOT NULL CHECK (status IN ('running', 'success', 'incomplete', 'failed', 'unauthenticated')),
  triggered_by text NOT NULL CHECK (triggered_by IN ('scheduled', 'manual', 'boot')),
  triggered_by_user uuid,
  include_detailed_reports boolean NOT NULL,
  phase text NOT NULL DEFAULT 'queued' CHECK (phase IN ('queued', 'listing', 'reports', 'awards', 'done')),
  next_start int NOT NULL DEFAULT 0,             -- listing: row offset of the next page
  next_after text NOT NULL DEFAULT '',           -- reports and awards: the learner that the last batch ended with
  worker uuid,                                   -- who may write; taken over by the next slice or after a crash
  slice int NOT NULL DEFAULT 0,
  job_id uuid,
  started_at timestamptz NOT NULL,
  advanced_at timestamptz NOT NULL,
  finished_at timestamptz,
  learners_at_source int,
  learners_seen int NOT NULL DEFAULT 0,          -- = new + changed + unchanged + regressions blocked
  learners_new int NOT NULL DEFAULT 0,
  learners_changed int NOT NULL DEFAULT 0,
  learners_unchanged int NOT NULL DEFAULT 0,
  regressions_blocked int NOT NULL DEFAULT 0,
  learners_completed int NOT NULL DEFAULT 0,     -- completed the course, first seen so in this run
  pages_failed int NOT NULL DEFAULT 0,
  reports_due int NOT NULL DEFAULT 0,
  reports_fetched int NOT NULL DEFAULT 0,
  reports_failed int NOT NULL DEFAULT 0,
  xp_awards int NOT NULL DEFAULT 0,
  duration_ms bigint,
  error text
);
-- two runs of one config never overlap, whichever nodes try
CREATE UNIQUE INDEX sync_runs_one_running ON mrlearn.sync_runs (sync_config_id) WHERE status = 'running';
CREATE INDEX sync_runs_of_config ON mrlearn.sync_runs (sync_config_id, started_at DESC);

CREATE TABLE mrlearn.sync_errors (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  run_id uuid NOT NULL REFERENCES mrlearn.sync_runs ON DELETE CASCADE,
  phase text NOT NULL,
  position text NOT NULL,                        -- row offset of the page, or the learner's id
  message text NOT NULL,
  excerpt text,                                  -- the beginning of what could not be read
  at timestamptz NOT NULL
);
CREATE INDEX sync_errors_of_run ON mrlearn.sync_errors (run_id, id);

-- Modules or items of one learner, known and seen now, joined by id: progress, time and completion never go back; words
-- are the latest; what the provider no longer lists stays, at the end.
CREATE FUNCTION mrlearn.merge_progress(known jsonb, seen jsonb) RETURNS jsonb
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE WHEN known IS NULL THEN seen WHEN seen IS NULL OR seen = known THEN known ELSE (
    SELECT jsonb_agg(
      coalesce(k, '{}') || coalesce(s, '{}') || jsonb_strip_nulls(jsonb_build_object(
        'progress', greatest((k ->> 'progress')::numeric, (s ->> 'progress')::numeric),
        'timeSpent', greatest((k ->> 'timeSpent')::bigint, (s ->> 'timeSpent')::bigint),
        'completed', coalesce((k ->> 'completed')::boolean, false) OR coalesce((s ->> 'completed')::boolean, false)))
      ORDER BY si NULLS LAST, ki)
    FROM jsonb_array_elements(known) WITH ORDINALITY a (k, ki)
    FULL JOIN jsonb_array_elements(seen) WITH ORDINALITY b (s, si) ON k ->> 'id' = s ->> 'id') END
$$;
