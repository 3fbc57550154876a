-- Scores of tests as their source tells them now: by a better attempt or a revised marking they may be others than
-- those that the awards were given with, which stay as they were.
CREATE TABLE gamification.test_scores (
  user_id uuid NOT NULL,
  source_id text NOT NULL,
  score numeric(5, 2) NOT NULL CHECK (score BETWEEN 0 AND 100),
  told_at timestamptz NOT NULL,                  -- what is older changes nothing
  PRIMARY KEY (user_id, source_id)
);

CREATE OR REPLACE VIEW gamification.shared_tests AS
  SELECT e.user_id AS student_id, e.source_id,
         coalesce((SELECT t.score FROM gamification.test_scores t
           WHERE t.user_id = e.user_id AND t.source_id = e.source_id), e.score)::numeric(5, 2) AS score, e.occurred_at
    FROM gamification.xp_events e
   WHERE e.type = 'test_taken' AND e.score IS NOT NULL AND NOT EXISTS (
     SELECT FROM gamification.xp_events r
      WHERE r.user_id = e.user_id AND r.type = 'reversal' AND r.source_id = e.type || ':' || e.source_id
        AND gamification.is_taken_back(e.user_id, r.source_id));

CREATE OR REPLACE VIEW gamification.shared_work AS
  SELECT e.user_id AS student_id, e.type, e.source_id, CASE e.type WHEN 'test_taken' THEN
         coalesce((SELECT t.score FROM gamification.test_scores t
           WHERE t.user_id = e.user_id AND t.source_id = e.source_id), e.score) ELSE e.score END::numeric(5, 2) AS score,
         e.occurred_at
    FROM gamification.xp_events e
   WHERE (e.type = 'assignment_submitted' OR e.type = 'test_taken' AND e.score IS NOT NULL) AND NOT EXISTS (
     SELECT FROM gamification.xp_events r
      WHERE r.user_id = e.user_id AND r.type = 'reversal' AND r.source_id = e.type || ':' || e.source_id
        AND gamification.is_taken_back(e.user_id, r.source_id));
