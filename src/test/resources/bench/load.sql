-- Students and their ledgers for measurements, into a migrated database without students. By psql, as its superuser:
--   psql -v users=100000 -v events=1000000 [-v platform=my-analytics-school] -f load.sql
-- Student n (from 1) has the id 00000000-0000-4000-8000-<n as 12 hex digits>. Each gets events/users ledger rows of the
-- last two months: 0 to 10 of them on the days in a row up to two or three days ago, so that about a tenth of the next
-- awards reach a streak milestone. The standing is what the ledger adds up to, and half of five badges each.
\set ON_ERROR_STOP on
\if :{?platform}
\else
  \set platform my-analytics-school
\endif
SELECT setseed(0.42);
CREATE TEMP TABLE student AS
  SELECT n, ('00000000-0000-4000-8000-' || lpad(to_hex(n), 12, '0'))::uuid AS id, (random() * 10)::int AS run,
    (now() AT TIME ZONE 'Asia/Kolkata')::date - 2 - (random())::int AS last_day
  FROM generate_series(1, :users) n;
CREATE UNIQUE INDEX ON student (n);

INSERT INTO gamification.xp_events (user_id, type, source_id, base_xp, amount, multipliers, occurred_at,
    counts_for_streak, created_at)
  SELECT id, t.type, 'seed-' || i, t.base, round(t.base * m)::int, jsonb_build_object('streak', m, 'quality', 1,
    'timing', 1, 'freshness', 1, 'antiFarm', 1, 'total', m), at, true, at
  FROM (
    SELECT s.id, i, k, round((0.8 + random() * 0.6)::numeric, 2) AS m,
      ((s.last_day - CASE WHEN k < run THEN k ELSE run + 2 + (random() * 45)::int END) + random() * interval '24 hours')
        AT TIME ZONE 'Asia/Kolkata' AS at
    FROM (SELECT i, (i - 1) / :users AS k FROM generate_series(1, :events) i) e
    JOIN student s ON s.n = 1 + (i - 1) % :users) rows
  JOIN (VALUES (0, 'daily_login', 5), (1, 'assignment_submitted', 40), (2, 'test_taken', 50),
    (3, 'module_completed', 60), (4, 'mentor_call_completed', 80)) t (kind, type, base) ON t.kind = k % 5;

-- one missed day is forgiven; a milestone at each multiple of seven; gates as in conf/rules/gamification.yaml
WITH ledger AS (
  SELECT user_id, sum(amount)::int AS xp, (count(*) FILTER (WHERE type <> 'daily_login'))::int AS actions,
    max((occurred_at AT TIME ZONE 'Asia/Kolkata')::date) FILTER (WHERE type <> 'daily_login') AS last_action
  FROM gamification.xp_events GROUP BY 1),
days AS (SELECT DISTINCT user_id, (occurred_at AT TIME ZONE 'Asia/Kolkata')::date AS day FROM gamification.xp_events),
starts AS (
  SELECT user_id, day, (day - lag(day, 1, day) OVER (PARTITION BY user_id ORDER BY day) > 2)::int AS starts FROM days),
numbered AS (SELECT user_id, day, sum(starts) OVER (PARTITION BY user_id ORDER BY day) AS run FROM starts),
runs AS (SELECT user_id, run, count(*)::int AS length, max(day) AS last_day FROM numbered GROUP BY 1, 2),
streaks AS (
  SELECT user_id, max(length) AS longest, max(last_day) AS last_day, sum(length / 7)::int AS milestones,
    (array_agg(length ORDER BY run DESC))[1] AS current
  FROM runs GROUP BY 1)
INSERT INTO gamification.student_progress (user_id, tenant, version, total_xp, meaningful_actions, level,
    current_streak, longest_streak, last_active_day, streak_milestones, last_action_day, created_at, updated_at)
  SELECT user_id, :'platform', 1, xp, actions,
    (SELECT max(l) FROM generate_series(1, 50) l
     WHERE 60 * (l - 1) + 20 * (l - 1) * (l - 2) <= xp AND 3 * (l - 1) <= actions AND l - 1 <= longest),
    current, longest, last_day, milestones, last_action, now(), now()
  FROM ledger JOIN streaks USING (user_id);

INSERT INTO gamification.student_badges (user_id, badge_id, unlocked_at, seen_at)
  SELECT id, badge, now(), CASE WHEN random() < 0.8 THEN now() END FROM student,
    unnest(ARRAY['first_step', 'week_warrior', 'test_taker', 'module_master', 'profile_pro']) badge
  WHERE random() < 0.5;

VACUUM (FREEZE, ANALYZE) gamification.xp_events, gamification.student_progress, gamification.student_badges;
CHECKPOINT;
