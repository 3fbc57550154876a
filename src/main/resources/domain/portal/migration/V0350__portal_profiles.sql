-- The student portal: what students tell of themselves, and who has looked at it.
CREATE SCHEMA portal;

CREATE TABLE portal.profiles (
  user_id        uuid PRIMARY KEY,
  tenant         text NOT NULL,
  roll_number    text,               -- with branch, year and CGPA: only the institution's to change once it is verified
  branch         text,
  study_year     int CHECK (study_year BETWEEN 1 AND 8),
  cgpa           numeric(4, 2) CHECK (cgpa BETWEEN 0 AND 10),
  phone          text,
  city           text,
  region         text,
  headline       text,
  summary        text,
  skills         text[] NOT NULL DEFAULT '{}' CHECK (cardinality(skills) <= 50),
  linkedin_url   text,
  github_url     text,
  portfolio_url  text,
  primary_resume uuid,               -- of files, by id only
  verified_at    timestamptz,
  verified_by    uuid,
  updated_at     timestamptz NOT NULL
);

-- One row a day and person: how often, and when last.
CREATE TABLE portal.profile_views (
  student_id uuid NOT NULL,
  viewer_id  uuid NOT NULL,
  day        date NOT NULL,          -- in Asia/Kolkata
  tenant     text NOT NULL,
  times      int NOT NULL,
  at         timestamptz NOT NULL,
  PRIMARY KEY (student_id, viewer_id, day)
);
CREATE INDEX profile_views_latest ON portal.profile_views (student_id, at DESC, viewer_id);
CREATE INDEX profile_views_of_viewer ON portal.profile_views (viewer_id);
CREATE INDEX profile_views_by_age ON portal.profile_views (at);
