-- Which exams are mirrored: one exam, those of a batch, or those with a tag.
CREATE TABLE mrtest.configs (
  id uuid PRIMARY KEY,
  tenant text NOT NULL,
  scope text NOT NULL CHECK (scope IN ('exam', 'batch', 'tag')),
  key text NOT NULL,                             -- the exam's id, the batch's, or the tag in small letters
  title text NOT NULL,
  enabled boolean NOT NULL,
  interval_hours int NOT NULL CHECK (interval_hours BETWEEN 1 AND 720),
  include_analysis boolean NOT NULL,
  last_sync_status text NOT NULL DEFAULT 'idle'
    CHECK (last_sync_status IN ('idle', 'running', 'success', 'incomplete', 'failed', 'unauthenticated')),
  last_synced_at timestamptz,
  next_sync_at timestamptz,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  UNIQUE (tenant, scope, key)
);

-- What was mirrored when; stays when the engine has forgotten its run, and when its config is deleted.
CREATE TABLE mrtest.sync_runs (
  id uuid PRIMARY KEY,                           -- the engine's
  tenant text NOT NULL,
  config_id uuid NOT NULL,
  triggered_by text NOT NULL CHECK (triggered_by IN ('scheduled', 'manual')),
  started_by uuid,
  with_students boolean NOT NULL,                -- whether the list of students is read, too
  status text NOT NULL CHECK (status IN ('running', 'success', 'incomplete', 'failed', 'unauthenticated')),
  started_at timestamptz NOT NULL,
  ended_at timestamptz,
  phase text,
  counts jsonb NOT NULL DEFAULT '{}',
  balanced boolean NOT NULL DEFAULT true,
  error text,
  job_id uuid
);
CREATE INDEX sync_runs_newest ON mrtest.sync_runs (config_id, started_at DESC, id DESC);
CREATE UNIQUE INDEX sync_runs_one ON mrtest.sync_runs (config_id) WHERE status = 'running';

-- What could not be read, for people.
CREATE TABLE mrtest.sync_errors (
  run_id uuid NOT NULL REFERENCES mrtest.sync_runs (id) ON DELETE CASCADE,
  at timestamptz NOT NULL,
  phase text NOT NULL,
  place text NOT NULL,
  message text NOT NULL,
  excerpt text
);
CREATE INDEX sync_errors_run ON mrtest.sync_errors (run_id, at);

-- Which rows a run has seen in a listing that it is reading. Gone when the run is over.
CREATE TABLE mrtest.pages (
  run_id uuid NOT NULL,
  listing text NOT NULL,                         -- exams, students, or submissions/ and the exam
  ids text[] NOT NULL
);
CREATE INDEX pages_listing ON mrtest.pages (run_id, listing);

-- When a listing was last read as a whole.
CREATE TABLE mrtest.listings (
  tenant text NOT NULL,
  name text NOT NULL,
  whole_at timestamptz NOT NULL,
  PRIMARY KEY (tenant, name)
);

-- Ids are the site's; what vanished there keeps its row and has gone_at. Rows that a run finds unchanged are not written.
CREATE TABLE mrtest.exams (
  tenant text NOT NULL,
  id text NOT NULL,
  title text NOT NULL,
  tags text[] NOT NULL,
  starts_at timestamptz,
  ends_at timestamptz,
  minutes int,
  total_marks numeric(12, 3),
  published boolean NOT NULL,
  gone_at timestamptz,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (tenant, id)
);

CREATE TABLE mrtest.students (
  tenant text NOT NULL,
  id text NOT NULL,
  roll_number text,
  name text NOT NULL,
  email text,                                    -- lower case
  email_key text,                                -- without a known prefix of the organisation
  phone text,                                    -- as it is written there
  phone_digits text GENERATED ALWAYS AS (substring(regexp_replace(phone, '[^0-9]', '', 'g') FROM '.{10}$')) STORED,
  tags text[] NOT NULL,
  account_id uuid,
  tie text NOT NULL DEFAULT 'none' CHECK (tie IN ('email', 'phone', 'ambiguous', 'none')),
  gone_at timestamptz,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (tenant, id)
);
CREATE INDEX students_phone ON mrtest.students (tenant, phone_digits) WHERE phone_digits IS NOT NULL;
CREATE INDEX students_account ON mrtest.students (account_id) WHERE account_id IS NOT NULL;

-- Attempts. Marks, ranks and percentages may be revised; under evaluation there is no percentage.
CREATE TABLE mrtest.submissions (
  tenant text NOT NULL,
  id text NOT NULL,
  exam_id text NOT NULL,
  attempt int NOT NULL,
  roll_number text,
  name text NOT NULL,
  email text,                                    -- lower case
  email_key text,                                -- without a known prefix of the organisation
  phone text,                                    -- as it is written there
  phone_digits text GENERATED ALWAYS AS (substring(regexp_replace(phone, '[^0-9]', '', 'g') FROM '.{10}$')) STORED,
  score numeric(12, 3),                          -- below 0 where wrong answers cost marks
  total numeric(12, 3),
  percentage numeric(12, 3),
  rank int,
  passed boolean,                                -- 50 % or more
  state text NOT NULL CHECK (state IN ('submitted', 'under_evaluation')),
  started_at timestamptz,
  submitted_at timestamptz,
  account_id uuid,
  tie text NOT NULL DEFAULT 'none' CHECK (tie IN ('email', 'phone', 'ambiguous', 'none')),
  analysis_due boolean NOT NULL,                 -- it is marked, or was marked anew, since its analysis was read
  blocked_at timestamptz,                        -- when its analysis could not be read
  gone_at timestamptz,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (tenant, id),
  CHECK (state = 'submitted' OR percentage IS NULL AND passed IS NULL)
) WITH (fillfactor = 80);
CREATE INDEX submissions_exam ON mrtest.submissions (tenant, exam_id, id);
CREATE INDEX submissions_due ON mrtest.submissions (tenant, exam_id, id) WHERE analysis_due;
CREATE INDEX submissions_email ON mrtest.submissions (tenant, email_key) WHERE email_key IS NOT NULL;
CREATE INDEX submissions_phone ON mrtest.submissions (tenant, phone_digits) WHERE phone_digits IS NOT NULL;
CREATE INDEX submissions_account ON mrtest.submissions (account_id, exam_id) WHERE account_id IS NOT NULL;

-- What came of each question.
CREATE TABLE mrtest.reports (
  tenant text NOT NULL,
  submission_id text NOT NULL,
  accuracy numeric(12, 3),
  percentile numeric(12, 3),
  seconds int,
  questions jsonb NOT NULL,
  layout text NOT NULL,
  structure text NOT NULL,
  read_at timestamptz NOT NULL,
  PRIMARY KEY (tenant, submission_id)
);

-- The best score of a person in an exam, as others were told last.
CREATE TABLE mrtest.told (
  tenant text NOT NULL,
  account_id uuid NOT NULL,
  exam_id text NOT NULL,
  percentage numeric(12, 3) NOT NULL,
  told_at timestamptz NOT NULL,
  PRIMARY KEY (tenant, account_id, exam_id)
);

-- Published for the SQL of other domains.
CREATE VIEW mrtest.shared_submissions AS
  SELECT tenant, id AS submission_id, exam_id, email_key, phone_digits, roll_number FROM mrtest.submissions;
