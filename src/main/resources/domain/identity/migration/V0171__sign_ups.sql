-- What those who signed up with an address said of themselves. It waits here until somebody shows a code that was
-- mailed to the address; the account has no password before that.
CREATE TABLE identity.sign_ups (
  id            uuid PRIMARY KEY,
  user_id       uuid NOT NULL REFERENCES identity.users ON DELETE CASCADE,
  password_hash text NOT NULL,
  full_name     text NOT NULL,
  phone         text,
  created_at    timestamptz NOT NULL
);
CREATE INDEX sign_ups_by_user ON identity.sign_ups (user_id, id);

-- more than one has signed up with the address, which is not verified: a code does not tell whose words it proves
ALTER TABLE identity.users ADD COLUMN contested boolean NOT NULL DEFAULT false;

-- Until now a second sign-up took the place of the first and left nothing but a raised generation: whose password is
-- there is not known, so it goes.
UPDATE identity.users SET contested = true, password_hash = NULL
WHERE email_verified_at IS NULL AND generation > 0 AND NOT must_change_password;
INSERT INTO identity.sign_ups (id, user_id, password_hash, full_name, phone, created_at)
  SELECT gen_random_uuid(), id, password_hash, full_name, phone, created_at FROM identity.users
  WHERE email_verified_at IS NULL AND password_hash IS NOT NULL AND NOT must_change_password;
UPDATE identity.users SET password_hash = NULL
WHERE email_verified_at IS NULL AND password_hash IS NOT NULL AND NOT must_change_password;
