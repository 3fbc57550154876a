-- Mentors' slots and who booked them. Ids of people are identity's.
CREATE SCHEMA mentoring;

-- A mentor's slots that are open or booked never overlap: whoever adds some holds the mentor's advisory lock.
CREATE TABLE mentoring.slots (
  id         uuid PRIMARY KEY,
  tenant     text NOT NULL,
  mentor_id  uuid NOT NULL,
  starts_at  timestamptz NOT NULL,
  ends_at    timestamptz NOT NULL CHECK (ends_at > starts_at),
  state      text NOT NULL CHECK (state IN ('open', 'booked', 'cancelled', 'expired')),
  created_at timestamptz NOT NULL
);
CREATE INDEX slots_of_tenant ON mentoring.slots (tenant, starts_at, id);
CREATE INDEX slots_of_mentor ON mentoring.slots (mentor_id, starts_at);
CREATE INDEX slots_open ON mentoring.slots (starts_at) WHERE state = 'open';

-- A booking is a meeting to be; its id is the meeting's. Times are copied: they stay when the slot is opened again.
CREATE TABLE mentoring.bookings (
  id            uuid PRIMARY KEY,
  tenant        text NOT NULL,
  slot_id       uuid NOT NULL REFERENCES mentoring.slots,
  mentor_id     uuid NOT NULL,
  student_id    uuid NOT NULL CHECK (student_id <> mentor_id),
  title         text NOT NULL CHECK (length(title) BETWEEN 1 AND 200),
  starts_at     timestamptz NOT NULL,
  ends_at       timestamptz NOT NULL,
  state         text NOT NULL CHECK (state IN ('booked', 'completed', 'cancelled', 'missed')),
  cancelled_by  uuid,
  cancel_reason text,
  started_at    timestamptz,   -- when both were there for the first time
  ended_at      timestamptz,
  created_at    timestamptz NOT NULL
);
CREATE UNIQUE INDEX bookings_one_a_slot ON mentoring.bookings (slot_id) WHERE state <> 'cancelled';
CREATE INDEX bookings_of_mentor ON mentoring.bookings (mentor_id, starts_at DESC);
CREATE INDEX bookings_of_student ON mentoring.bookings (student_id, starts_at DESC);
CREATE INDEX bookings_to_come ON mentoring.bookings (ends_at) WHERE state = 'booked';
