package com.mas.jobs;

/** The runner's statements. They run on connections of its own, where the planner may use nothing but indexes. */
final class ClaimRepository {
  /** Any number: with the queue's hash, the lock under which claims of a capped or grouped queue take turns. */
  private static final int LOCK_SPACE = 0x6a6f6273;
  /** A node holds so many times the group's cap of its jobs, so that it need not ask for each. */
  static final int GROUP_AHEAD = 4;

  static final String BEGIN = "BEGIN";
  static final String COMMIT = "COMMIT";

  static final String REGISTER = """
      INSERT INTO jobs.runner (id, node, lease_until) VALUES ($1, $2, now() + $3 * interval '1 millisecond')""";

  /** No row: the lease had run out, and what this node held belongs to others now. */
  static final String RENEW = """
      UPDATE jobs.runner SET lease_until = now() + $2 * interval '1 millisecond', report = $3::text::jsonb
      WHERE id = $1 AND lease_until > now() RETURNING id""";

  static final String LEAVE = """
      WITH shares AS (DELETE FROM jobs.share WHERE runner = $1) DELETE FROM jobs.runner WHERE id = $1""";

  static final String FORGET_LOST = """
      WITH lost AS (DELETE FROM jobs.runner WHERE lease_until < now() - interval '1 hour')
      DELETE FROM jobs.share s WHERE NOT EXISTS (SELECT 1 FROM jobs.runner r WHERE r.id = s.runner)""";

  /** Makes ready what is due; says which queues have work, and when the next job or schedule is due. */
  static final String PROMOTE = """
      UPDATE jobs.job SET state = 'ready' WHERE ctid = ANY (ARRAY(
        SELECT ctid FROM jobs.job WHERE state = 'delayed' AND run_at <= $1 ORDER BY run_at LIMIT 1000
        FOR UPDATE SKIP LOCKED))
      RETURNING queue, group_key IS NOT NULL, coalesce(tenant, '')""";

  static final String NEXT_DUE = """
      SELECT least((SELECT min(run_at) FROM jobs.job WHERE state = 'delayed'),
        (SELECT min(next_at) FROM jobs.schedule WHERE enabled AND NOT paused))""";

  static final String LOOK = """
      SELECT name, paused, cap, group_cap, concurrency, keep_completed, keep_failed,
        ARRAY(SELECT jobs.ready_tenants(q.name)),
        EXISTS (SELECT 1 FROM jobs.job j WHERE j.queue = q.name AND j.state = 'ready' AND j.group_key IS NOT NULL)
      FROM jobs.queue q WHERE name = ANY ($1::text[])""";

  private static final String TAKEN = """
      id, address, body::text, priority, run_at, attempts, max_attempts, time_limit_ms, token, group_key, request_id,
        tenant, created_at""";

  /**
   * Claims jobs of a queue without a cap, so many of each of these tenants; {@link #CLAIM_LANED} claims those with a
   * group key.
   */
  static final String CLAIM = """
      UPDATE jobs.job SET state = 'running', owner = $2, token = token + 1, started_at = $4 WHERE ctid = ANY (ARRAY(
        SELECT j.ctid FROM unnest($5::text[]) AS t (name) CROSS JOIN LATERAL (
          SELECT ctid FROM jobs.job WHERE queue = $1 AND coalesce(tenant, '') = t.name AND state = 'ready'
            AND group_key IS NULL AND NOT EXISTS (SELECT 1 FROM jobs.queue WHERE name = $1 AND paused)
          ORDER BY priority DESC, run_at, id LIMIT $3 FOR UPDATE SKIP LOCKED) AS j))
      RETURNING
      """ + TAKEN;

  static final String LOCK = "SELECT pg_advisory_xact_lock(" + LOCK_SPACE + ", hashtext($1))";

  static final String LOCK_ALL =
      "SELECT pg_advisory_xact_lock(" + LOCK_SPACE + ", h) FROM (SELECT DISTINCT hashtext(q) AS h"
          + " FROM unnest($1::text[]) AS q ORDER BY 1) AS locks";

