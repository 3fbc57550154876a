-- Mentors: what they say of themselves, and their weekly hours, which are expanded when somebody looks.
ALTER TABLE mentoring.mentors
  ADD COLUMN job          text CHECK (length(job) BETWEEN 1 AND 120),
  ADD COLUMN company      text CHECK (length(company) BETWEEN 1 AND 120),
  ADD COLUMN institute    text CHECK (length(institute) BETWEEN 1 AND 200),
  ADD COLUMN description  text CHECK (length(description) BETWEEN 1 AND 4000),
  ADD COLUMN skills       text[] NOT NULL DEFAULT '{}',
  ADD COLUMN categories   text[] NOT NULL DEFAULT '{}',
  ADD COLUMN languages    text[] NOT NULL DEFAULT '{}',
  ADD COLUMN kinds        text[] NOT NULL DEFAULT '{career_guidance}',
  ADD COLUMN photo_id     uuid,
  ADD COLUMN zone         text NOT NULL DEFAULT 'Asia/Kolkata',
  ADD COLUMN slot_minutes integer NOT NULL DEFAULT 30 CHECK (slot_minutes BETWEEN 10 AND 240),
  ADD COLUMN horizon_days integer NOT NULL DEFAULT 28 CHECK (horizon_days BETWEEN 1 AND 90),
  ADD COLUMN listed       boolean NOT NULL DEFAULT false,
  ADD COLUMN rating_sum   bigint NOT NULL DEFAULT 0,
  ADD COLUMN ratings      integer NOT NULL DEFAULT 0,
  ADD COLUMN completed    integer NOT NULL DEFAULT 0,
  ADD COLUMN rating       double precision GENERATED ALWAYS AS
    (CASE WHEN ratings = 0 THEN 0 ELSE round(rating_sum::numeric / ratings, 2) END) STORED,
  -- what is searched, in lower case; texts of skills and categories are kept in it, too
  ADD COLUMN words        text[] NOT NULL DEFAULT '{}';
CREATE INDEX mentors_by_rating ON mentoring.mentors (tenant, rating DESC, completed DESC, user_id) WHERE listed;
CREATE INDEX mentors_by_meetings ON mentoring.mentors (tenant, completed DESC, rating DESC, user_id) WHERE listed;
CREATE INDEX mentors_by_word ON mentoring.mentors USING gin (words) WHERE listed;

-- Minutes of the day in the mentor's zone; 1440 is its end.
CREATE TABLE mentoring.hours (
  mentor_id    uuid NOT NULL REFERENCES mentoring.mentors,
  weekday      integer NOT NULL CHECK (weekday BETWEEN 1 AND 7),   -- Monday is 1
  from_minute  integer NOT NULL CHECK (from_minute BETWEEN 0 AND 1439),
  until_minute integer NOT NULL CHECK (until_minute > from_minute AND until_minute <= 1440),
  PRIMARY KEY (mentor_id, weekday, from_minute)
);

-- Days on which other hours hold than those of the week; none at all where the minutes are null.
CREATE TABLE mentoring.other_hours (
  mentor_id    uuid NOT NULL REFERENCES mentoring.mentors,
  day          date NOT NULL,
  number       integer NOT NULL,
  from_minute  integer CHECK (from_minute BETWEEN 0 AND 1439),
  until_minute integer CHECK (until_minute > from_minute AND until_minute <= 1440),
  PRIMARY KEY (mentor_id, day, number)
);

-- A slot that came of the hours when a student wanted it; one that its mentor took back keeps its time closed.
ALTER TABLE mentoring.slots ADD COLUMN of_hours boolean NOT NULL DEFAULT false;
CREATE INDEX bookings_taken ON mentoring.bookings (mentor_id, starts_at) WHERE state IN ('requested', 'booked');
