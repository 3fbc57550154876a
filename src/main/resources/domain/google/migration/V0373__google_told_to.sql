-- A calendar that takes the place of another has been told nothing, whatever is still under way to the one before.
ALTER TABLE google.events
  ADD COLUMN told_to timestamptz;                -- connected_at of the connection that was told last; null: unknown
UPDATE google.events AS e SET told_to = c.connected_at FROM google.connections AS c
 WHERE c.tenant = e.tenant AND c.user_id = e.user_id AND c.purpose = 'calendar' AND e.pushed IS NOT NULL;
