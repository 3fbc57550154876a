-- Calendars that are behind take turns: those that were tried longest ago are the next.
ALTER TABLE google.connections
  ADD COLUMN tried_at timestamptz;               -- when a sweep last had this calendar told; null: never
CREATE INDEX connections_turn ON google.connections (tried_at NULLS FIRST, tenant, user_id)
 WHERE purpose = 'calendar' AND state = 'connected';
