-- An index that begins with the tenant was taken, while the tables were empty, for looking a person up by id, and read all
-- people of the tenant each time.
DROP INDEX moodle.people_email;
DROP INDEX moodle.people_username;
DROP INDEX moodle.enrolments_user;
CREATE INDEX people_email ON moodle.people (email, tenant);
CREATE INDEX people_username ON moodle.people (username, tenant);
CREATE INDEX enrolments_user ON moodle.enrolments (user_id, tenant);
