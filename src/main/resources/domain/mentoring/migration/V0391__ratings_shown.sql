-- Published for the copies of people's data: from when on a mentor sees the rating of a meeting. FeedbackRules says so,
-- too: once the mentor has reviewed the student, or when the time for feedback is over.
CREATE VIEW mentoring.shared_ratings_shown AS
  SELECT r.booking_id, least(v.given_at, coalesce(b.ended_at, b.ends_at) + interval '7 days') AS shown_at
    FROM mentoring.ratings r
    JOIN mentoring.bookings b ON b.id = r.booking_id
    LEFT JOIN mentoring.reviews v ON v.booking_id = r.booking_id;
