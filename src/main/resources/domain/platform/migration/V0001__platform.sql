-- What belongs to no domain.
CREATE SCHEMA platform;

CREATE TABLE platform.system_config (
  key        text PRIMARY KEY,
  value      text NOT NULL,
  updated_at timestamptz NOT NULL DEFAULT now()
);
