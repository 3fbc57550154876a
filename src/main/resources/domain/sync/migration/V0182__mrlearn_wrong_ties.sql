-- Finds what the matching of before gave to the wrong account: it cut the learner's and the account's address at their
-- first hyphens, and took the same rest for the same person. Phones are put right here; XP, which its own domain must
-- take back, by the stored request that the next start leaves. The findings stay in mrlearn.wrong_ties.

-- A prefix that most of a platform's people carry is the organisation's. Others wait for an administrator.
INSERT INTO mrlearn.email_prefixes (tenant, prefix, source, known_at)
SELECT tenant, prefix, 'upgrade', now()
FROM (SELECT tenant, split_part(email, '-', 1) AS prefix, count(DISTINCT graphy_user_id) AS people FROM mrlearn.learners
  WHERE email ~ '^[a-z0-9]{1,60}-[^@]+@.' AND graphy_user_id NOT LIKE 'demo-%' GROUP BY 1, 2) p
JOIN (SELECT tenant, count(DISTINCT graphy_user_id) AS people FROM mrlearn.learners
  WHERE email IS NOT NULL AND graphy_user_id NOT LIKE 'demo-%' GROUP BY 1) a USING (tenant)
WHERE p.people >= 3 AND p.people * 2 > a.people;

-- Every pair that was taken for one person, by the addresses as they were cut then.
CREATE TEMP TABLE old_ties ON COMMIT DROP AS
SELECT l.id AS learner_id, u.id AS account_id, u.email = l.email OR u.email = l.email_stripped AS whole
FROM mrlearn.learners l JOIN identity.users u ON u.tenant = l.tenant AND u.email_stripped = l.email_stripped
UNION
SELECT l.id, u.id, true
FROM mrlearn.learners l JOIN identity.users u ON u.tenant = l.tenant AND u.email = l.email_stripped
UNION
SELECT l.id, u.id, true FROM mrlearn.learners l JOIN identity.users u ON u.tenant = l.tenant AND u.email = l.email;

UPDATE mrlearn.learners l SET email_stripped = mrlearn.without_prefix(l.email, t.prefixes)
FROM (SELECT DISTINCT tenant, mrlearn.prefixes_of(tenant) AS prefixes FROM mrlearn.learners) t
WHERE t.tenant = l.tenant AND l.email_stripped <> mrlearn.without_prefix(l.email, t.prefixes);

ANALYZE mrlearn.learners;
ANALYZE identity.users;
DELETE FROM old_ties o USING mrlearn.shared_learner_accounts v
WHERE v.learner_id = o.learner_id AND v.account_id = o.account_id;
ANALYZE old_ties;

-- What those accounts were given for it, or will be by a request that waits; without what they earned by themselves. A
-- first part that two people at the most carry, where the organisation's prefix is known, is part of a name.
INSERT INTO mrlearn.wrong_ties (id, tenant, learner_id, graphy_course_id, graphy_user_id, account_id, learner_email,
  account_email, cause, state, modules, phone_removed, found_at)
WITH awarded AS MATERIALIZED (
  SELECT a.body ->> 'userId' AS account, a.body ->> 'sourceId' AS source
  FROM jobs.job j CROSS JOIN LATERAL jsonb_array_elements(j.body -> 'awards') AS a (body)
  WHERE j.address = 'gamification.xp.award_all'
), heads AS MATERIALIZED (
  SELECT tenant, split_part(email, '-', 1) AS head, count(DISTINCT graphy_user_id) AS people FROM mrlearn.learners
  WHERE email LIKE '%-%@%' GROUP BY 1, 2
), judged AS (
  SELECT l.tenant, l.id AS learner_id, l.graphy_course_id, l.graphy_user_id, u.id AS account_id,
    l.email AS learner_email, u.email AS account_email,
    CASE WHEN NOT o.whole THEN 'alike_address' WHEN u.email NOT IN (l.email_stripped, l.email) THEN 'unknown_prefix'
      WHEN u.email_verified_at IS NULL THEN 'not_verified' ELSE 'ambiguous' END AS cause,
    coalesce((SELECT h.people < 3 FROM heads h WHERE h.tenant = l.tenant AND h.head = split_part(l.email, '-', 1))
      AND EXISTS (SELECT FROM mrlearn.email_prefixes p WHERE p.tenant = l.tenant), false) AS named,
    ARRAY(SELECT m FROM unnest(l.awarded_modules) m
      CROSS JOIN LATERAL (SELECT l.graphy_course_id || ':' || m AS source) s
      WHERE (EXISTS (SELECT FROM gamification.xp_events e
            WHERE e.user_id = u.id AND e.type = 'module_completed' AND e.source_id = s.source)
          OR EXISTS (SELECT FROM awarded a WHERE a.account = u.id::text AND a.source = s.source))
        AND NOT EXISTS (SELECT FROM gamification.xp_events r
          WHERE r.user_id = u.id AND r.type = 'reversal' AND r.source_id = 'module_completed:' || s.source)
        AND NOT EXISTS (SELECT FROM mrlearn.shared_learner_accounts v JOIN mrlearn.learners own ON own.id = v.learner_id
          WHERE v.account_id = u.id AND v.course_id = l.graphy_course_id AND m = ANY (own.completed_modules))
    ) AS modules,
    CASE WHEN l.mobile = u.phone THEN u.phone END AS phone
  FROM old_ties o JOIN mrlearn.learners l ON l.id = o.learner_id JOIN identity.users u ON u.id = o.account_id
)
SELECT gen_random_uuid(), tenant, learner_id, graphy_course_id, graphy_user_id, account_id, learner_email,
  account_email, cause,
  CASE WHEN cause = 'alike_address' OR cause = 'unknown_prefix' AND named
    THEN CASE WHEN modules = '{}' THEN 'repaired' ELSE 'found' END ELSE 'doubtful' END,
  modules, phone, now()
