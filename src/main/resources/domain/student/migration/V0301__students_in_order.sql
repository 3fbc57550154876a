-- Lets every order of the list be read from an index, so that its first page costs as much in a large school as in a small
-- one. Unknown times come last either way, which takes an index for each way.
CREATE INDEX students_by_average ON student.students (tenant, average_progress, email_key);
CREATE INDEX students_by_lowest ON student.students (tenant, lowest_progress, email_key);
CREATE INDEX students_by_courses ON student.students (tenant, enrolments, email_key);
CREATE INDEX students_by_time ON student.students (tenant, total_time_seconds, email_key);
CREATE INDEX students_by_enrolled ON student.students (tenant, enrolled_at, email_key);
CREATE INDEX students_by_enrolled_last ON student.students (tenant, enrolled_at DESC NULLS LAST, email_key DESC);
CREATE INDEX students_by_accessed ON student.students (tenant, last_accessed_at, email_key);
CREATE INDEX students_by_accessed_last ON student.students (tenant, last_accessed_at DESC NULLS LAST, email_key DESC);

-- How many students a tenant has: to count them for each page would cost more than the page.
CREATE TABLE student.totals (
  tenant   text PRIMARY KEY,
  students bigint NOT NULL
);

INSERT INTO student.totals SELECT tenant, count(*) FROM student.students GROUP BY tenant;

CREATE FUNCTION student.count_added() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO student.totals AS t SELECT tenant, count(*) FROM added GROUP BY tenant ORDER BY tenant
    ON CONFLICT (tenant) DO UPDATE SET students = t.students + excluded.students;
  RETURN NULL;
END $$;

CREATE FUNCTION student.count_removed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO student.totals AS t SELECT tenant, -count(*) FROM removed GROUP BY tenant ORDER BY tenant
    ON CONFLICT (tenant) DO UPDATE SET students = t.students + excluded.students;
  RETURN NULL;
END $$;

CREATE TRIGGER students_added AFTER INSERT ON student.students REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION student.count_added();
CREATE TRIGGER students_removed AFTER DELETE ON student.students REFERENCING OLD TABLE AS removed
  FOR EACH STATEMENT EXECUTE FUNCTION student.count_removed();
