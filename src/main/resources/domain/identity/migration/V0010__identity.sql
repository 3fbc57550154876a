-- Who may do what: people, their sessions and their one-time codes.
CREATE SCHEMA identity;
-- substring search over names and addresses; a trusted extension, so the database's owner may create it
CREATE EXTENSION IF NOT EXISTS pg_trgm WITH SCHEMA public;

CREATE TABLE identity.users (
  id                   uuid PRIMARY KEY,
  tenant               text NOT NULL,
  email                text NOT NULL CHECK (email = lower(email)),
  -- without the organisation prefix that some learning systems put before the address: acme-asha@x is asha@x
  email_stripped       text NOT NULL CHECK (email_stripped = lower(email_stripped)),
  full_name            text NOT NULL,
  phone                text,
  -- bcrypt; null for who signs in by code or through another system
  password_hash        text,
  role                 text NOT NULL CHECK (role IN ('USER', 'EXPERT', 'SALES', 'ADMIN', 'SUPERADMIN')),
  capabilities         text[] NOT NULL DEFAULT '{}',
  status               text NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'disabled')),
  email_verified_at    timestamptz,
  must_change_password boolean NOT NULL DEFAULT false,
  -- a session counts only while its generation is this one: adding one ends all sessions of the user
  generation           integer NOT NULL DEFAULT 0,
  last_login_at        timestamptz,
  created_at           timestamptz NOT NULL,
  updated_at           timestamptz NOT NULL,
  search               text NOT NULL GENERATED ALWAYS AS
                         (lower(full_name) || ' ' || email || ' ' || coalesce(phone, '')) STORED,
  UNIQUE (tenant, email)
);
CREATE INDEX users_by_stripped_email ON identity.users (tenant, email_stripped);
CREATE INDEX users_by_age ON identity.users (tenant, created_at DESC, id DESC);
CREATE INDEX users_by_search ON identity.users USING gin (search public.gin_trgm_ops);
CREATE INDEX users_staff ON identity.users (tenant, role) WHERE role <> 'USER';

CREATE TABLE identity.refresh_tokens (
  id         uuid PRIMARY KEY,
  user_id    uuid NOT NULL REFERENCES identity.users ON DELETE CASCADE,
  -- all tokens that came from one login
  family     uuid NOT NULL,
  parent     uuid,
  generation integer NOT NULL,
  token_hash bytea NOT NULL UNIQUE,
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  used_at    timestamptz,
  revoked_at timestamptz,
  address    text,
  user_agent text
);
CREATE INDEX refresh_tokens_by_family ON identity.refresh_tokens (family);
CREATE INDEX refresh_tokens_by_parent ON identity.refresh_tokens (parent);
CREATE INDEX refresh_tokens_by_user ON identity.refresh_tokens (user_id);
CREATE INDEX refresh_tokens_by_expiry ON identity.refresh_tokens (expires_at);

-- one live code per person and purpose: a new one takes the place of the old
CREATE TABLE identity.one_time_codes (
  user_id    uuid NOT NULL REFERENCES identity.users ON DELETE CASCADE,
  purpose    text NOT NULL CHECK (purpose IN ('verify_email', 'login', 'reset_password')),
  code_hash  bytea NOT NULL,
  attempts   integer NOT NULL DEFAULT 0,
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  PRIMARY KEY (user_id, purpose)
);
CREATE INDEX one_time_codes_by_expiry ON identity.one_time_codes (expires_at);
