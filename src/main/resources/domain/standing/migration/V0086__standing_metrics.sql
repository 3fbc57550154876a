-- What super mentors and batch leads think of students, and what all of it adds up to.

-- One for each student and ISO week (of Asia/Kolkata), whoever of the student's super mentors rated last.
CREATE TABLE standing.weekly_ratings (
  id              uuid PRIMARY KEY,
  tenant          text NOT NULL,
  student_id      uuid NOT NULL,
  super_mentor_id uuid NOT NULL,
  year            int NOT NULL,                  -- the ISO year, to which the week belongs
  week_number     int NOT NULL CHECK (week_number BETWEEN 1 AND 53),
  communication   numeric(3, 2) NOT NULL CHECK (communication BETWEEN 0 AND 5),
  technical       numeric(3, 2) NOT NULL CHECK (technical BETWEEN 0 AND 5),
  problem_solving numeric(3, 2) NOT NULL CHECK (problem_solving BETWEEN 0 AND 5),
  participation   numeric(3, 2) NOT NULL CHECK (participation BETWEEN 0 AND 5),
  discipline      numeric(3, 2) NOT NULL CHECK (discipline BETWEEN 0 AND 5),
  overall_average numeric(3, 2) NOT NULL CHECK (overall_average BETWEEN 0 AND 5),
  comment         text CHECK (length(comment) <= 1000),
  created_at      timestamptz NOT NULL,
  updated_at      timestamptz NOT NULL,
  UNIQUE (student_id, year, week_number)
);

CREATE TABLE standing.skill_ratings (
  student_id     uuid NOT NULL,
  rater_id       uuid NOT NULL,
  skill_key      text NOT NULL,                  -- the name in lower case
  tenant         text NOT NULL,
  skill_name     text NOT NULL CHECK (length(skill_name) BETWEEN 1 AND 80),
  beginner       numeric(5, 2) CHECK (beginner BETWEEN 0 AND 100),
  intermediate   numeric(5, 2) CHECK (intermediate BETWEEN 0 AND 100),
  advanced       numeric(5, 2) CHECK (advanced BETWEEN 0 AND 100),
  overall_rating numeric(5, 2) NOT NULL CHECK (overall_rating BETWEEN 0 AND 100),
  sm_rating      numeric(3, 2) CHECK (sm_rating BETWEEN 0 AND 5),
  rated_at       timestamptz NOT NULL,
  PRIMARY KEY (student_id, rater_id, skill_key)
);
-- Every value that a rating ever had.
CREATE TABLE standing.skill_rating_history (
  id             bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  student_id     uuid NOT NULL,
  rater_id       uuid NOT NULL,
  tenant         text NOT NULL,
  skill_name     text NOT NULL,
  beginner       numeric(5, 2),
  intermediate   numeric(5, 2),
  advanced       numeric(5, 2),
  overall_rating numeric(5, 2) NOT NULL,
  sm_rating      numeric(3, 2),
  rated_at       timestamptz NOT NULL
);
CREATE INDEX skill_rating_history_of_student ON standing.skill_rating_history (student_id, id DESC);

-- The one row of a student; a component is null until there is something to measure. Who changes it locks it first.
CREATE TABLE standing.metrics (
  student_id     uuid PRIMARY KEY,
  tenant         text NOT NULL,
  eval_test      numeric(5, 2) CHECK (eval_test BETWEEN 0 AND 100),
  learn_progress numeric(5, 2) CHECK (learn_progress BETWEEN 0 AND 100),
  super_mentor   numeric(3, 2) CHECK (super_mentor BETWEEN 0 AND 5),
  communication  numeric(5, 2) CHECK (communication BETWEEN 0 AND 100),
  attendance     numeric(5, 2) CHECK (attendance BETWEEN 0 AND 100),
  mock_interview numeric(5, 2) CHECK (mock_interview BETWEEN 0 AND 100),
  overall        numeric(5, 2) NOT NULL DEFAULT 0 CHECK (overall BETWEEN 0 AND 100),
  calculated_at  timestamptz NOT NULL
) WITH (fillfactor = 85);
CREATE TABLE standing.metric_history (
  id             bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  student_id     uuid NOT NULL,
  tenant         text NOT NULL,
  eval_test      numeric(5, 2),
  learn_progress numeric(5, 2),
  super_mentor   numeric(3, 2),
  communication  numeric(5, 2),
  attendance     numeric(5, 2),
  mock_interview numeric(5, 2),
  overall        numeric(5, 2) NOT NULL,
  calculated_at  timestamptz NOT NULL
);
CREATE INDEX metric_history_of_student ON standing.metric_history (student_id, id DESC);

-- Published for the SQL of other domains: the present metric of each student who has one.
CREATE VIEW standing.shared_metrics AS
  SELECT student_id, tenant, eval_test, learn_progress, super_mentor, communication, attendance, mock_interview, overall,
         calculated_at
    FROM standing.metrics;
