-- What is kept of a person is found by the person, for copies and erasures.
CREATE INDEX ratings_of_student ON mentoring.ratings (student_id);
CREATE INDEX reviews_of_mentor ON mentoring.reviews (mentor_id);
