-- When a tenant looks for new learners, where it has said so; the others follow the two settings of the installation.
CREATE TABLE mrlearn.new_student_crons (
  tenant         text PRIMARY KEY,
  enabled        boolean NOT NULL,
  interval_hours int NOT NULL,
  changed_by     uuid,
  changed_at     timestamptz NOT NULL
);
