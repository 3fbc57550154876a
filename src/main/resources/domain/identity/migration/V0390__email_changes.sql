-- the address that an account is to get: kept until who reads its mails confirms it, or until the code expires
CREATE TABLE identity.email_changes (
  user_id    uuid PRIMARY KEY REFERENCES identity.users ON DELETE CASCADE,
  email      text NOT NULL CHECK (email = lower(email)),
  code_hash  bytea,                                        -- null: no code is made yet
  attempts   integer NOT NULL DEFAULT 0,
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL
);
CREATE INDEX email_changes_by_expiry ON identity.email_changes (expires_at);
