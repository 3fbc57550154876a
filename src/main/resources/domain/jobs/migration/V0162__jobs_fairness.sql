-- Platforms that share a queue take turns: the ready jobs of each are found apart from those of the others.
CREATE INDEX job_ready_fair ON jobs.job (queue, (coalesce(tenant, '')), priority DESC, run_at, id) WHERE state = 'ready';
DROP INDEX jobs.job_ready;

-- Whose jobs are ready, by one probe of the index for each; '' is nobody's.
CREATE FUNCTION jobs.ready_tenants(of_queue text) RETURNS SETOF text LANGUAGE sql STABLE AS $$
  WITH RECURSIVE owners (name) AS (
    (SELECT coalesce(j.tenant, '') FROM jobs.job j WHERE j.queue = of_queue AND j.state = 'ready'
     ORDER BY coalesce(j.tenant, '') LIMIT 1)
    UNION ALL
    SELECT (SELECT coalesce(j.tenant, '') FROM jobs.job j WHERE j.queue = of_queue AND j.state = 'ready'
      AND coalesce(j.tenant, '') > owners.name ORDER BY coalesce(j.tenant, '') LIMIT 1)
    FROM owners WHERE owners.name IS NOT NULL)
  SELECT name FROM owners WHERE name IS NOT NULL LIMIT 1000
$$;