  /**
   * This node's part of the cap: an even one among the nodes that are up, what the others leave, and never less than
   * what it runs at the moment. A lost node's part is free when its lease is over.
   */
  static final String SHARE = """
      WITH alive AS MATERIALIZED (SELECT id FROM jobs.runner WHERE lease_until > now()),
        others AS (SELECT coalesce(sum(slots), 0) AS slots FROM jobs.share
          WHERE queue = $1 AND runner <> $2 AND runner IN (SELECT id FROM alive)),
        mine AS (SELECT greatest($3, least(q.cap - others.slots,
            ceil(q.cap::numeric / greatest(1, (SELECT count(*) FROM alive))))::int, 0) AS slots
          FROM jobs.queue q, others WHERE q.name = $1 AND q.cap IS NOT NULL)
      INSERT INTO jobs.share AS s (queue, runner, slots) SELECT $1, $2, slots FROM mine
      ON CONFLICT (queue, runner) DO UPDATE SET slots = excluded.slots WHERE s.slots <> excluded.slots""";

  /** Gives the part back as soon as the queue is idle here; the next claim takes one again. */
  static final String UNSHARE = "DELETE FROM jobs.share WHERE queue = $1 AND runner = $2";

  /**
   * Under the queue's lock. Looks at the first jobs of each tenant in order; takes those whose group is free or this
   * node's, the tenants taking turns in the order given, and parks those whose group has enough under way, so that they
   * stand in nobody's way. Always answers a row, for the slots.
   */
  static final String CLAIM_LANED = """
      WITH room AS MATERIALIZED (
          SELECT CASE WHEN q.paused OR q.cap IS NOT NULL AND coalesce(s.slots, 0) = 0 THEN 0 ELSE $3::int END AS jobs,
            q.group_cap * %d AS per_group, CASE WHEN q.cap IS NULL THEN NULL ELSE coalesce(s.slots, 0) END AS slots
          FROM jobs.queue q LEFT JOIN jobs.share s ON s.queue = q.name AND s.runner = $2 WHERE q.name = $1),
        first AS MATERIALIZED (
          SELECT j.*, t.turn FROM unnest($5::text[]) WITH ORDINALITY AS t (name, turn) CROSS JOIN LATERAL (
            SELECT ctid AS place, group_key, priority, run_at, id FROM jobs.job
            WHERE queue = $1 AND coalesce(tenant, '') = t.name AND state = 'ready' ORDER BY priority DESC, run_at, id
            LIMIT (SELECT (jobs * 2 + cardinality($5) - 1) / cardinality($5) FROM room) FOR UPDATE SKIP LOCKED) AS j),
        held AS MATERIALIZED (
          SELECT group_key, count(*) AS jobs, bool_or(owner <> $2) AS elsewhere FROM jobs.job
          WHERE queue = $1 AND state = 'running' AND group_key IS NOT NULL GROUP BY group_key),
        judged AS MATERIALIZED (
          SELECT f.*, row_number() OVER (PARTITION BY f.turn ORDER BY f.priority DESC, f.run_at, f.id) AS nth,
            f.group_key IS NULL OR h.elsewhere IS NOT TRUE AND coalesce(h.jobs, 0) + row_number() OVER
              (PARTITION BY f.group_key ORDER BY f.priority DESC, f.run_at, f.id)
              <= (SELECT per_group FROM room) AS fits
          FROM first f LEFT JOIN held h ON h.group_key = f.group_key),
        parked AS (
          UPDATE jobs.job SET state = 'parked' WHERE ctid = ANY (ARRAY(SELECT place FROM judged WHERE NOT fits))
          RETURNING 1),
        taken AS (
          UPDATE jobs.job SET state = 'running', owner = $2, token = token + 1, started_at = $4
          WHERE ctid = ANY (ARRAY(
            SELECT place FROM judged WHERE fits ORDER BY nth, turn LIMIT (SELECT jobs FROM room)))
          RETURNING %s)
      SELECT taken.*, room.slots, (SELECT count(*) FROM parked) FROM room LEFT JOIN taken ON true
      """.formatted(GROUP_AHEAD, TAKEN.replace("body::text", "body::text AS body"));

