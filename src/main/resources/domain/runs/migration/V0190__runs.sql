-- Long work of whatever domain: who works on it, how far it is, how it ended.
CREATE SCHEMA runs;

CREATE TABLE runs.run (
  id uuid PRIMARY KEY,
  kind text NOT NULL,
  tenant text NOT NULL,                          -- '' for work that is about all of them
  subject text NOT NULL,                         -- '' where a kind has one subject only
  state text NOT NULL CHECK (state IN ('queued', 'running', 'completed', 'failed', 'cancelled')),
  phases text[] NOT NULL,
  phase text NOT NULL DEFAULT '',
  checkpoint jsonb,                              -- where the next step begins; null at first, or kept by the domain
  counts jsonb NOT NULL DEFAULT '{}',
  percent int,
  token uuid,                                    -- who may write; given up when a slice leaves the rest to the next one
  driver uuid,                                   -- the stored request or person that works on it until it ends
  slice int NOT NULL DEFAULT 0,
  steps bigint NOT NULL DEFAULT 0,               -- commits under a token so far
  taken_at bigint,                               -- how many there were when this slice was first taken up
  cancelling boolean NOT NULL DEFAULT false,     -- its next write ends it
  job_id uuid,
  asked_by uuid,
  asked_at timestamptz NOT NULL,
  started_at timestamptz,
  moved_at timestamptz NOT NULL,                 -- by the database's clock, unlike the others: tells who is still alive
  ended_at timestamptz,
  error text
) WITH (fillfactor = 60);
-- two runs about one subject never overlap, whichever nodes try
CREATE UNIQUE INDEX run_one_live ON runs.run (kind, tenant, subject) WHERE state IN ('queued', 'running');
CREATE INDEX run_newest ON runs.run (asked_at DESC, id DESC);
CREATE INDEX run_ended ON runs.run (kind, ended_at) WHERE ended_at IS NOT NULL;

-- Tells whether the run is the holder's, and if so keeps all others from writing it until the transaction ends.
CREATE FUNCTION runs.fence(mine uuid, holder uuid) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
  UPDATE runs.run SET steps = steps + 1, moved_at = clock_timestamp()
  WHERE id = mine AND token = holder AND state = 'running' AND NOT cancelling;
  RETURN FOUND;
END $$;
