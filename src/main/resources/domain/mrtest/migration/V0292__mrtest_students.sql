-- How a batch has an exam: what must be done before, and where it is taken.
CREATE TABLE mrtest.batch_exams (
  id uuid PRIMARY KEY,
  tenant text NOT NULL,
  batch_id uuid NOT NULL,
  exam_id text NOT NULL,
  roadmap_item_id text,
  take_url text,                                 -- null: the site's own
  prerequisite_course_id text,                   -- of Mr. Learn; null: nothing must be done before
  prerequisite_threshold numeric(5, 2) NOT NULL DEFAULT 75 CHECK (prerequisite_threshold BETWEEN 0 AND 100),
  mandatory boolean NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  UNIQUE (tenant, batch_id, exam_id)
);

-- Who has opened which exam from here.
CREATE TABLE mrtest.launches (
  tenant text NOT NULL,
  account_id uuid NOT NULL,
  exam_id text NOT NULL,
  first_at timestamptz NOT NULL,
  last_at timestamptz NOT NULL,
  times int NOT NULL,
  PRIMARY KEY (tenant, account_id, exam_id)
);

-- Accounts of which students are made at the site.
CREATE TABLE mrtest.pushes (
  tenant text NOT NULL,
  account_id uuid NOT NULL,
  run_id uuid NOT NULL,
  state text NOT NULL CHECK (state IN ('waiting', 'made', 'there', 'refused', 'unknown')),
  student_id text,                               -- the site's
  reason text,
  changed_at timestamptz NOT NULL,
  PRIMARY KEY (tenant, account_id)
);
CREATE INDEX pushes_run ON mrtest.pushes (run_id, account_id) WHERE state = 'waiting';

-- Scores of evaluation tests that an administrator had as a sheet.
CREATE TABLE mrtest.eval_tests (
  tenant text NOT NULL,
  account_id uuid NOT NULL,
  test_key text NOT NULL,                        -- the test in small letters
  test text NOT NULL,
  score numeric(12, 3) NOT NULL,
  total numeric(12, 3) NOT NULL CHECK (total > 0),
  percentage numeric(5, 2) NOT NULL CHECK (percentage BETWEEN 0 AND 100),
  taken_on date,
  import_id uuid NOT NULL,
  imported_by uuid,
  imported_at timestamptz NOT NULL,
  PRIMARY KEY (tenant, account_id, test_key)
);
CREATE INDEX eval_tests_account ON mrtest.eval_tests (account_id);

-- Published for the SQL of other domains.
CREATE VIEW mrtest.shared_eval_tests AS
  SELECT tenant, account_id, test, percentage, taken_on FROM mrtest.eval_tests;