  /**
   * Ends jobs that this node still owns; keeps those that are marked. Only running jobs have an owner; to say so, or to
   * compare owners with =, would let the planner read all running jobs for each one.
   */
  static final String FINISH = """
      WITH gone AS (
        DELETE FROM jobs.job j USING unnest($1::uuid[], $2::uuid[], $3::int4[], $4::text[], $5::bool[],
            $6::timestamptz[], $7::timestamptz[], $8::text[], $9::text[], $10::int2[])
          AS d(id, owner, token, state, keep, started_at, finished_at, result, error, attempts)
        WHERE j.id = d.id AND j.owner IS NOT DISTINCT FROM d.owner AND j.token = d.token
        RETURNING j.id, j.queue, j.address, j.body, j.priority, j.run_at, j.max_attempts, j.time_limit_ms, j.token,
          j.unique_key, j.group_key, j.cause, j.request_id, j.tenant, j.created_at, j.progress, j.note, j.failures,
          d.state, d.keep, d.started_at, d.finished_at, d.result, d.error, d.attempts)
      INSERT INTO jobs.finished (id, queue, address, body, state, priority, run_at, attempts, max_attempts,
        time_limit_ms, token, unique_key, group_key, cause, request_id, tenant, created_at, started_at, finished_at,
        progress, note, result, error, failures)
      SELECT id, queue, address, body, state, priority, run_at, attempts, max_attempts, time_limit_ms, token,
        unique_key, group_key, cause, request_id, tenant, created_at, started_at, finished_at, progress, note,
        result::json, error, CASE WHEN error IS NULL THEN failures ELSE jobs.one_more(failures, jsonb_build_object(
          'attempt', attempts, 'startedAt', started_at, 'endedAt', finished_at, 'node', $11::text, 'error', error)) END
      FROM gone WHERE keep""";

  /** Puts back jobs that this node still owns, for later or at once. */
  static final String PUT_BACK = """
      UPDATE jobs.job j SET state = CASE WHEN b.run_at IS NULL THEN 'ready' ELSE 'delayed' END, owner = NULL,
        run_at = coalesce(b.run_at, j.run_at), attempts = b.attempts, error = coalesce(b.error, j.error),
        progress = NULL, failures = CASE WHEN b.attempts = j.attempts THEN j.failures ELSE jobs.one_more(j.failures,
          jsonb_build_object('attempt', b.attempts, 'startedAt', b.started_at, 'endedAt', b.ended_at,
            'node', $9::text, 'error', b.error)) END
      FROM unnest($1::uuid[], $2::uuid[], $3::int4[], $4::timestamptz[], $5::int2[], $6::text[], $7::timestamptz[],
          $8::timestamptz[]) AS b(id, owner, token, run_at, attempts, error, started_at, ended_at)
      WHERE j.id = b.id AND j.owner IS NOT DISTINCT FROM b.owner AND j.token = b.token""";

  static final String UNPARK = """
      UPDATE jobs.job SET state = 'ready' WHERE ctid = ANY (ARRAY(
        SELECT p.ctid FROM (SELECT DISTINCT q, g FROM unnest($1::text[], $2::text[]) AS t(q, g)) AS groups
        CROSS JOIN LATERAL (SELECT j.ctid FROM jobs.job j WHERE j.queue = q AND j.group_key = g AND j.state = 'parked'
          ORDER BY j.priority DESC, j.run_at, j.id
          LIMIT (SELECT group_cap * %d FROM jobs.queue WHERE name = q)) AS p))""".formatted(GROUP_AHEAD);

  static final String LOST = """
      SELECT DISTINCT queue FROM jobs.job WHERE state = 'running' AND owner <> ALL (
        ARRAY(SELECT id FROM jobs.runner WHERE lease_until > now())) ORDER BY queue""";

