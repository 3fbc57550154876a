-- Slots that two have, as one JSON line: must be 0.
SELECT json_build_object('booked', (SELECT count(*) FROM mentoring.bookings),
  'double', (SELECT count(*) FROM (SELECT FROM mentoring.bookings WHERE state IN ('requested', 'booked')
    GROUP BY slot_id HAVING count(*) > 1) d));
