-- Sign-ins that began and have not come back from Google. What proves them is kept by the browser alone.
CREATE SCHEMA google;
CREATE TABLE google.sign_ins (
  state bytea PRIMARY KEY,                       -- SHA-256 of the state in the address
  tenant text NOT NULL,
  redirect_uri text NOT NULL,
  expires_at timestamptz NOT NULL
);
CREATE INDEX sign_ins_end ON google.sign_ins (expires_at);