  /** Under the locks of the queues; see {@link RetryRules#PAUSES_AFTER_LOSS}. */
  static final String TAKE_OVER = """
      WITH lost AS MATERIALIZED (
          SELECT id FROM jobs.job WHERE state = 'running' AND queue = ANY ($1::text[]) AND owner <> ALL (
            ARRAY(SELECT id FROM jobs.runner WHERE lease_until > now())) FOR UPDATE SKIP LOCKED),
        buried AS (
          DELETE FROM jobs.job j USING lost
          WHERE j.id = lost.id AND j.attempts + 1 >= greatest(j.max_attempts, $4)
          RETURNING j.*),
        kept AS (
          INSERT INTO jobs.finished (id, queue, address, body, state, priority, run_at, attempts, max_attempts,
            time_limit_ms, token, unique_key, group_key, cause, request_id, tenant, created_at, started_at, finished_at,
            progress, note, error, failures)
          SELECT id, queue, address, body, 'dead', priority, run_at, attempts + 1, max_attempts, time_limit_ms, token,
            unique_key, group_key, cause, request_id, tenant, created_at, started_at, $3, progress, note,
            'The node that ran it was lost, not for the first time.', jobs.one_more(failures, jsonb_build_object(
              'attempt', attempts + 1, 'startedAt', started_at, 'endedAt', $3::timestamptz,
              'error', 'The node was lost.')) FROM buried),
        back AS (
          UPDATE jobs.job j SET state = CASE WHEN j.attempts = 0 THEN 'ready' ELSE 'delayed' END, owner = NULL,
            run_at = CASE WHEN j.attempts = 0 THEN j.run_at ELSE $3::timestamptz + make_interval(
              secs => ($2::int4[])[least(j.attempts, cardinality($2::int4[]))]) END, attempts = j.attempts + 1,
            error = 'The node that ran it was lost.', failures = jobs.one_more(j.failures, jsonb_build_object('attempt',
              j.attempts + 1, 'startedAt', j.started_at, 'endedAt', $3::timestamptz, 'error', 'The node was lost.'))
          FROM lost WHERE j.id = lost.id AND j.attempts + 1 < greatest(j.max_attempts, $4)
          RETURNING j.queue, j.group_key)
      SELECT queue, group_key FROM back UNION SELECT queue, group_key FROM buried""";

  static final String UNPARK_QUEUES = """
      UPDATE jobs.job SET state = 'ready' WHERE state = 'parked' AND queue = ANY ($1::text[])
        AND (queue, group_key) IN (SELECT DISTINCT p.queue, p.group_key FROM jobs.job p
          WHERE p.state = 'parked' AND p.queue = ANY ($1::text[]) AND NOT EXISTS (SELECT 1 FROM jobs.job r
            WHERE r.queue = p.queue AND r.group_key = p.group_key AND r.state = 'running'))""";

  static final String MINE = "SELECT " + TAKEN + ", queue FROM jobs.job WHERE owner = $1 AND state = 'running'";

  static final String DUE_SCHEDULES = """
      SELECT key, cron, zone, every_ms, next_at, queue FROM jobs.schedule
      WHERE enabled AND NOT paused AND next_at <= $1 ORDER BY next_at LIMIT 500""";

  static final String LATER_SCHEDULES = """
      SELECT key, cron, zone, every_ms, next_at FROM jobs.schedule WHERE enabled AND next_at > $1
      ORDER BY key LIMIT 10000""";

  /** Puts the next slot of schedules right that nobody has changed meanwhile. */
  static final String REARM = """
      WITH free AS MATERIALIZED (
        SELECT key FROM jobs.schedule WHERE key = ANY ($1::text[]) FOR UPDATE SKIP LOCKED)
      UPDATE jobs.schedule s SET next_at = f.next_at
      FROM unnest($1::text[], $2::timestamptz[], $3::timestamptz[]) AS f(key, slot, next_at)
      WHERE s.key = f.key AND s.next_at = f.slot AND s.key IN (SELECT key FROM free)""";

