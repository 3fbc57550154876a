-- Until now ten digits were taken for Indian whatever stood before them: +65 9123 4567 became 916591234567. Accounts and
-- learners have what was written and are read anew; opt-outs and messages that wait have what was made of it. What can
-- be known of them is put right here, and nobody is written to at what cannot be known.

-- The mobiles of ten digits, code included, that there are outside of India.
CREATE FUNCTION pg_temp.is_mobile_abroad(digits text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
  SELECT digits ~ '^[0-9]{10}$' AND (left(digits, 2) IN ('27', '43', '45', '47', '53', '64', '65', '95')
    OR left(digits, 3) IN ('220', '231', '238', '239', '241', '243', '246', '248', '252', '269', '291', '297', '354',
      '358', '372', '423', '501', '507', '508', '592', '597', '599', '673', '674', '676', '677', '678', '679', '680',
      '683', '685', '688', '690', '691', '692', '882', '960', '961'))
$$;

-- An opt-out of 91 and such a number may be the foreigner's: it holds for both. Who has opted in since stays so.
INSERT INTO notification.phone_choices (phone, opted_out, source, changed_at)
SELECT substr(phone, 3), true, source, changed_at FROM notification.phone_choices
WHERE opted_out AND phone ~ '^91[0-9]{10}$' AND pg_temp.is_mobile_abroad(substr(phone, 3))
ON CONFLICT (phone) DO NOTHING;

-- A message that waits gets its number from what was written: in the learner's row, of whom a reminder tells, and in
-- the account. Without that, or when the two differ, 91 and a foreign mobile is set aside: the log of deliveries then
-- shows it as skipped (phone_unclear). Dead ones too, since administrators may have them tried again.
CREATE FUNCTION pg_temp.phone_of(body jsonb) RETURNS text LANGUAGE sql STABLE AS $$
  WITH message AS (
    SELECT body->>'phone' AS phone, substr(body->>'phone', 3) AS rest
  ), written AS (
    SELECT regexp_replace(typed, '[^0-9+]', '', 'g') ~ '^(\+|00)' AS names_country,
      regexp_replace(regexp_replace(typed, '[^0-9]', '', 'g'), '^0+', '') AS digits
    FROM (
      SELECT u.phone AS typed FROM identity.users u WHERE u.id::text = body->>'userId'
      UNION ALL
      SELECT l.mobile FROM reminder.logs g JOIN mrlearn.learners l ON l.id = g.learner_id
      WHERE 'reminder:' || g.id = body->>'key'
    ) t WHERE typed IS NOT NULL
  ), known AS (
    SELECT bool_or(w.digits = m.phone) AS is_whole, bool_or(w.digits = m.phone AND w.names_country) AS is_named,
      bool_or(w.digits = m.rest AND w.names_country) AS is_foreign,
      bool_or(w.digits = m.rest AND NOT w.names_country) AS is_national
    FROM written w CROSS JOIN message m
  )
  SELECT CASE
    WHEN m.phone !~ '^91[0-9]{10}$' THEN CASE WHEN k.is_named THEN '+' || m.phone ELSE m.phone END
    WHEN NOT pg_temp.is_mobile_abroad(m.rest) THEN '+' || m.phone
    WHEN k.is_foreign AND NOT coalesce(k.is_whole OR k.is_national, false) THEN '+' || m.rest
    WHEN k.is_whole AND NOT coalesce(k.is_foreign, false) THEN '+' || m.phone
    WHEN k.is_national AND NOT coalesce(k.is_foreign, false) THEN m.rest
    ELSE 'unclear ' || m.phone END
  FROM message m CROSS JOIN known k
$$;

UPDATE jobs.job SET body = jsonb_set(body, '{phone}', to_jsonb(pg_temp.phone_of(body)))
WHERE address = 'notification.whatsapp.send' AND body->>'phone' ~ '^[1-9][0-9]{10,14}$';
UPDATE jobs.finished SET body = jsonb_set(body, '{phone}', to_jsonb(pg_temp.phone_of(body)))
WHERE address = 'notification.whatsapp.send' AND state = 'dead' AND body->>'phone' ~ '^[1-9][0-9]{10,14}$';
