-- Published for the SQL of other domains: who meets whom, and when.
CREATE VIEW mentoring.shared_meetings AS
  SELECT tenant, id AS booking_id, mentor_id, student_id, title, state, starts_at, ends_at, created_at
    FROM mentoring.bookings;
