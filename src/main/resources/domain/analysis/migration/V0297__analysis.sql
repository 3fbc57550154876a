-- Analyses of comments: pipelines, the comments that each is about, the pieces of their stages, and what came out.
CREATE SCHEMA analysis;

CREATE TABLE analysis.pipelines (
  id uuid PRIMARY KEY,
  tenant text NOT NULL,
  scope text NOT NULL CHECK (scope IN ('FACULTY', 'DEPARTMENT', 'CAMPUS')),
  scope_id text NOT NULL,
  scope_name text NOT NULL,
  version_id uuid,                               -- null: all
  period text,                                   -- null: all
  state text NOT NULL CHECK (state IN ('AWAITING_CONFIRMATION', 'SENTIMENT_ANALYSIS', 'SENTIMENT_GATE', 'TOPIC_MODELING',
                                       'TOPIC_LABELING', 'GENERATING_RECOMMENDATIONS', 'COMPLETED', 'FAILED', 'CANCELLED')),
  submissions bigint NOT NULL,
  comments bigint NOT NULL,
  students bigint,
  warnings text[] NOT NULL DEFAULT '{}',
  ignored bigint NOT NULL DEFAULT 0,             -- results of workers for others
  metrics jsonb,                                 -- of the topic model
  error text,
  created_by uuid NOT NULL,
  created_at timestamptz NOT NULL,
  confirmed_at timestamptz,
  ended_at timestamptz
) WITH (fillfactor = 70);
CREATE UNIQUE INDEX pipelines_one_active ON analysis.pipelines (tenant, scope, scope_id,
  coalesce(version_id, '00000000-0000-0000-0000-000000000000'), coalesce(period, '')) WHERE ended_at IS NULL;
CREATE INDEX pipelines_newest ON analysis.pipelines (tenant, created_at DESC, id DESC);

CREATE TABLE analysis.items (
  pipeline_id uuid NOT NULL REFERENCES analysis.pipelines (id) ON DELETE CASCADE,
  number int NOT NULL,                           -- from 0, the newest first
  submission_id uuid NOT NULL,
  positive real, neutral real, negative real,    -- null: not told yet
  mood text CHECK (mood IN ('positive', 'neutral', 'negative')),
  passed boolean,                                -- the gate
  embedding real[],
  topic int,
  probability real,
  PRIMARY KEY (pipeline_id, number)
) WITH (fillfactor = 70);
CREATE UNIQUE INDEX items_submission ON analysis.items (submission_id, pipeline_id);

-- A piece of a stage covers the items of these numbers.
CREATE TABLE analysis.pieces (
  pipeline_id uuid NOT NULL REFERENCES analysis.pipelines (id) ON DELETE CASCADE,
  stage text NOT NULL CHECK (stage IN ('sentiment', 'gate', 'embedding', 'topics', 'labels', 'recommendations')),
  piece int NOT NULL,
  first int NOT NULL,
  last int NOT NULL,
  failures int NOT NULL DEFAULT 0,
  done_at timestamptz,
  PRIMARY KEY (pipeline_id, stage, piece)
) WITH (fillfactor = 70);
CREATE INDEX pieces_open ON analysis.pieces (pipeline_id) WHERE done_at IS NULL;

CREATE TABLE analysis.topics (
  pipeline_id uuid NOT NULL REFERENCES analysis.pipelines (id) ON DELETE CASCADE,
  topic_index int NOT NULL,
  label text NOT NULL,
  keywords text[] NOT NULL,
  PRIMARY KEY (pipeline_id, topic_index)
);

CREATE TABLE analysis.recommendations (
  pipeline_id uuid NOT NULL REFERENCES analysis.pipelines (id) ON DELETE CASCADE,
  number int NOT NULL,
  category text NOT NULL CHECK (category IN ('STRENGTH', 'IMPROVEMENT')),
  headline text NOT NULL,
  description text NOT NULL,
  action_plan text NOT NULL,
  priority text NOT NULL CHECK (priority IN ('HIGH', 'MEDIUM', 'LOW')),
  confidence text NOT NULL CHECK (confidence IN ('HIGH', 'MEDIUM', 'LOW')),
  supporting_evidence uuid[] NOT NULL,
  PRIMARY KEY (pipeline_id, number)
);
