-- Mentors who do not want to be compared stay off the leaderboard.
ALTER TABLE mentoring.mentors ADD COLUMN on_board boolean NOT NULL DEFAULT true;
CREATE INDEX bookings_over ON mentoring.bookings (tenant, ends_at) WHERE state IN ('completed', 'missed');
CREATE INDEX ratings_of_time ON mentoring.ratings (tenant, given_at);
