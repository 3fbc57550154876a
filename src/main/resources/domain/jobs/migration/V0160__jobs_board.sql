-- What the board shows beside the jobs themselves.

-- The attempts that failed, oldest first, at most the last ten: [{"attempt", "startedAt", "endedAt", "node", "error"}].
ALTER TABLE jobs.job ADD COLUMN failures jsonb;
ALTER TABLE jobs.finished ADD COLUMN failures jsonb;

-- What a runner did lately, written with its lease: {"<queue>": {"seconds", "completed", ..., "waits": [...]}}.
ALTER TABLE jobs.runner ADD COLUMN report jsonb;

-- Slots that passed while no node was up, and when that was last.
ALTER TABLE jobs.schedule ADD COLUMN missed bigint NOT NULL DEFAULT 0;
ALTER TABLE jobs.schedule ADD COLUMN missed_at timestamptz;

-- Who did what to how many jobs; job is null when it was not one.
CREATE TABLE jobs.audit (
  id     uuid PRIMARY KEY,
  at     timestamptz NOT NULL,
  actor  uuid,
  action text NOT NULL,
  queue  text,
  job    uuid,
  filter text,
  jobs   int NOT NULL
);

CREATE INDEX audit_job ON jobs.audit (job) WHERE job IS NOT NULL;

-- To count and to show what waits for its time in one queue; claims touch no delayed job.
CREATE INDEX job_delayed_queue ON jobs.job (queue, run_at, id) WHERE state = 'delayed';

CREATE OR REPLACE VIEW jobs.every_job AS
  SELECT id, queue, address, body, state, priority, run_at, attempts, max_attempts, unique_key, group_key, cause,
    request_id, tenant, created_at, started_at, NULL::timestamptz AS finished_at, progress, note, NULL::json AS result,
    error, failures, owner
  FROM jobs.job
  UNION ALL
  SELECT id, queue, address, body, state, priority, run_at, attempts, max_attempts, unique_key, group_key, cause,
    request_id, tenant, created_at, started_at, finished_at, progress, note, result, error, failures, NULL::uuid
  FROM jobs.finished;

CREATE FUNCTION jobs.one_more(failures jsonb, failure jsonb) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN jsonb_array_length(coalesce(failures, '[]')) >= 10 THEN failures - 0 ELSE coalesce(failures, '[]') END
    || jsonb_build_array(failure)
$$;

-- Declared queues and those that have jobs, by a few probes of the indexes however many jobs there are.
CREATE VIEW jobs.known_queue AS
  WITH RECURSIVE known (name) AS (
    SELECT ''
    UNION ALL
    SELECT least(
      (SELECT min(q.name) FROM jobs.queue q WHERE q.name > known.name),
      (SELECT min(j.queue) FROM jobs.job j WHERE j.state = 'ready' AND j.queue > known.name),
      (SELECT min(j.queue) FROM jobs.job j WHERE j.state = 'delayed' AND j.queue > known.name),
      (SELECT min(j.queue) FROM jobs.job j WHERE j.state = 'parked' AND j.queue > known.name),
      (SELECT min(f.queue) FROM jobs.finished f WHERE f.queue > known.name))
    FROM known WHERE known.name IS NOT NULL)
  SELECT name FROM known WHERE name <> '';
