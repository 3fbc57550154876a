-- Students at risk: the newest score of each seat, and what was asked for them. Ids of people and batches are others'.
CREATE SCHEMA risk;

CREATE TABLE risk.scores (
  student_id        uuid NOT NULL,
  batch_id          uuid NOT NULL,
  tenant            text NOT NULL,
  score             numeric(4, 1) NOT NULL CHECK (score BETWEEN 0 AND 100),
  tier              text NOT NULL CHECK (tier IN ('low', 'medium', 'high')),
  parts             jsonb NOT NULL,   -- each signal with its value, weight, points and words
  ways              jsonb NOT NULL,   -- what would move the student to the next lower tier
  template          text NOT NULL,    -- the deterministic reason; the one below is new when this one is
  reason            text NOT NULL CHECK (length(reason) BETWEEN 1 AND 240),
  reason_source     text NOT NULL CHECK (reason_source IN ('ai', 'template')),
  reviewed_by       uuid,             -- null when a call reviewed it
  reviewed_at       timestamptz,
  reviewed_until    timestamptz,
  last_call_summary text CHECK (length(last_call_summary) BETWEEN 1 AND 2000),
  computed_at       timestamptz NOT NULL,
  PRIMARY KEY (student_id, batch_id),
  CHECK ((reviewed_at IS NULL) = (reviewed_until IS NULL))
) WITH (fillfactor = 80);             -- rewritten each day: leaves room for that on the page
CREATE INDEX scores_of_batch ON risk.scores (batch_id, score DESC) WHERE tier <> 'low';

CREATE TABLE risk.classroom_requests (
  id           uuid PRIMARY KEY,
  tenant       text NOT NULL,
  student_id   uuid NOT NULL,
  batch_id     uuid NOT NULL,
  requested_by uuid NOT NULL,
  note         text CHECK (length(note) <= 500),
  state        text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'done')),
  created_at   timestamptz NOT NULL
);
CREATE UNIQUE INDEX classroom_requests_one_open ON risk.classroom_requests (student_id, batch_id) WHERE state = 'open';

-- Published by education for the SQL of other domains: when somebody came to a seat, and what is not settled of it.
CREATE VIEW education.shared_placements AS
  SELECT a.tenant, a.batch_id, b.state AS batch_state, a.user_id AS student_id, a.created_at,
         (NOT a.mou_signed)::int + (NOT a.payment_done)::int + (NOT a.diagnostic_done)::int AS open_steps
    FROM education.applications a JOIN education.batches b ON b.id = a.batch_id
   WHERE a.state IN ('paid', 'batch_allocated', 'enrolled');

-- Published by education: who leads what.
CREATE VIEW education.shared_batches AS
  SELECT id AS batch_id, tenant, code, name, state, starts_on, ends_on, batch_lead_id, super_mentor_id
    FROM education.batches;

-- Published by identity: when somebody last signed in.
CREATE VIEW identity.shared_sign_ins AS
  SELECT id AS user_id, tenant, last_login_at FROM identity.users WHERE status = 'active';

-- Published by gamification: what students did and when, without what it was worth; awards for awards are left out.
CREATE VIEW gamification.shared_activity AS
  SELECT user_id AS student_id, type, occurred_at FROM gamification.xp_events
   WHERE type IN ('daily_login', 'assignment_submitted', 'test_taken', 'module_completed', 'mentor_call_completed');
