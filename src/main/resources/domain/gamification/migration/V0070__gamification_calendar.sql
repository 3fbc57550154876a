-- Days that nobody expects to be active, freezes, claw-backs and what was refused.

-- Days of a run that are saved up towards freezes. Before there were freezes or days off, each active day of a run saved one.
ALTER TABLE gamification.student_progress ADD COLUMN freeze_days integer NOT NULL DEFAULT 0 CHECK (freeze_days >= 0);
UPDATE gamification.student_progress SET freeze_days = least(current_streak, 14);

-- An institute's holidays; its weekly days off are in the rules.
CREATE TABLE gamification.holidays (
  tenant     text NOT NULL,
  day        date NOT NULL,                         -- IST
  name       text NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
  created_by uuid,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (tenant, day)
);

CREATE TABLE gamification.leaves (
  id           uuid PRIMARY KEY,
  tenant       text NOT NULL,
  user_id      uuid NOT NULL,
  starts_on    date NOT NULL,                       -- IST; both days are included
  ends_on      date NOT NULL CHECK (ends_on >= starts_on AND ends_on - starts_on < 92),
  reason       text NOT NULL CHECK (length(reason) BETWEEN 1 AND 300),
  state        text NOT NULL CHECK (state IN ('requested', 'approved', 'refused', 'withdrawn')),
  decided_by   uuid,
  decided_at   timestamptz,
  note         text CHECK (length(note) <= 300),    -- of who decided, for the student
  requested_at timestamptz NOT NULL
);
CREATE INDEX leaves_of_student ON gamification.leaves (user_id, starts_on);
CREATE INDEX leaves_to_decide ON gamification.leaves (tenant, requested_at) WHERE state = 'requested';

-- A student's holidays and approved leave strictly between two days.
CREATE FUNCTION gamification.days_off(student uuid, school text, after_day date, before_day date) RETURNS SETOF date
LANGUAGE sql STABLE AS $$
  SELECT h.day FROM gamification.holidays h
  WHERE h.tenant = school AND h.day > after_day AND h.day < before_day
  UNION
  SELECT d::date FROM gamification.leaves l
  CROSS JOIN generate_series(greatest(l.starts_on, after_day + 1), least(l.ends_on, before_day - 1), interval '1 day') d
  WHERE l.user_id = student AND l.state = 'approved' AND l.ends_on > after_day AND l.starts_on < before_day
$$;

-- A claw-back is an entry of type 'reversal' with what it takes back, below zero; its source is the type and source of
-- the award, so that each is taken back once. Its note says why.
ALTER TABLE gamification.xp_events DROP CONSTRAINT xp_events_amount_check, DROP CONSTRAINT xp_events_base_xp_check,
  DROP CONSTRAINT xp_events_source_id_check;
ALTER TABLE gamification.xp_events ADD COLUMN note text,
  ADD CONSTRAINT xp_events_below_zero CHECK (type = 'reversal' OR base_xp >= 0 AND amount >= 0),
  ADD CONSTRAINT xp_events_source CHECK (length(source_id) BETWEEN 1 AND 250);

-- What was asked for again with another time than the award had: shown to the student with the reason.
CREATE TABLE gamification.xp_refusals (
  user_id     uuid NOT NULL,
  type        text NOT NULL,
  source_id   text NOT NULL,
  times       integer NOT NULL,
  occurred_at timestamptz NOT NULL,                 -- of the latest
  refused_at  timestamptz NOT NULL,
  PRIMARY KEY (user_id, type, source_id)
);

-- Published by education for the SQL of other domains: the outside courses and exams that each batch follows.
CREATE VIEW education.shared_batch_courses AS
  SELECT DISTINCT batch_id, provider, external_course_id FROM education.batch_courses;
