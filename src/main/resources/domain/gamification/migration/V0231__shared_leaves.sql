-- Published for the SQL of other domains: the days on which nobody expects a student, both included.
CREATE VIEW gamification.shared_leaves AS
  SELECT user_id AS student_id, tenant, starts_on, ends_on FROM gamification.leaves WHERE state = 'approved';
