-- Credentials of outside issuers. What was certified is in credential.credentials; their documents are signed when
-- somebody wants one, so that a sync of many does not wait for signatures that nobody asks for.
ALTER TABLE credential.credentials ALTER COLUMN document DROP NOT NULL;

-- How each issuer's sync stands. One row for each issuer that was ever synced.
CREATE TABLE credential.sync_state (
  tenant       text NOT NULL,
  source       text NOT NULL,                    -- the issuer's short name in conf/issuers.yaml
  since        text,                             -- from when on the next sync lists; null: all
  held_by      uuid,                             -- run that left something for later, so that since stays
  held_at      timestamptz,                      -- when something was left for later first
  synced       bigint NOT NULL DEFAULT 0,        -- credentials that syncs have made
  run_id       uuid NOT NULL,                    -- the last run
  status       text NOT NULL CHECK (status IN ('running', 'completed', 'failed')),
  started_at   timestamptz NOT NULL,
  ended_at     timestamptz,
  succeeded_at timestamptz,                      -- end of the last run that was completed
  error        text,                             -- of the last run
  PRIMARY KEY (tenant, source)
);

-- What was synced when; stays when the engine has forgotten its run.
CREATE TABLE credential.sync_log (
  id           uuid PRIMARY KEY,                 -- the run's
  tenant       text NOT NULL,
  source       text NOT NULL,
  trigger      text NOT NULL CHECK (trigger IN ('startup', 'scheduled', 'manual')),
  triggered_by uuid,
  status       text NOT NULL CHECK (status IN ('running', 'completed', 'partial', 'failed', 'cancelled')),
  started_at   timestamptz NOT NULL,
  ended_at     timestamptz,
  counts       jsonb NOT NULL DEFAULT '{}',
  error        text
);
CREATE INDEX sync_log_newest ON credential.sync_log (tenant, started_at DESC, id DESC);
CREATE INDEX sync_log_of_source ON credential.sync_log (tenant, source, started_at DESC, id DESC);

-- What was not kept, or not as a whole, for people; by the issuer's own ids, without names and addresses.
CREATE TABLE credential.sync_errors (
  number  bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  run_id  uuid NOT NULL REFERENCES credential.sync_log (id) ON DELETE CASCADE,
  at      timestamptz NOT NULL,
  place   text NOT NULL,
  message text NOT NULL,
  excerpt text
);
CREATE INDEX sync_errors_of_run ON credential.sync_errors (run_id, number);

-- Tenants whose scheduler an administrator has stopped or started.
CREATE TABLE credential.sync_schedulers (
  tenant     text PRIMARY KEY,
  running    boolean NOT NULL,
  changed_by uuid,
  changed_at timestamptz NOT NULL
);
