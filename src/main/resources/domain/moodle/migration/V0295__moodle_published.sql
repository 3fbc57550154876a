-- What the SQL of other domains may see of the mirror: people, courses with their places, and how fresh it all is.
CREATE INDEX courses_short_name ON moodle.courses (tenant, lower(short_name));

CREATE VIEW moodle.shared_people AS
  SELECT tenant, id, username, full_name, email FROM moodle.people;

CREATE VIEW moodle.shared_courses AS
  SELECT c.tenant, c.id, c.short_name, c.full_name, d.name AS department, k.name AS campus, s.name AS semester,
         (SELECT count(*) FROM moodle.enrolments e
           WHERE e.tenant = c.tenant AND e.course_id = c.id AND e.gone_at IS NULL AND NOT e.suspended
             AND e.role = 'student') AS students
    FROM moodle.courses c
    LEFT JOIN moodle.categories x ON x.tenant = c.tenant AND x.id = c.category_id
    LEFT JOIN moodle.categories k ON k.tenant = c.tenant AND k.id = x.path[1]
    LEFT JOIN moodle.categories s ON s.tenant = c.tenant AND s.id = x.path[2]
    LEFT JOIN moodle.categories d ON d.tenant = c.tenant AND d.id = x.path[3];

CREATE VIEW moodle.shared_syncs AS
  SELECT tenant, max(ended_at) AS completed_at FROM moodle.sync_log WHERE status = 'completed' GROUP BY tenant;
