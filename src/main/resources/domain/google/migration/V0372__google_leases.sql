-- One node renews a token at a time, and holds no lock while it waits for Google.
ALTER TABLE google.connections
  ADD COLUMN renewing_until timestamptz;         -- until then one node asks Google for a new token; null: none does
