-- Who logged in by Moodle, when, and with what result; there is no place for a password.
CREATE TABLE moodle.logins (
  id uuid PRIMARY KEY,
  tenant text NOT NULL,
  at timestamptz NOT NULL,
  way text NOT NULL CHECK (way IN ('sign_in', 'trial')),
  username text NOT NULL,                        -- at Moodle; lower case
  email text,                                    -- lower case; null: not known
  asked_by uuid,                                 -- the administrator of a trial
  result text NOT NULL CHECK (result IN ('right', 'wrong', 'unreachable', 'limited'))
);
CREATE INDEX logins_newest ON moodle.logins (tenant, at DESC, id DESC);
CREATE INDEX logins_old ON moodle.logins (at);
CREATE INDEX logins_email ON moodle.logins (email) WHERE email IS NOT NULL;
