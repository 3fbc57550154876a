-- Accounts elsewhere with which people log in here. Known by what the issuer says never changes, not by the address.
CREATE TABLE identity.outside_accounts (
  tenant text NOT NULL,
  issuer text NOT NULL,                          -- as in its tokens
  subject text NOT NULL,
  user_id uuid NOT NULL UNIQUE REFERENCES identity.users ON DELETE CASCADE,
  email text NOT NULL,                           -- as the issuer said last; lower case
  linked_at timestamptz NOT NULL,
  used_at timestamptz NOT NULL,
  PRIMARY KEY (tenant, issuer, subject)
);
