-- Meetings that were held count for their mentors from now on; those of before are counted here.
UPDATE mentoring.mentors m SET completed = held.number
  FROM (SELECT mentor_id, tenant, count(*) AS number FROM mentoring.bookings WHERE state = 'completed'
         GROUP BY mentor_id, tenant) held
 WHERE held.mentor_id = m.user_id AND held.tenant = m.tenant;
