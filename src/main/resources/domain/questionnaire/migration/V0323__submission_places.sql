-- The programme of the course, and the place of who answers: all as they were at that time.
ALTER TABLE questionnaire.submissions ADD COLUMN program text, ADD COLUMN home_campus text,
  ADD COLUMN home_department text, ADD COLUMN home_program text;

-- An answer whose course belongs nowhere, or that has none, counts where the one who answers belongs.
CREATE OR REPLACE VIEW questionnaire.shared_submissions AS
  SELECT id, tenant, version_id, respondent_id, faculty, faculty_name, course, course_name,
         coalesce(department, home_department) AS department,
         coalesce(campus, home_campus) AS campus, period, percent, comment, clean, created_at,
         coalesce(program, home_program) AS program
    FROM questionnaire.submissions;
