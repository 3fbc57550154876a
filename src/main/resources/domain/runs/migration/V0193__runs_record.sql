-- Keeps all others from writing the holder's run, as runs.fence does, for what was fetched or has happened before the run
-- was cancelled: that is put on record. Returns whether the run is cancelled; null when it is not the holder's.
CREATE FUNCTION runs.record(mine uuid, holder uuid) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
  ends boolean;
BEGIN
  UPDATE runs.run SET steps = steps + 1, moved_at = clock_timestamp()
  WHERE id = mine AND token = holder AND state = 'running' RETURNING cancelling INTO ends;
  RETURN ends;
END $$;
