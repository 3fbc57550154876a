-- What a server whose newest migration is V0040 leaves behind: rows in every table that a later migration changes.
-- Rohan came by Mr. Learn, has an account since, and is in a batch; his days are yesterday and today in India.
INSERT INTO platform.system_config (key, value) VALUES ('kept', 'as it was');

INSERT INTO identity.users (id, tenant, email, email_stripped, full_name, phone, password_hash, role,
  email_verified_at, created_at, updated_at)
VALUES ('00000000-0000-7000-8000-000000000001', 'my-analytics-school', 'rohan.d77@learner.example',
  'rohan.d77@learner.example',
  'Rohan Deshmukh', '919900000077', '$PASSWORD$', 'USER', now(), now(), now()),
  ('00000000-0000-7000-8000-0000000000a2', 'my-analytics-school', 'wei.tan@learner.example', 'wei.tan@learner.example',
  'Wei Tan', '+6591234567', '$PASSWORD$', 'USER', now(), now(), now());

-- Tara has signed up; with Uma's address two have, and the password is the second one's.
INSERT INTO identity.users (id, tenant, email, email_stripped, full_name, phone, password_hash, role, generation,
  created_at, updated_at)
VALUES ('00000000-0000-7000-8000-000000000002', 'my-analytics-school', 'tara@x.example', 'tara@x.example', 'Tara', NULL,
    '$PASSWORD$', 'USER', 0, now(), now()),
  ('00000000-0000-7000-8000-000000000003', 'my-analytics-school', 'uma@x.example', 'uma@x.example', 'Uma', NULL,
    '$PASSWORD$', 'USER', 1, now(), now());

INSERT INTO notification.email_log (id, tenant, key, recipient, template, state, attempts, message_id, error,
  created_at, updated_at)
VALUES ('00000000-0000-7000-8000-000000000011', 'my-analytics-school', 'old-1', 'rohan.d77@learner.example',
    'account_created', 'sent', 1, '<1@mas.example>', NULL, now() - interval '2 days', now() - interval '2 days'),
  ('00000000-0000-7000-8000-000000000012', 'my-analytics-school', 'old-2', 'rohan.d77@learner.example', 'login_code',
    'unknown', 1, NULL, 'the connection broke', now() - interval '1 day', now() - interval '1 day');

INSERT INTO education.batches (id, tenant, code, name, state, starts_on, created_at, updated_at)
VALUES ('00000000-0000-7000-8000-000000000021', 'my-analytics-school', 'DA-1', 'Data analytics 1', 'active',
  current_date - 30, now(), now());
INSERT INTO education.applications (id, tenant, batch_id, user_id, state, mou_signed, payment_done, diagnostic_done,
  created_at, state_changed_at, enrolled_at)
VALUES ('00000000-0000-7000-8000-000000000022', 'my-analytics-school', '00000000-0000-7000-8000-000000000021',
  '00000000-0000-7000-8000-000000000001', 'enrolled', true, true, true, now() - interval '30 days',
  now() - interval '29 days', now() - interval '29 days');
INSERT INTO education.batch_courses (id, batch_id, provider, external_course_id, sequence, created_at)
VALUES ('00000000-0000-7000-8000-000000000023', '00000000-0000-7000-8000-000000000021', 'mrlearn',
  '64b0c1f2a9e8d7c6b5000009', 1, now());
INSERT INTO education.attendance (batch_id, session_on, user_id, state, source, marked_at)
VALUES ('00000000-0000-7000-8000-000000000021', current_date - 3, '00000000-0000-7000-8000-000000000001', 'late',
  'manual', now());

INSERT INTO gamification.xp_events (user_id, type, source_id, base_xp, amount, multipliers, occurred_at,
  counts_for_streak, created_at)
SELECT '00000000-0000-7000-8000-000000000001', type, source, base, amount,
  '{"streak":1,"quality":1,"timing":1,"freshness":1,"antiFarm":1,"total":1}', now() - days * interval '1 day', true,
  now() - days * interval '1 day'
FROM (VALUES ('assignment_submitted', 'old-assignment', 40, 40, 1), ('module_completed', 'old-module', 60, 60, 0),
  ('test_taken', 'old-test', 50, 50, 0)) AS e (type, source, base, amount, days);
