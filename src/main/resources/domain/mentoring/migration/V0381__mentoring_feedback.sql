-- Feedback after a meeting that took place: the student rates the mentor, the mentor says how the student did.

-- Five ratings of 3.5 are thought beside those that were given, so that a few do not rank above many.
CREATE FUNCTION mentoring.weighted_rating(stars bigint, ratings bigint) RETURNS double precision
LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN ratings = 0 THEN 0 ELSE round((stars + 17.5) / (ratings + 5), 2) END::double precision
$$;
ALTER TABLE mentoring.mentors DROP COLUMN rating;
ALTER TABLE mentoring.mentors ADD COLUMN rating double precision
  GENERATED ALWAYS AS (mentoring.weighted_rating(rating_sum, ratings)) STORED;
CREATE INDEX mentors_by_rating ON mentoring.mentors (tenant, rating DESC, completed DESC, user_id) WHERE listed;
CREATE INDEX mentors_by_meetings ON mentoring.mentors (tenant, completed DESC, rating DESC, user_id) WHERE listed;

CREATE TABLE mentoring.ratings (
  booking_id uuid PRIMARY KEY REFERENCES mentoring.bookings,
  tenant     text NOT NULL,
  mentor_id  uuid NOT NULL,
  student_id uuid NOT NULL,
  stars      integer NOT NULL CHECK (stars BETWEEN 1 AND 5),
  on_time    boolean NOT NULL,
  tags       text[] NOT NULL DEFAULT '{}',
  comment    text CHECK (length(comment) BETWEEN 1 AND 2000),
  given_at   timestamptz NOT NULL,
  changed_at timestamptz NOT NULL
);
CREATE INDEX ratings_of_mentor ON mentoring.ratings (mentor_id, given_at);

CREATE TABLE mentoring.reviews (
  booking_id   uuid PRIMARY KEY REFERENCES mentoring.bookings,
  tenant       text NOT NULL,
  mentor_id    uuid NOT NULL,
  student_id   uuid NOT NULL,
  kind         text NOT NULL,
  verdict      text CHECK (verdict IN ('ready', 'needs_practice', 'not_ready')),
  strengths    text CHECK (length(strengths) BETWEEN 1 AND 2000),
  improve      text CHECK (length(improve) BETWEEN 1 AND 2000),
  private_note text CHECK (length(private_note) BETWEEN 1 AND 2000),
  given_at     timestamptz NOT NULL,
  changed_at   timestamptz NOT NULL
);
CREATE INDEX reviews_of_student ON mentoring.reviews (student_id, given_at DESC);

CREATE TABLE mentoring.review_scores (
  booking_id uuid NOT NULL REFERENCES mentoring.reviews ON DELETE CASCADE,
  criterion  text NOT NULL,
  score      integer NOT NULL CHECK (score BETWEEN 1 AND 5),
  PRIMARY KEY (booking_id, criterion)
);
