-- What each node tells of itself every few seconds; here, and not over the bus, so that a node whose bus is broken shows.
CREATE TABLE platform.node (
  name    text PRIMARY KEY,
  seen_at timestamptz NOT NULL,
  report  json NOT NULL
) WITH (fillfactor = 50);
