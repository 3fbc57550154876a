-- Published for the SQL of other domains: what was awarded to a student, and the badges.
CREATE VIEW gamification.shared_timeline AS
  SELECT p.tenant, e.user_id AS student_id, 'xp' AS kind, e.type || ':' || e.source_id AS id, e.type AS what,
         e.amount, e.created_at AS at
    FROM gamification.xp_events e JOIN gamification.student_progress p ON p.user_id = e.user_id
  UNION ALL
  SELECT p.tenant, b.user_id, 'badge', b.badge_id, b.badge_id, NULL, b.unlocked_at
    FROM gamification.student_badges b JOIN gamification.student_progress p ON p.user_id = b.user_id;
