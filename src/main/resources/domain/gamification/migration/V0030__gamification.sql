-- What students did, what it was worth, and what it adds up to. References to people by id only.
CREATE SCHEMA gamification;

-- The ledger. Its key is what makes an award happen once.
CREATE TABLE gamification.xp_events (
  user_id           uuid NOT NULL,
  type              text NOT NULL CHECK (length(type) <= 40),
  source_id         text NOT NULL CHECK (length(source_id) BETWEEN 1 AND 200),
  base_xp           integer NOT NULL CHECK (base_xp >= 0),
  amount            integer NOT NULL CHECK (amount >= 0),
  multipliers       jsonb NOT NULL,                 -- every factor, so that the amount can be explained
  occurred_at       timestamptz NOT NULL,           -- when the student did it; its IST day is the active one
  counts_for_streak boolean NOT NULL,               -- whether it makes that day active
  cause             uuid,                           -- what led to the award (a stored request, a run), if anything did
  created_at        timestamptz NOT NULL,           -- when it was granted
  PRIMARY KEY (user_id, type, source_id)
);
CREATE INDEX xp_events_by_grant ON gamification.xp_events (user_id, created_at);

-- Rows may be erased with the person they are about, but what was awarded is never rewritten.
CREATE FUNCTION gamification.refuse_rewriting() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'gamification.xp_events is append-only';
END $$;
CREATE TRIGGER append_only BEFORE UPDATE ON gamification.xp_events
  FOR EACH STATEMENT EXECUTE FUNCTION gamification.refuse_rewriting();

-- One row per student who has a ledger: its sum. Whoever appends to the ledger writes this row too, in the same
-- transaction, with the next version: who still sees the version that he read knows that the ledger is unchanged.
CREATE TABLE gamification.student_progress (
  user_id            uuid PRIMARY KEY,
  tenant             text NOT NULL,
  version            bigint NOT NULL,
  total_xp           integer NOT NULL CHECK (total_xp >= 0),
  meaningful_actions integer NOT NULL CHECK (meaningful_actions >= 0),
  level              integer NOT NULL CHECK (level BETWEEN 1 AND 50),
  current_streak     integer NOT NULL,              -- length of the run that ends on last_active_day
  longest_streak     integer NOT NULL CHECK (longest_streak >= current_streak),
  last_active_day    date,                          -- IST
  streak_milestones  integer NOT NULL,              -- how many all runs together have reached
  last_action_day    date,                          -- IST day of the newest meaningful action
  created_at         timestamptz NOT NULL,
  updated_at         timestamptz NOT NULL
) WITH (fillfactor = 80);                           -- rewritten with each award: leaves room for that on the page

CREATE TABLE gamification.student_badges (
  user_id     uuid NOT NULL,
  badge_id    text NOT NULL CHECK (length(badge_id) <= 60),
  unlocked_at timestamptz NOT NULL,
  seen_at     timestamptz,                          -- null until the student was shown it
  PRIMARY KEY (user_id, badge_id)
);
CREATE INDEX student_badges_unseen ON gamification.student_badges (user_id, unlocked_at) WHERE seen_at IS NULL;
