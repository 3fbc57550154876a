-- What has happened in courses, kept when the mirror learns of it: the mirror itself has the present state alone. A row
-- keeps its time. A grade that is revised later on the same day of Asia/Kolkata is told in that day's row. What the first
-- reading of a student's course finds happened before, at a time that Moodle does not tell: it is told at the last visit.
CREATE TABLE moodle.milestones (
  tenant    text NOT NULL,
  user_id   bigint NOT NULL,
  course_id bigint NOT NULL,
  what      text NOT NULL CHECK (what IN ('completed', 'graded')),
  day       date NOT NULL,
  at        timestamptz NOT NULL,
  percent   numeric(5, 2),                       -- of a grade
  PRIMARY KEY (tenant, user_id, course_id, what, day)
);

INSERT INTO moodle.milestones (tenant, user_id, course_id, what, day, at)
  SELECT tenant, user_id, course_id, 'completed',
         (least(last_access_at, updated_at) AT TIME ZONE 'Asia/Kolkata')::date, least(last_access_at, updated_at)
    FROM moodle.enrolments WHERE is_completed;
INSERT INTO moodle.milestones (tenant, user_id, course_id, what, day, at, percent)
  SELECT tenant, user_id, course_id, 'graded',
         (least(last_access_at, updated_at) AT TIME ZONE 'Asia/Kolkata')::date, least(last_access_at, updated_at),
         grade_percent
    FROM moodle.enrolments WHERE grade_percent IS NOT NULL;

CREATE FUNCTION moodle.note_milestones() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  is_first boolean := TG_OP = 'INSERT' OR OLD.grade_percent IS NULL AND NOT OLD.is_completed
    AND cardinality(OLD.completed_activities) = 0;
  happened timestamptz := CASE WHEN is_first THEN least(NEW.last_access_at, NEW.updated_at) ELSE NEW.updated_at END;
  its_day date := (happened AT TIME ZONE 'Asia/Kolkata')::date;
BEGIN
  IF NEW.is_completed AND (TG_OP = 'INSERT' OR NOT OLD.is_completed) THEN
    INSERT INTO moodle.milestones (tenant, user_id, course_id, what, day, at)
      VALUES (NEW.tenant, NEW.user_id, NEW.course_id, 'completed', its_day, happened) ON CONFLICT DO NOTHING;
  END IF;
  IF NEW.grade_percent IS NOT NULL AND (TG_OP = 'INSERT' OR OLD.grade_percent IS DISTINCT FROM NEW.grade_percent) THEN
    INSERT INTO moodle.milestones (tenant, user_id, course_id, what, day, at, percent)
      VALUES (NEW.tenant, NEW.user_id, NEW.course_id, 'graded', its_day, happened, NEW.grade_percent)
      ON CONFLICT (tenant, user_id, course_id, what, day) DO UPDATE SET percent = excluded.percent;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER note_milestones_made AFTER INSERT ON moodle.enrolments FOR EACH ROW
  WHEN (NEW.is_completed OR NEW.grade_percent IS NOT NULL) EXECUTE FUNCTION moodle.note_milestones();
CREATE TRIGGER note_milestones AFTER UPDATE OF is_completed, grade_percent ON moodle.enrolments FOR EACH ROW
  WHEN (OLD.is_completed IS DISTINCT FROM NEW.is_completed OR OLD.grade_percent IS DISTINCT FROM NEW.grade_percent)
  EXECUTE FUNCTION moodle.note_milestones();

-- Published for the SQL of other domains: what students with an account did in Moodle, and when. Activities that were
-- handed in or done keep the time that Moodle tells.
CREATE VIEW moodle.shared_happenings AS
  SELECT a.tenant, a.id AS account_id, h.course_id, c.full_name AS title, h.number, h.what, h.percent, h.at
    FROM identity.shared_accounts a
    JOIN moodle.people p ON p.tenant = a.tenant AND p.email = a.email
    JOIN LATERAL (
      SELECT m.course_id, m.day - DATE '2000-01-01' AS number, m.what, m.percent, m.at FROM moodle.milestones m
       WHERE m.tenant = p.tenant AND m.user_id = p.id
      UNION ALL
      SELECT e.course_id, d.activity, 'activity', NULL, d.at FROM moodle.enrolments e
       CROSS JOIN unnest(e.completed_activities, e.completed_times) AS d (activity, at)
       WHERE e.tenant = p.tenant AND e.user_id = p.id AND e.role = 'student' AND d.at IS NOT NULL
    ) h ON true
    JOIN moodle.courses c ON c.tenant = a.tenant AND c.id = h.course_id
   WHERE a.email_verified;
