-- Questionnaires, their versions, and what was answered.
CREATE SCHEMA questionnaire;

CREATE TABLE questionnaire.questionnaires (
  id uuid PRIMARY KEY,
  tenant text NOT NULL,
  title text NOT NULL,
  type text NOT NULL,
  created_by uuid NOT NULL,
  created_at timestamptz NOT NULL
);
CREATE INDEX questionnaires_newest ON questionnaire.questionnaires (tenant, created_at DESC, id DESC);

CREATE TABLE questionnaire.versions (
  id uuid PRIMARY KEY,
  tenant text NOT NULL,
  questionnaire_id uuid NOT NULL REFERENCES questionnaire.questionnaires (id),
  number int NOT NULL,
  state text NOT NULL CHECK (state IN ('DRAFT', 'ACTIVE', 'DEPRECATED', 'ARCHIVED')),
  schema jsonb NOT NULL,
  max_score numeric(6, 3) NOT NULL,
  submissions bigint NOT NULL DEFAULT 0,         -- counted with the rows, since counting a million takes long
  created_at timestamptz NOT NULL,
  published_at timestamptz,
  ended_at timestamptz,
  UNIQUE (questionnaire_id, number)
) WITH (fillfactor = 70);
CREATE UNIQUE INDEX versions_one_draft ON questionnaire.versions (questionnaire_id) WHERE state = 'DRAFT';
CREATE UNIQUE INDEX versions_one_active ON questionnaire.versions (questionnaire_id) WHERE state = 'ACTIVE';

CREATE TABLE questionnaire.dimensions (
  tenant text NOT NULL,
  code text NOT NULL,
  name text NOT NULL,
  active boolean NOT NULL DEFAULT true,
  PRIMARY KEY (tenant, code)
);

-- Names and codes are those of the time of the answer.
CREATE TABLE questionnaire.submissions (
  id uuid PRIMARY KEY,
  tenant text NOT NULL,
  version_id uuid NOT NULL REFERENCES questionnaire.versions (id),
  external_id text,
  respondent text NOT NULL,                      -- user name in Moodle, else e-mail address; lower case
  respondent_id uuid,                            -- of the account, where there is one
  faculty text NOT NULL,                         -- the teacher, told as the respondent is
  faculty_name text NOT NULL,
  course text NOT NULL,                          -- short name in Moodle, else the code of a batch; lower case; '' for none
  course_name text,
  department text,
  campus text,
  period text NOT NULL,                          -- the course's semester, else what was said; '' for none
  answers smallint[] NOT NULL,                   -- in the order of the questions; null: left out
  score numeric(6, 3) NOT NULL,
  percent numeric(5, 2) NOT NULL,
  comment text,
  clean text,                                    -- the comment as it is analysed; null: not worth it
  source text NOT NULL CHECK (source IN ('person', 'import')),
  import_id uuid,
  created_at timestamptz NOT NULL
);
CREATE UNIQUE INDEX submissions_once ON questionnaire.submissions (version_id, respondent, faculty, course, period);
CREATE INDEX submissions_faculty ON questionnaire.submissions (tenant, faculty);
CREATE INDEX submissions_respondent ON questionnaire.submissions (respondent_id) WHERE respondent_id IS NOT NULL;
CREATE INDEX submissions_comments ON questionnaire.submissions (version_id, id) WHERE comment IS NOT NULL;

CREATE TABLE questionnaire.drafts (
  tenant text NOT NULL,
  version_id uuid NOT NULL REFERENCES questionnaire.versions (id),
  user_id uuid NOT NULL,
  faculty text NOT NULL,
  course text NOT NULL,                          -- '' for none
  answers jsonb NOT NULL,
  comment text,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (version_id, user_id, faculty, course)
);
CREATE INDEX drafts_user ON questionnaire.drafts (user_id);
CREATE INDEX drafts_old ON questionnaire.drafts (updated_at);

CREATE VIEW questionnaire.shared_submissions AS
  SELECT id, tenant, version_id, respondent_id, faculty, faculty_name, course, course_name, department, campus, period,
         percent, comment, clean, created_at
    FROM questionnaire.submissions;
