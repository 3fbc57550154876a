-- Moodle, mirrored. Ids are Moodle's; what vanished there keeps its row and has gone_at. Rows that a sync finds unchanged
-- are not written.
CREATE SCHEMA moodle;

CREATE TABLE moodle.categories (
  tenant text NOT NULL,
  id bigint NOT NULL,
  name text NOT NULL,
  parent_id bigint NOT NULL,                     -- 0 at the top
  depth int NOT NULL,                            -- 1 campus, 2 semester, 3 department, 4 programme
  path bigint[] NOT NULL,                        -- ids from the top to itself
  id_number text,                                -- null for an account that may not read it
  gone_at timestamptz,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (tenant, id)
);

CREATE TABLE moodle.courses (
  tenant text NOT NULL,
  id bigint NOT NULL,
  short_name text NOT NULL,
  full_name text NOT NULL,
  category_id bigint NOT NULL,
  id_number text,
  visible boolean NOT NULL,
  starts_at timestamptz,
  ends_at timestamptz,
  gone_at timestamptz,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (tenant, id)
);

CREATE TABLE moodle.people (
  tenant text NOT NULL,
  id bigint NOT NULL,
  username text NOT NULL,
  full_name text NOT NULL,
  email text,                                    -- lower case
  id_number text,
  campus text,                                   -- from the prefix of the user name; never overwritten
  department_id bigint,
  program_id bigint,
  department_source text NOT NULL DEFAULT 'auto' CHECK (department_source IN ('auto', 'manual')),
  program_source text NOT NULL DEFAULT 'auto' CHECK (program_source IN ('auto', 'manual')),
  role text CHECK (role IN ('student', 'faculty')), -- from the enrolments
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (tenant, id)
) WITH (fillfactor = 85);
CREATE INDEX people_email ON moodle.people (tenant, email);
CREATE INDEX people_username ON moodle.people (tenant, username);

CREATE TABLE moodle.enrolments (
  tenant text NOT NULL,
  course_id bigint NOT NULL,
  user_id bigint NOT NULL,
  role text NOT NULL,                            -- Moodle's short name; '' for none
  section text,                                  -- the first group
  suspended boolean NOT NULL,
  last_access_at timestamptz,
  progress_percent numeric(5, 2) NOT NULL DEFAULT 0 CHECK (progress_percent BETWEEN 0 AND 100),
  grade_percent numeric(5, 2),                   -- of the course's total; may be revised, so it goes both ways
  is_completed boolean NOT NULL DEFAULT false,
  completed_activities bigint[] NOT NULL DEFAULT '{}',
  completed_times timestamptz[] NOT NULL DEFAULT '{}', -- of the above, in their order
  awarded_activities bigint[] NOT NULL DEFAULT '{}',   -- those of the above that were stated
  progress_due boolean NOT NULL DEFAULT false,   -- somebody was there since it was last read
  gone_at timestamptz,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (tenant, course_id, user_id)
) WITH (fillfactor = 85);
CREATE INDEX enrolments_user ON moodle.enrolments (tenant, user_id);
CREATE INDEX enrolments_due ON moodle.enrolments (tenant, course_id, user_id) WHERE progress_due;
CREATE INDEX enrolments_to_award ON moodle.enrolments (tenant, user_id)
  WHERE NOT completed_activities <@ awarded_activities;

-- Whom a run has seen in a course whose listing it is reading. Gone when the listing is over.
CREATE TABLE moodle.pages (
  run_id uuid NOT NULL,
  course_id bigint NOT NULL,
  user_ids bigint[] NOT NULL
);
CREATE INDEX pages_course ON moodle.pages (run_id, course_id);

-- What was synced when, phase by phase; stays when the engine has forgotten its run.
CREATE TABLE moodle.sync_log (
  id uuid PRIMARY KEY,                           -- the run's
  tenant text NOT NULL,
  trigger text NOT NULL CHECK (trigger IN ('startup', 'scheduled', 'manual')),
  triggered_by uuid,
  status text NOT NULL CHECK (status IN ('running', 'completed', 'partial', 'failed')),
  started_at timestamptz NOT NULL,
  ended_at timestamptz,
  duration_ms bigint,
  phases jsonb NOT NULL DEFAULT '[]',
  error_message text,
  job_id uuid,
  interval_minutes int
);
CREATE INDEX sync_log_newest ON moodle.sync_log (tenant, started_at DESC, id DESC);

-- What could not be read, for people.
CREATE TABLE moodle.sync_errors (
  run_id uuid NOT NULL REFERENCES moodle.sync_log (id) ON DELETE CASCADE,
  at timestamptz NOT NULL,
  phase text NOT NULL,
  place text NOT NULL,
  message text NOT NULL,
  excerpt text
);
CREATE INDEX sync_errors_run ON moodle.sync_errors (run_id, at);

CREATE TABLE moodle.settings (
  tenant text PRIMARY KEY,
  interval_minutes int NOT NULL CHECK (interval_minutes BETWEEN 30 AND 43200)
);

-- Deans of departments and chairpersons of programmes.
CREATE TABLE moodle.institutional_roles (
  id uuid PRIMARY KEY,
  tenant text NOT NULL,
  account_id uuid NOT NULL,
  role text NOT NULL CHECK (role IN ('DEAN', 'CHAIRPERSON')),
  category_id bigint NOT NULL,
  source text NOT NULL CHECK (source IN ('auto', 'manual')),
  given_by uuid,
  given_at timestamptz NOT NULL,
  UNIQUE (tenant, account_id, role, category_id)
);
