-- Up to three cards a day for each student.
CREATE SCHEMA dailycards;

-- What a student was given last. Whoever changes the cards raises the version, by which caches know the newer one.
CREATE TABLE dailycards.hands (
  student_id uuid PRIMARY KEY,
  tenant     text NOT NULL,
  day        date NOT NULL,             -- in Asia/Kolkata
  expires_at timestamptz NOT NULL,
  version    bigint NOT NULL
);
CREATE INDEX hands_by_expiry ON dailycards.hands (expires_at);

CREATE TABLE dailycards.cards (
  id         uuid PRIMARY KEY,
  student_id uuid NOT NULL REFERENCES dailycards.hands ON DELETE CASCADE,
  type       text NOT NULL CHECK (type IN ('top_priority', 'deadline_alert', 'weak_area_nudge')),
  title      text NOT NULL,
  body       text NOT NULL,
  priority   int NOT NULL,              -- 1 is shown first
  cta_label  text NOT NULL,
  cta_link   text NOT NULL,
  expires_at timestamptz NOT NULL,
  dismissed  boolean NOT NULL DEFAULT false,
  created_at timestamptz NOT NULL,
  CONSTRAINT cards_one_of_a_type UNIQUE (student_id, type)
);

-- Published by education: as before, and when the batch ends.
CREATE OR REPLACE VIEW education.shared_students AS
  SELECT a.tenant, a.user_id AS student_id, a.batch_id, a.state, b.state AS batch_state, b.batch_lead_id,
         b.super_mentor_id, a.enrolled_at, b.name AS batch_name, b.ends_on
    FROM education.applications a JOIN education.batches b ON b.id = a.batch_id
   WHERE a.state IN ('paid', 'batch_allocated', 'enrolled');
