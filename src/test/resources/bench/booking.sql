-- Students of load.sql with accounts, a hundred mentors, and their slots of half an hour from next week on.
INSERT INTO identity.users (id, tenant, email, full_name, role, email_verified_at, created_at, updated_at)
  SELECT ('00000000-0000-4000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, :'platform', 'bench-s' || n || '@learner.example',
    'Student ' || n, 'USER', now(), now(), now() FROM generate_series(1, :users) n;
INSERT INTO identity.users (id, tenant, email, full_name, role, email_verified_at, created_at, updated_at)
  SELECT gen_random_uuid(), :'platform', 'bench-m' || n || '@learner.example', 'Mentor ' || n, 'EXPERT', now(), now(), now()
  FROM generate_series(1, 100) n;
INSERT INTO mentoring.slots (id, tenant, mentor_id, starts_at, ends_at, state, created_at)
  SELECT gen_random_uuid(), :'platform', m.id, t, t + interval '30 minutes', 'open', now()
  FROM identity.users m, generate_series(0, :slots / 100 - 1) k,
    LATERAL (SELECT date_trunc('hour', now()) + interval '7 days' + k * interval '30 minutes' AS t) at
  WHERE m.email LIKE 'bench-m%';
VACUUM (ANALYZE) identity.users, mentoring.slots;
