-- Stored requests. Live jobs and finished ones are apart: claiming and completing touch only the small, hot table.
CREATE SCHEMA jobs;

-- What is declared in conf/queues.yaml, written at boot; paused is the operator's.
CREATE TABLE jobs.queue (
  name           text PRIMARY KEY,
  enabled        boolean NOT NULL,
  paused         boolean NOT NULL DEFAULT false,
  concurrency    int NOT NULL,
  cap            int,
  group_cap      int NOT NULL,
  keep_completed int NOT NULL,
  keep_failed    int NOT NULL,
  keep_days      int NOT NULL
);

-- A node that runs jobs. Its lease is the lease of every job it holds: one row to renew, however many jobs.
CREATE TABLE jobs.runner (
  id          uuid PRIMARY KEY,
  node        text NOT NULL,
  started_at  timestamptz NOT NULL DEFAULT now(),
  lease_until timestamptz NOT NULL
) WITH (fillfactor = 50);

-- How many jobs of a capped queue a node may run at a time; the sum over live nodes never exceeds the cap.
CREATE TABLE jobs.share (
  queue  text NOT NULL,
  runner uuid NOT NULL,
  slots  int NOT NULL,
  PRIMARY KEY (queue, runner)
) WITH (fillfactor = 50);

CREATE TABLE jobs.job (
  id            uuid PRIMARY KEY,
  queue         text NOT NULL,
  address       text NOT NULL,
  body          jsonb,
  -- parked: due, but its group has as many jobs under way as it may; made ready by the end of one of them
  state         text NOT NULL CHECK (state IN ('ready', 'delayed', 'parked', 'running')),
  priority      smallint NOT NULL DEFAULT 0,
  run_at        timestamptz NOT NULL,
  attempts      smallint NOT NULL DEFAULT 0,
  max_attempts  smallint,
  time_limit_ms bigint,
  -- grows with each claim: whoever completes with an older one has lost the job to another node
  token         int NOT NULL DEFAULT 0,
  owner         uuid,
  unique_key    text,
  group_key     text,
  cause         uuid,
  request_id    text,
  tenant        text,
  created_at    timestamptz NOT NULL,
  started_at    timestamptz,
  progress      smallint,
  note          text,
  error         text
) WITH (
  fillfactor = 80,
  autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 2000,
  autovacuum_analyze_scale_factor = 0.1, autovacuum_analyze_threshold = 5000,
  autovacuum_vacuum_cost_delay = 1);

CREATE INDEX job_ready ON jobs.job (queue, priority DESC, run_at, id) WHERE state = 'ready';
CREATE INDEX job_ready_grouped ON jobs.job (queue) WHERE state = 'ready' AND group_key IS NOT NULL;
CREATE INDEX job_delayed ON jobs.job (run_at) WHERE state = 'delayed';
CREATE INDEX job_parked ON jobs.job (queue, group_key, priority DESC, run_at, id) WHERE state = 'parked';
CREATE INDEX job_running ON jobs.job (owner) WHERE state = 'running';
CREATE INDEX job_running_grouped ON jobs.job (queue, group_key) WHERE state = 'running' AND group_key IS NOT NULL;
CREATE UNIQUE INDEX job_unique ON jobs.job (queue, unique_key) WHERE unique_key IS NOT NULL;
CREATE INDEX job_cause ON jobs.job (cause) WHERE cause IS NOT NULL;

CREATE TABLE jobs.finished (
  id            uuid PRIMARY KEY,
  queue         text NOT NULL,
  address       text NOT NULL,
  body          jsonb,
  state         text NOT NULL CHECK (state IN ('completed', 'dead', 'discarded')),
  priority      smallint NOT NULL,
  run_at        timestamptz NOT NULL,
  attempts      smallint NOT NULL,
  max_attempts  smallint,
  time_limit_ms bigint,
  token         int NOT NULL,
  unique_key    text,
  group_key     text,
  cause         uuid,
  request_id    text,
  tenant        text,
  created_at    timestamptz NOT NULL,
  started_at    timestamptz,
  finished_at   timestamptz NOT NULL,
  progress      smallint,
  note          text,
  result        json,
  error         text
) WITH (autovacuum_vacuum_scale_factor = 0.05, autovacuum_vacuum_threshold = 2000, autovacuum_vacuum_cost_delay = 1);

CREATE INDEX finished_newest ON jobs.finished (queue, state, finished_at DESC, id DESC);
CREATE INDEX finished_cause ON jobs.finished (cause) WHERE cause IS NOT NULL;

CREATE TABLE jobs.schedule (
  key      text PRIMARY KEY,
  queue    text NOT NULL,
  address  text NOT NULL,
  body     jsonb,
  tenant   text,
  cron     text,
  zone     text,
  every_ms bigint,
  enabled  boolean NOT NULL DEFAULT true,
  -- true: from conf/queues.yaml, goes when it is no longer there
  declared boolean NOT NULL DEFAULT false,
  next_at  timestamptz NOT NULL,
  last_at  timestamptz,
  last_job uuid,
  CHECK ((cron IS NOT NULL AND zone IS NOT NULL AND every_ms IS NULL)
      OR (cron IS NULL AND zone IS NULL AND every_ms > 0))
);

CREATE INDEX schedule_due ON jobs.schedule (next_at) WHERE enabled;

CREATE VIEW jobs.every_job AS
  SELECT id, queue, address, body, state, priority, run_at, attempts, max_attempts, unique_key, group_key, cause,
    request_id, tenant, created_at, started_at, NULL::timestamptz AS finished_at, progress, note, NULL::json AS result, error
  FROM jobs.job
  UNION ALL
  SELECT id, queue, address, body, state, priority, run_at, attempts, max_attempts, unique_key, group_key, cause,
    request_id, tenant, created_at, started_at, finished_at, progress, note, result, error
  FROM jobs.finished;