INSERT INTO gamification.student_progress (user_id, tenant, version, total_xp, meaningful_actions, level,
  current_streak, longest_streak, last_active_day, streak_milestones, last_action_day, created_at, updated_at)
VALUES ('00000000-0000-7000-8000-000000000001', 'my-analytics-school', 3, 150, 3, 2, 2, 2,
  (now() AT TIME ZONE 'Asia/Kolkata')::date, 0, (now() AT TIME ZONE 'Asia/Kolkata')::date, now(), now());
INSERT INTO gamification.student_badges (user_id, badge_id, unlocked_at)
VALUES ('00000000-0000-7000-8000-000000000001', 'first_step', now() - interval '1 day');

INSERT INTO mrlearn.sync_configs (id, tenant, graphy_course_id, course_title, batch_id, interval_hours, enabled,
  include_detailed_reports, last_synced_at, next_sync_at, last_sync_status, last_sync_learner_count, created_at,
  updated_at)
VALUES ('00000000-0000-7000-8000-000000000031', 'my-analytics-school', '64b0c1f2a9e8d7c6b5000009', 'As it was called',
  '00000000-0000-7000-8000-000000000021', 24, true, true, now(), now() + interval '1 day', 'success', 2, now(), now());
INSERT INTO mrlearn.courses (tenant, id, title, published, users_count, raw, last_synced_at)
VALUES ('my-analytics-school', '64b0c1f2a9e8d7c6b5000009', 'As it was called', true, 2, '{}', now());
INSERT INTO mrlearn.learners (id, tenant, graphy_course_id, graphy_user_id, name, email, email_stripped, mobile,
  progress_percent, total_time_seconds, is_completed, enrolment_status, enrolled_at, started_at, last_accessed_at,
  completed_at, module_progress, course_item_progress, completed_modules, awarded_modules, report_due, reported_at,
  created_at, updated_at)
VALUES ('00000000-0000-7000-8000-000000000041', 'my-analytics-school', '64b0c1f2a9e8d7c6b5000009', 'old-user-1',
    'Rohan Deshmukh', 'acme-rohan.d77@learner.example', 'rohan.d77@learner.example', '919900000077', 40, 3600, false,
    'active',
    now() - interval '20 days', now() - interval '19 days', now() - interval '1 day', NULL,
    '[{"id":"m1","title":"One","progress":100,"completed":true},
      {"id":"m2","title":"Two","progress":10,"completed":false}]',
    '[{"id":"i1","moduleId":"m1","title":"First","type":"video","progress":100,"timeSpent":60,"completed":true}]',
    '{m1}', '{m1}', false, now(), now(), now()),
  ('00000000-0000-7000-8000-000000000042', 'my-analytics-school', '64b0c1f2a9e8d7c6b5000009', 'old-user-2',
    NULL, NULL, NULL, NULL, 0, 0, false, NULL, now(), NULL, NULL, NULL, NULL, NULL, '{}', '{}', true, NULL, now(),
    now());
-- Anne's address is only alike once both are cut at their first hyphens: she was given Kavya's module and gave her
-- phone.
INSERT INTO identity.users (id, tenant, email, email_stripped, full_name, phone, password_hash, role,
  email_verified_at, created_at, updated_at)
VALUES ('00000000-0000-7000-8000-0000000000a3', 'my-analytics-school', 'anne-kavya.rao@learner.example',
  'kavya.rao@learner.example', 'Anne Rao', '919811111111', '$PASSWORD$', 'USER', now(), now(), now());
INSERT INTO mrlearn.learners (id, tenant, graphy_course_id, graphy_user_id, name, email, email_stripped, mobile,
  progress_percent, total_time_seconds, is_completed, module_progress, completed_modules, awarded_modules, report_due,
  created_at, updated_at)
SELECT ('00000000-0000-7000-8000-0000000000' || 70 + n)::uuid, 'my-analytics-school', 'old-course', 'old-user-7' || n,
  name, 'acme-' || address, address, CASE n WHEN 1 THEN '919811111111' END, 40, 60, false,
  '[{"id":"m1","title":"One","progress":100,"completed":true}]', '{m1}',
  CASE n WHEN 1 THEN '{m1}' ELSE '{}' END::text[], false, now(), now()
