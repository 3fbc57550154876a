-- Where people and courses belong, for the SQL of other domains.
CREATE OR REPLACE VIEW moodle.shared_people AS
  SELECT p.tenant, p.id, p.username, p.full_name, p.email, p.campus, d.name AS department, g.name AS program
    FROM moodle.people p
    LEFT JOIN moodle.categories d ON d.tenant = p.tenant AND d.id = p.department_id
    LEFT JOIN moodle.categories g ON g.tenant = p.tenant AND g.id = p.program_id;

CREATE OR REPLACE VIEW moodle.shared_courses AS
  SELECT c.tenant, c.id, c.short_name, c.full_name, d.name AS department, k.name AS campus, s.name AS semester,
         (SELECT count(*) FROM moodle.enrolments e
           WHERE e.tenant = c.tenant AND e.course_id = c.id AND e.gone_at IS NULL AND NOT e.suspended
             AND e.role = 'student') AS students,
         g.name AS program
    FROM moodle.courses c
    LEFT JOIN moodle.categories x ON x.tenant = c.tenant AND x.id = c.category_id
    LEFT JOIN moodle.categories k ON k.tenant = c.tenant AND k.id = x.path[1]
    LEFT JOIN moodle.categories s ON s.tenant = c.tenant AND s.id = x.path[2]
    LEFT JOIN moodle.categories d ON d.tenant = c.tenant AND d.id = x.path[3]
    LEFT JOIN moodle.categories g ON g.tenant = c.tenant AND g.id = x.path[4];
