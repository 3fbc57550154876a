-- The mirror of people and courses is complete, too, where the account may not read progress: such a sync is partial, and
-- no page of it is missing.
CREATE OR REPLACE VIEW moodle.shared_syncs AS
  SELECT tenant, max(ended_at) AS completed_at FROM moodle.sync_log
   WHERE status = 'completed' OR status = 'partial' AND NOT EXISTS (
     SELECT FROM jsonb_array_elements(phases) AS p (phase) WHERE (p.phase -> 'log' ->> 'errors')::bigint > 0)
   GROUP BY tenant;