FROM (VALUES (1, 'Kavya Rao', 'kavya.rao@learner.example'), (2, 'Imran Khan', 'imran.khan@learner.example'),
  (3, 'Mary-Jane D''Souza', 'mary-jane.dsouza@inbox.example')) AS l (n, name, address);
INSERT INTO gamification.xp_events (user_id, type, source_id, base_xp, amount, multipliers, occurred_at,
  counts_for_streak, created_at)
VALUES ('00000000-0000-7000-8000-0000000000a3', 'module_completed', 'old-course:m1', 60, 66,
  '{"streak":1,"quality":1,"timing":1,"freshness":1.1,"antiFarm":1,"total":1.1}', now() - interval '2 days', false,
  now() - interval '2 days');
INSERT INTO gamification.student_progress (user_id, tenant, version, total_xp, meaningful_actions, level,
  current_streak, longest_streak, streak_milestones, created_at, updated_at)
VALUES ('00000000-0000-7000-8000-0000000000a3', 'my-analytics-school', 1, 66, 1, 1, 0, 0, 0, now(), now());
INSERT INTO mrlearn.learner_reports (tenant, graphy_course_id, graphy_user_id, report, last_synced_at)
VALUES ('my-analytics-school', '64b0c1f2a9e8d7c6b5000009', 'old-user-1', '{"courses":[]}', now());
INSERT INTO mrlearn.sync_runs (id, tenant, sync_config_id, graphy_course_id, status, triggered_by,
  include_detailed_reports, phase, started_at, advanced_at, finished_at, learners_at_source, learners_seen,
  learners_new, duration_ms)
VALUES ('00000000-0000-7000-8000-000000000051', 'my-analytics-school', '00000000-0000-7000-8000-000000000031',
  '64b0c1f2a9e8d7c6b5000009', 'success', 'manual', true, 'done', now() - interval '1 hour', now() - interval '1 hour',
  now() - interval '59 minutes', 2, 2, 2, 60000);
INSERT INTO mrlearn.sync_errors (run_id, phase, position, message, at)
VALUES ('00000000-0000-7000-8000-000000000051', 'reports', 'old-user-2', 'no report', now());

INSERT INTO jobs.job (id, queue, address, body, state, run_at, created_at, tenant)
VALUES ('00000000-0000-7000-8000-000000000061', 'emailQueue', 'notification.email.send',
  '{"to":"rohan.d77@learner.example","template":"login_code","key":"left-over",
    "data":{"name":"Rohan","code":"123456","minutes":"10"}}',
  'ready', now(), now(), 'my-analytics-school');
-- two messages whose numbers were read as Indian: the first one's account has the number as it was written
INSERT INTO jobs.job (id, queue, address, body, state, run_at, created_at, tenant)
SELECT ('00000000-0000-7000-8000-00000000006' || n)::uuid, 'whatsappQueue', 'notification.whatsapp.send',
  jsonb_build_object('phone', phone, 'userId', user_id, 'category', 'course', 'template',
    'mrlearn_course_progress_reminder', 'language', 'en', 'parameters',
    '["Wei","Data Science","42%","8","Friday"]'::jsonb,
    'button', 'courses/1/take', 'key', 'left-over-' || n),
  'ready', now(), now(), 'my-analytics-school'
FROM (VALUES (3, '916591234567', '00000000-0000-7000-8000-0000000000a2'), (4, '916598765432', NULL))
  AS m (n, phone, user_id);
INSERT INTO jobs.finished (id, queue, address, body, state, priority, run_at, attempts, token, created_at, started_at,
  finished_at, tenant)
VALUES ('00000000-0000-7000-8000-000000000062', 'emailQueue', 'notification.email.send', '{"key":"old-1"}', 'completed',
  0, now() - interval '1 hour', 1, 1, now() - interval '1 hour', now() - interval '1 hour', now() - interval '1 hour',
  'my-analytics-school');
INSERT INTO jobs.schedule (key, queue, address, cron, zone, declared, next_at, last_at)
VALUES ('token-purge-of-old', 'emailQueue', 'identity.token.purge', '0 3 * * *', 'Asia/Kolkata', true,
  now() + interval '1 day', now());
