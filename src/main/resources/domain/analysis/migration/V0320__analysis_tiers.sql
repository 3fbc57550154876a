-- Analyses that the schedule begins: nobody has made them, and what the last run of each tier did is kept.
ALTER TABLE analysis.pipelines ALTER COLUMN created_by DROP NOT NULL;  -- null: the schedule

CREATE TABLE analysis.tiers (
  tenant text NOT NULL,
  scope text NOT NULL CHECK (scope IN ('FACULTY', 'DEPARTMENT', 'CAMPUS')),
  ran_at timestamptz NOT NULL,                   -- when the last run began
  begun bigint NOT NULL,
  unchanged bigint NOT NULL,                     -- nothing new since their last finished pipeline
  under_way bigint NOT NULL,                     -- one was running
  PRIMARY KEY (tenant, scope)
) WITH (fillfactor = 70);

CREATE INDEX pipelines_finished ON analysis.pipelines (tenant, scope, scope_id, created_at DESC)
  WHERE state = 'COMPLETED' AND version_id IS NULL AND period IS NULL;
