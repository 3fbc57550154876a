-- Warnings: strikes against students. Ids of people are identity's.
CREATE SCHEMA standing;

-- One row for each student who was ever warned: whoever changes a student's warnings locks it first.
CREATE TABLE standing.strikes (
  student_id   uuid PRIMARY KEY,
  tenant       text NOT NULL,
  active       int NOT NULL DEFAULT 0 CHECK (active >= 0),   -- how many of the warnings below are
  escalated_at timestamptz                                   -- when the third came; null with fewer
);
CREATE INDEX strikes_escalated ON standing.strikes (tenant, escalated_at DESC) WHERE escalated_at IS NOT NULL;

CREATE TABLE standing.warnings (
  id          uuid PRIMARY KEY,
  tenant      text NOT NULL,
  student_id  uuid NOT NULL,
  type        text NOT NULL CHECK (type IN ('attendance', 'performance', 'payment', 'behavior', 'submission')),
  severity    text NOT NULL CHECK (severity IN ('low', 'medium', 'high', 'critical')),
  description text NOT NULL CHECK (length(description) BETWEEN 1 AND 500),
  absent_on   date,               -- the day in Asia/Kolkata that the product itself warned of; null when a person did
  active      boolean NOT NULL,
  escalated   boolean NOT NULL,   -- whether it was the third
  created_by  uuid,               -- null: the product itself
  created_at  timestamptz NOT NULL,
  resolved_by uuid,
  resolved_at timestamptz,
  CHECK (active = (resolved_at IS NULL)),
  CONSTRAINT warnings_once_a_day UNIQUE (student_id, absent_on)
);
CREATE INDEX warnings_of_student ON standing.warnings (student_id, created_at DESC, id DESC);

-- Days whose absences were gone through, so that one which the schedule missed is made up for.
CREATE TABLE standing.warned_days (
  day     date PRIMARY KEY,
  done_at timestamptz NOT NULL
);

-- Published for the SQL of other domains: every warning of every student.
CREATE VIEW standing.shared_warnings AS
  SELECT student_id, tenant, type, severity, active, created_at FROM standing.warnings;

-- Published by education for the SQL of other domains: who has a seat in which batch, and who leads and mentors there.
CREATE VIEW education.shared_students AS
  SELECT a.tenant, a.user_id AS student_id, a.batch_id, a.state, b.state AS batch_state, b.batch_lead_id,
         b.super_mentor_id, a.enrolled_at
    FROM education.applications a JOIN education.batches b ON b.id = a.batch_id
   WHERE a.state IN ('paid', 'batch_allocated', 'enrolled');
CREATE INDEX batches_of_super_mentor ON education.batches (super_mentor_id) WHERE super_mentor_id IS NOT NULL;

-- Published by education: the marks of those who have a seat there still.
CREATE VIEW education.shared_attendance AS
  SELECT s.tenant, m.user_id AS student_id, m.batch_id, m.session_on, m.state
    FROM education.attendance m
    JOIN education.shared_students s ON s.batch_id = m.batch_id AND s.student_id = m.user_id;
