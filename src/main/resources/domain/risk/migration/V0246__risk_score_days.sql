-- The last score of each day, for the trend of a student. The newest score of all is in risk.scores.
CREATE TABLE risk.score_days (
  student_id uuid NOT NULL,
  batch_id   uuid NOT NULL,
  tenant     text NOT NULL,
  day        date NOT NULL,           -- of Asia/Kolkata
  score      numeric(4, 1) NOT NULL CHECK (score BETWEEN 0 AND 100),
  tier       text NOT NULL CHECK (tier IN ('low', 'medium', 'high')),
  PRIMARY KEY (student_id, batch_id, day)
);
CREATE INDEX score_days_by_day ON risk.score_days (day);
