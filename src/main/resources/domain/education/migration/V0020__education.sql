-- Batches, who is in them, which outside courses they follow, and who came.
-- User ids are identity's and external course ids the learning systems': references across schemas are by id only.
CREATE SCHEMA education;

CREATE TABLE education.batches (
  id              uuid PRIMARY KEY,
  tenant          text NOT NULL,
  code            text NOT NULL CHECK (code ~ '^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$'),
  name            text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
  state           text NOT NULL CHECK (state IN ('planned', 'active', 'completed', 'archived')),
  starts_on       date NOT NULL,
  ends_on         date CHECK (ends_on >= starts_on),
  batch_lead_id   uuid,
  super_mentor_id uuid,
  created_at      timestamptz NOT NULL,
  updated_at      timestamptz NOT NULL
);
CREATE UNIQUE INDEX batches_code ON education.batches (tenant, lower(code));
CREATE INDEX batches_of_lead ON education.batches (batch_lead_id) WHERE batch_lead_id IS NOT NULL;

-- An application is the enrolment too: its state says how far the person has come.
CREATE TABLE education.applications (
  id               uuid PRIMARY KEY,
  tenant           text NOT NULL,
  batch_id         uuid NOT NULL REFERENCES education.batches (id),
  user_id          uuid NOT NULL,
  state            text NOT NULL CHECK (state IN ('applied', 'screening', 'accepted', 'paid', 'batch_allocated',
                                                  'enrolled', 'completed', 'withdrawn', 'rejected')),
  state_reason     text CHECK (length(state_reason) <= 500),
  -- what the student's dashboard still asks for, while false
  mou_signed       boolean NOT NULL,
  payment_done     boolean NOT NULL,
  diagnostic_done  boolean NOT NULL,
  created_at       timestamptz NOT NULL,
  state_changed_at timestamptz NOT NULL,
  -- when the state first was 'enrolled'; tenure counts from here
  enrolled_at      timestamptz
);
-- who was turned away or left may apply again; nobody is in a batch twice
CREATE UNIQUE INDEX applications_one_live ON education.applications (batch_id, user_id)
  WHERE state NOT IN ('withdrawn', 'rejected');
CREATE INDEX applications_of_batch ON education.applications (batch_id, created_at DESC, id DESC);
CREATE INDEX applications_of_user ON education.applications (user_id);
CREATE INDEX applications_of_tenant ON education.applications (tenant, created_at DESC, id DESC);

CREATE TABLE education.batch_courses (
  id                 uuid PRIMARY KEY,
  batch_id           uuid NOT NULL REFERENCES education.batches (id) ON DELETE CASCADE,
  provider           text NOT NULL CHECK (provider IN ('mrlearn', 'mrtest')),
  external_course_id text NOT NULL CHECK (length(external_course_id) BETWEEN 1 AND 100),
  roadmap_item_id    text CHECK (length(roadmap_item_id) BETWEEN 1 AND 100),
  sequence           int NOT NULL CHECK (sequence BETWEEN 1 AND 10000),
  course_url         text CHECK (length(course_url) <= 500),
  created_at         timestamptz NOT NULL,
  -- one course may serve several roadmap items of a batch
  CONSTRAINT batch_courses_once UNIQUE NULLS NOT DISTINCT (batch_id, provider, external_course_id, roadmap_item_id)
);
CREATE INDEX batch_courses_of_course ON education.batch_courses (provider, external_course_id);

CREATE TABLE education.attendance (
  batch_id   uuid NOT NULL REFERENCES education.batches (id),
  session_on date NOT NULL,           -- the day in Asia/Kolkata
  user_id    uuid NOT NULL,
  state      text NOT NULL CHECK (state IN ('present', 'absent', 'late', 'excused')),
  source     text NOT NULL CHECK (source IN ('manual', 'meeting', 'import')),
  marked_by  uuid,                    -- null when the product itself marked
  marked_at  timestamptz NOT NULL,
  PRIMARY KEY (batch_id, session_on, user_id)
);
CREATE INDEX attendance_of_user ON education.attendance (user_id, session_on);
CREATE INDEX attendance_absences ON education.attendance (session_on) WHERE state = 'absent';