  /**
   * Brings back delayed jobs that were stored, or put back, while the clock was ahead ($2: than it can be): they wait
   * as long as they would have.
   */
  static final String REARM_DELAYED = """
      WITH wrong AS (
        SELECT ctid AS place, greatest(created_at, started_at) AS set_at FROM jobs.job
        WHERE state = 'delayed' AND run_at > $2 AND greatest(created_at, started_at) > $2
        ORDER BY run_at LIMIT 10000 FOR UPDATE SKIP LOCKED)
      UPDATE jobs.job j SET run_at = $1::timestamptz + greatest(interval '0', j.run_at - w.set_at),
        created_at = least(j.created_at, $1), started_at = least(j.started_at, $1)
      FROM wrong w WHERE j.ctid = w.place""";

  /** Ready jobs stand in line by their time: those of a clock ahead would let all others go first. */
  static final String REARM_READY = """
      WITH wrong AS (
        SELECT ctid AS place FROM jobs.job
        WHERE state = 'ready' AND run_at > $2 OR state = 'parked' AND run_at > $2
        ORDER BY run_at LIMIT 10000 FOR UPDATE SKIP LOCKED)
      UPDATE jobs.job j SET run_at = $1 FROM wrong w WHERE j.ctid = w.place""";

  /**
   * Moves a schedule on from its slot and stores the slot's job. One node succeeds; all others move nothing. One that a
   * transaction is about to change is left for later: whoever changes several of them would wait for this, and this for
   * it.
   */
  static final String FIRE = """
      WITH free AS MATERIALIZED (
          SELECT key FROM jobs.schedule WHERE key = ANY ($1::text[]) FOR UPDATE SKIP LOCKED),
        moved AS (
          UPDATE jobs.schedule s SET next_at = f.next_at, last_at = f.slot, last_job = f.id,
            missed = s.missed + f.missed, missed_at = CASE WHEN f.missed > 0 THEN f.slot ELSE s.missed_at END
          FROM unnest($1::text[], $2::timestamptz[], $3::timestamptz[], $4::uuid[], $6::int4[])
            AS f(key, slot, next_at, id, missed)
          WHERE s.key = f.key AND s.next_at = f.slot AND s.enabled AND NOT s.paused
            AND s.key IN (SELECT key FROM free)
          RETURNING f.id, s.queue, s.address, s.body, s.tenant, s.key, f.slot)
      INSERT INTO jobs.job (id, queue, address, body, state, run_at, request_id, tenant, created_at, unique_key)
      SELECT id, queue, address, body, 'ready', slot,
        'schedule:' || key || '@' || to_char(slot AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), tenant, $5, key
      FROM moved
      ON CONFLICT (queue, unique_key) WHERE unique_key IS NOT NULL DO NOTHING
      RETURNING queue, coalesce(tenant, '')""";

  /** The newest so many of each queue and kind stay. */
  static final String TRIM = """
      DELETE FROM jobs.finished WHERE id = ANY (ARRAY(
        SELECT f.id FROM jobs.queue q
        CROSS JOIN (VALUES ('completed'), ('dead'), ('discarded')) AS kinds (state)
        CROSS JOIN LATERAL (SELECT o.id FROM jobs.finished o WHERE o.queue = q.name AND o.state = kinds.state
          ORDER BY o.finished_at DESC, o.id DESC LIMIT 20000
          OFFSET CASE kinds.state WHEN 'completed' THEN q.keep_completed ELSE q.keep_failed END) AS f
        WHERE q.name = ANY ($1::text[])))""";

  static final String TRIM_OLD = """
      DELETE FROM jobs.finished f USING jobs.queue q
      WHERE q.name = f.queue AND f.finished_at < $1::timestamptz - q.keep_days * interval '1 day'""";

  /** Does nothing while another node does it. */
  static final String VACUUM = "VACUUM (SKIP_LOCKED, TRUNCATE false) jobs.job";

  private ClaimRepository() {}
}