FROM judged WHERE modules <> '{}' OR phone IS NOT NULL;

-- Phones come again from where they should, by the next sync; what the stored report says is there at once.
WITH wrong AS (
  SELECT DISTINCT learner_id, phone_removed FROM mrlearn.wrong_ties WHERE phone_removed IS NOT NULL
), reported AS (
  SELECT l.id, nullif(btrim(r.report ->> 'mobile'), '') AS mobile FROM wrong w
  JOIN mrlearn.learners l ON l.id = w.learner_id
  JOIN mrlearn.learner_reports r ON r.tenant = l.tenant AND r.graphy_course_id = l.graphy_course_id
    AND r.graphy_user_id = l.graphy_user_id
)
UPDATE mrlearn.learners l SET mobile = (SELECT r.mobile FROM reported r WHERE r.id = l.id)
FROM wrong w WHERE l.id = w.learner_id;

-- Accounts that were made of such learners have the wrong phone, too.
WITH passed_on AS (
  SELECT w.id AS wrong_id, v.account_id FROM mrlearn.wrong_ties w
  JOIN mrlearn.shared_learner_accounts v ON v.learner_id = w.learner_id
  JOIN identity.users u ON u.id = v.account_id
  WHERE w.phone_removed IS NOT NULL AND u.id <> w.account_id
    AND regexp_replace(u.phone, '[\s().-]', '', 'g') = regexp_replace(w.phone_removed, '[\s().-]', '', 'g')
), cleared AS (
  UPDATE identity.users u SET phone = NULL FROM passed_on p WHERE u.id = p.account_id
)
UPDATE mrlearn.wrong_ties w SET phone_removed_from = p.account_id FROM passed_on p WHERE p.wrong_id = w.id;

-- Whose phone a learner has by right, and whose ledger the XP is in.
UPDATE mrlearn.learners l SET mobile_account_id = v.account_id
FROM mrlearn.shared_learner_accounts v JOIN identity.users u ON u.id = v.account_id
WHERE v.learner_id = l.id AND l.mobile = u.phone;

INSERT INTO mrlearn.award_ties (learner_id, account_id, modules)
SELECT l.id, v.account_id, array_agg(m ORDER BY m)
FROM mrlearn.learners l JOIN mrlearn.shared_learner_accounts v ON v.learner_id = l.id
CROSS JOIN unnest(l.awarded_modules) m
JOIN gamification.xp_events e ON e.user_id = v.account_id AND e.type = 'module_completed'
  AND e.source_id = l.graphy_course_id || ':' || m
GROUP BY 1, 2;

-- Cards of today that may be about somebody else's course: the next are made of the right one.
DELETE FROM dailycards.hands WHERE student_id IN (SELECT account_id FROM old_ties);

UPDATE mrlearn.wrong_ties SET repaired_at = now() WHERE state = 'repaired';
INSERT INTO mrlearn.link_log (tenant, act, graphy_user_id, account_before, detail, at)
SELECT tenant, 'found', graphy_user_id, account_id, 'course ' || graphy_course_id || ', ' || cause || ': '
  || concat_ws(', ', CASE WHEN phone_removed IS NOT NULL THEN 'the account''s phone was removed from the learner' END,
    CASE WHEN phone_removed_from IS NOT NULL THEN 'and from the account that had it from the learner' END,
    CASE state WHEN 'found' THEN cardinality(modules) || ' awards are to be taken back'
      WHEN 'doubtful' THEN cardinality(modules) || ' awards stay until somebody decides' END), now()
FROM mrlearn.wrong_ties;
