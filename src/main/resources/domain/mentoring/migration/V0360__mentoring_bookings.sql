-- Bookings that are asked for, moved and counted: kinds, notes, versions, what may be done until when, and who did what.

-- The rules that are in force at the start of a meeting decide about it. An empty tenant: for all that have no own row.
CREATE TABLE mentoring.terms (
  tenant                text NOT NULL,
  valid_from            timestamptz NOT NULL,
  book_notice_minutes   integer NOT NULL CHECK (book_notice_minutes BETWEEN 0 AND 43200),
  change_notice_minutes integer NOT NULL CHECK (change_notice_minutes BETWEEN 0 AND 43200),
  answer_minutes        integer NOT NULL CHECK (answer_minutes BETWEEN 10 AND 43200),
  hold_minutes          integer NOT NULL CHECK (hold_minutes BETWEEN 1 AND 60),
  minutes_per_token     integer NOT NULL CHECK (minutes_per_token BETWEEN 1 AND 240),
  absent_percent        integer NOT NULL CHECK (absent_percent BETWEEN 0 AND 100),
  source                text NOT NULL CHECK (length(source) BETWEEN 1 AND 300),
  PRIMARY KEY (tenant, valid_from)
);
INSERT INTO mentoring.terms VALUES ('', '2000-01-01T00:00:00Z', 0, 720, 1440, 5, 30, 50,
  'Standard: changes until 12 hours before, a token for 30 minutes, half of the earning when the student is absent');

CREATE FUNCTION mentoring.change_notice(asked text, starts timestamptz) RETURNS interval LANGUAGE sql STABLE AS $$
  SELECT make_interval(mins => t.change_notice_minutes) FROM mentoring.terms t
   WHERE t.tenant IN ('', asked) AND t.valid_from <= starts ORDER BY t.tenant = '', t.valid_from DESC LIMIT 1
$$;

-- How a mentor takes bookings; people without a row take them at once.
CREATE TABLE mentoring.mentors (
  user_id        uuid PRIMARY KEY,
  tenant         text NOT NULL,
  on_approval    boolean NOT NULL DEFAULT false,
  notice_minutes integer CHECK (notice_minutes BETWEEN 0 AND 43200),
  buffer_minutes integer NOT NULL DEFAULT 0 CHECK (buffer_minutes BETWEEN 0 AND 240),
  changed_at     timestamptz NOT NULL
);

ALTER TABLE mentoring.slots
  ADD COLUMN held_by    uuid,
  ADD COLUMN held_until timestamptz;

ALTER TABLE mentoring.bookings
  ADD COLUMN kind            text NOT NULL DEFAULT 'career_guidance'
    CHECK (kind IN ('technical_mock', 'resume_review', 'career_guidance', 'super_mentor')),
  ADD COLUMN notes           text CHECK (length(notes) <= 2000),
  ADD COLUMN version         integer NOT NULL DEFAULT 1,
  ADD COLUMN refund_until    timestamptz,   -- null in rows of earlier releases: 12 hours before the start
  ADD COLUMN answer_by       timestamptz,   -- of a request
  ADD COLUMN absent          text CHECK (absent IN ('mentor', 'student', 'both')),
  ADD COLUMN price           integer NOT NULL DEFAULT 0 CHECK (price >= 0),
  ADD COLUMN price_fate      text CHECK (price_fate IN ('held', 'returned', 'spent')),
  ADD COLUMN cancel_asked_at timestamptz,   -- when the student asked the mentor to agree that it is cancelled
  ADD COLUMN changed_at      timestamptz,
  DROP CONSTRAINT bookings_state_check,
  ADD CONSTRAINT bookings_state_check CHECK (state IN ('requested', 'booked', 'completed', 'missed', 'cancelled',
    'declined', 'expired'));

-- Whoever takes a slot takes it alone: in booking, in moving, and while a request waits for its answer.
CREATE UNIQUE INDEX bookings_take_a_slot ON mentoring.bookings (slot_id)
  WHERE state IN ('requested', 'booked', 'completed', 'missed');
DROP INDEX mentoring.bookings_one_a_slot;
CREATE INDEX bookings_to_answer ON mentoring.bookings (answer_by) WHERE state = 'requested';

-- Each change of a booking: who, when and why.
CREATE TABLE mentoring.booking_changes (
  booking_id uuid NOT NULL REFERENCES mentoring.bookings,
  version    integer NOT NULL,
  state      text NOT NULL,
  starts_at  timestamptz NOT NULL,
  changed_by uuid,          -- null: the product itself
  why        text,
  at         timestamptz NOT NULL,
  PRIMARY KEY (booking_id, version)
);
