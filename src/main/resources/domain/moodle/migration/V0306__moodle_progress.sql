-- What the SQL of other domains may see of how far students are in Moodle's courses. An account is a person's by its
-- whole, verified address, as for what is awarded.
CREATE VIEW moodle.shared_progress AS
  SELECT e.tenant, a.id AS account_id, e.user_id, e.course_id, c.short_name, c.full_name, e.progress_percent,
         e.grade_percent, e.is_completed, e.last_access_at, e.suspended,
         e.gone_at IS NOT NULL OR c.gone_at IS NOT NULL AS gone, c.visible
    FROM identity.shared_accounts a
    JOIN moodle.people p ON p.tenant = a.tenant AND p.email = a.email
    JOIN moodle.enrolments e ON e.tenant = p.tenant AND e.user_id = p.id
    JOIN moodle.courses c ON c.tenant = e.tenant AND c.id = e.course_id
   WHERE a.email_verified AND e.role = 'student';
