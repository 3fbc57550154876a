-- Invariants after any mix of awards, as one JSON line: all but users and events must be 0.
WITH ledger AS (
  SELECT user_id, sum(amount) AS xp,
    count(*) FILTER (WHERE type IN
      ('assignment_submitted', 'test_taken', 'module_completed', 'mentor_call_completed')) AS actions,
    max((occurred_at AT TIME ZONE 'Asia/Kolkata')::date) FILTER (WHERE counts_for_streak) AS last_active
  FROM gamification.xp_events GROUP BY 1),
gates AS (SELECT l AS level, 60 * (l - 1) + 20 * (l - 1) * (l - 2) AS xp, 3 * (l - 1) AS actions, l - 1 AS streak
  FROM generate_series(1, 50) l)
SELECT json_build_object(
  'users', (SELECT count(*) FROM gamification.student_progress),
  'events', (SELECT count(*) FROM gamification.xp_events),
  'snapshot_mismatch', (SELECT count(*) FROM gamification.student_progress p FULL JOIN ledger l USING (user_id)
    WHERE p.total_xp IS DISTINCT FROM l.xp OR p.meaningful_actions IS DISTINCT FROM l.actions),
  'last_active_mismatch', (SELECT count(*) FROM gamification.student_progress p JOIN ledger l USING (user_id)
    WHERE p.last_active_day IS DISTINCT FROM l.last_active),
  -- never behind its gates; it may be ahead of them, as a level is never lost
  'level_mismatch', (SELECT count(*) FROM gamification.student_progress p
    WHERE p.level < (SELECT max(g.level) FROM gates g
      WHERE g.xp <= p.total_xp AND g.actions <= p.meaningful_actions AND g.streak <= p.longest_streak)),
  'duplicates', (SELECT count(*) FROM (SELECT FROM gamification.xp_events GROUP BY user_id, type, source_id
    HAVING count(*) > 1) d),
  'amount_mismatch', (SELECT count(*) FROM gamification.xp_events
    WHERE amount <> round(base_xp * (multipliers ->> 'total')::numeric)));
