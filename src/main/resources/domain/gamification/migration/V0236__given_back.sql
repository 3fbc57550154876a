-- A claw-back that was a mistake is undone by another entry, and that one again. All entries about one award are of
-- type 'reversal': the first has the award's type and source as its source, the second '2:' before it, and so on. The
-- odd ones take back, the even ones give back. No type of award begins with a digit.
CREATE FUNCTION gamification.reversed_award(source text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN regexp_replace(source, '^[0-9]+:', '');
CREATE FUNCTION gamification.reversed_type(source text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN split_part(regexp_replace(source, '^[0-9]+:', ''), ':', 1);
CREATE FUNCTION gamification.reversal_sign(source text) RETURNS int LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN CASE WHEN source ~ '^[0-9]*[02468]:' THEN 1 ELSE -1 END;

-- Whether the award is taken back now. Asked only of awards that were taken back at least once.
CREATE FUNCTION gamification.is_taken_back(student uuid, award text) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE
  RETURN (SELECT count(*) % 2 = 1 FROM gamification.xp_events r
           WHERE r.user_id = student AND r.type = 'reversal' AND gamification.reversed_award(r.source_id) = award);

CREATE OR REPLACE VIEW gamification.shared_tests AS
  SELECT e.user_id AS student_id, e.source_id, e.score, e.occurred_at FROM gamification.xp_events e
   WHERE e.type = 'test_taken' AND e.score IS NOT NULL AND NOT EXISTS (
     SELECT FROM gamification.xp_events r
      WHERE r.user_id = e.user_id AND r.type = 'reversal' AND r.source_id = e.type || ':' || e.source_id
        AND gamification.is_taken_back(e.user_id, r.source_id));

-- Published for the SQL of other domains: assignments and scored tests, those that were taken back left out. A test
-- without a score is practice and says nothing.
CREATE VIEW gamification.shared_work AS
  SELECT e.user_id AS student_id, e.type, e.source_id, e.score, e.occurred_at FROM gamification.xp_events e
   WHERE (e.type = 'assignment_submitted' OR e.type = 'test_taken' AND e.score IS NOT NULL) AND NOT EXISTS (
     SELECT FROM gamification.xp_events r
      WHERE r.user_id = e.user_id AND r.type = 'reversal' AND r.source_id = e.type || ':' || e.source_id
        AND gamification.is_taken_back(e.user_id, r.source_id));

-- Published for the SQL of other domains: the holidays of each school, in days of Asia/Kolkata.
CREATE VIEW gamification.shared_holidays AS SELECT tenant, day FROM gamification.holidays;
