-- The score that an award was given with: said when it is explained, and what tells a failed test from a passed one.
ALTER TABLE gamification.xp_events ADD COLUMN score numeric(5, 2) CHECK (score BETWEEN 0 AND 100);

-- Published by gamification: tests with what they were scored, those that were taken back left out.
CREATE VIEW gamification.shared_tests AS
  SELECT e.user_id AS student_id, e.source_id, e.score, e.occurred_at FROM gamification.xp_events e
   WHERE e.type = 'test_taken' AND e.score IS NOT NULL AND NOT EXISTS (
     SELECT FROM gamification.xp_events r
      WHERE r.user_id = e.user_id AND r.type = 'reversal' AND r.source_id = e.type || ':' || e.source_id);
