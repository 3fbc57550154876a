-- Open slots of weekly hours, by when they are held no more: then they expire.
CREATE INDEX slots_of_hours ON mentoring.slots (held_until) WHERE state = 'open' AND of_hours;
-- Those that were opened again by a cancellation are times of the hours, no more.
UPDATE mentoring.slots SET state = 'expired' WHERE state = 'open' AND of_hours AND held_until IS NULL;
