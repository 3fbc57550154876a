-- What queues and nodes did, for the charts of operators: one row for each of them and each step of time that had
-- something to tell. Steps of a minute become steps of ten minutes, and those of an hour, as they grow old.
CREATE TABLE platform.samples (
  kind    text NOT NULL CHECK (kind IN ('queue', 'node')),
  subject text NOT NULL,              -- the queue or the node; empty for all queues together
  step    int NOT NULL CHECK (step IN (60, 600, 3600)),
  at      timestamptz NOT NULL,       -- when the step began
  figures jsonb NOT NULL,             -- {"<figure>": <number>}
  PRIMARY KEY (kind, at, subject, step)
);
