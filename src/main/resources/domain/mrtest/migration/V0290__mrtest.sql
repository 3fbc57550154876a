-- Mr. Test (EzExam). The staff account by which the site is read: one for each tenant.
CREATE SCHEMA mrtest;

CREATE TABLE mrtest.logins (
  tenant text PRIMARY KEY,
  username text NOT NULL,
  password text NOT NULL,                        -- sealed
  session text,                                  -- sealed; null after a refusal
  version bigint NOT NULL DEFAULT 1,             -- grows with each login
  authenticated_at timestamptz NOT NULL,
  refused_at timestamptz                         -- the password is not tried again until somebody logs in
);
