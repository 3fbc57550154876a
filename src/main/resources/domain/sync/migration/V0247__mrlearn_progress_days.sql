-- How far the learners of a mirrored course were after the last sync of each day, for the chart of the course.
CREATE TABLE mrlearn.progress_days (
  tenant           text NOT NULL,
  graphy_course_id text NOT NULL,
  day              date NOT NULL,             -- of Asia/Kolkata
  learners         int NOT NULL,              -- without those who are no longer enrolled
  completed        int NOT NULL,
  mean             numeric(5, 2) NOT NULL,    -- of their progress, in percent
  PRIMARY KEY (tenant, graphy_course_id, day)
);
CREATE INDEX progress_days_by_day ON mrlearn.progress_days (day);
