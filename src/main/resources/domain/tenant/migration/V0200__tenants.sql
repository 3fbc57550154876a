CREATE SCHEMA tenant;

-- slug: what the header X-Platform says and the rows of all domains carry
CREATE TABLE tenant.tenants (
  slug         text PRIMARY KEY CHECK (slug <> ''),
  name         text NOT NULL CHECK (name <> ''),
  origins      text[] NOT NULL DEFAULT '{}',
  logo_url     text,
  accent       text,
  switched_off text[] NOT NULL DEFAULT '{}',
  created_at   timestamptz NOT NULL,
  updated_at   timestamptz NOT NULL
);
