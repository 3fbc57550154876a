-- Progress may change without a visit: a grade is given or revised, or Moodle's cron completes the course. So it is read
-- again after a while; what was mirrored before this column existed comes first.
ALTER TABLE moodle.enrolments
  ADD COLUMN progress_read_at timestamptz NOT NULL DEFAULT to_timestamp(0); -- or when it was seen first
CREATE INDEX enrolments_read ON moodle.enrolments (tenant, progress_read_at)
  WHERE gone_at IS NULL AND NOT suspended AND NOT progress_due;
