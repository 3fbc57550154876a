-- The organisation's prefixes are known, and only they are taken off a learner's address. Until now everything before
-- the first hyphen was taken for one: mary-jane@x was jane@x, who is somebody else.

-- An account is known by its whole address. The column that had it cut stays empty until a later release drops it.
DROP INDEX identity.users_by_stripped_email;
ALTER TABLE identity.users ALTER COLUMN email_stripped DROP NOT NULL;

-- Published by identity for the SQL of other domains.
DROP VIEW identity.shared_people;
CREATE VIEW identity.shared_people AS
  SELECT id, tenant, email, phone, full_name FROM identity.users WHERE status = 'active';

-- Published by identity for the SQL of other domains: every account, disabled ones too, so that nobody is made a second
-- one.
DROP VIEW identity.shared_accounts;
CREATE VIEW identity.shared_accounts AS
  SELECT id, tenant, email, email_verified_at IS NOT NULL AS email_verified, phone, full_name, role, status, created_at
  FROM identity.users;

CREATE TABLE mrlearn.email_prefixes (
  tenant   text NOT NULL,
  prefix   text NOT NULL CHECK (prefix ~ '^[a-z0-9]+([._-][a-z0-9]+)*$' AND length(prefix) <= 60),
  source   text NOT NULL CHECK (source IN ('setting', 'admin', 'upgrade')),
  known_by uuid,                                 -- the administrator who confirmed it
  known_at timestamptz NOT NULL,
  PRIMARY KEY (tenant, prefix)
);

-- The longest first: it is the one that is taken off.
CREATE FUNCTION mrlearn.prefixes_of(school text) RETURNS text[] LANGUAGE sql STABLE AS $$
  SELECT coalesce(array_agg(prefix ORDER BY length(prefix) DESC, prefix), '{}') FROM mrlearn.email_prefixes
  WHERE tenant = school
$$;

-- The address as its owner would write it: in the small letters in which it is kept, without a known prefix.
CREATE FUNCTION mrlearn.without_prefix(email text, prefixes text[]) RETURNS text
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
  prefix text;
BEGIN
  IF strpos(email, '-') > 0 THEN
    FOREACH prefix IN ARRAY prefixes LOOP
      IF starts_with(email, prefix || '-') AND strpos(substr(email, length(prefix) + 2), '@') > 1 THEN
        RETURN substr(email, length(prefix) + 2);
      END IF;
    END LOOP;
  END IF;
  RETURN email;
END $$;
