package com.mas.domain.engagement.standing;

import com.mas.bus.Page;
import com.mas.db.Database;
import com.mas.db.PageWindow;
import com.mas.db.Query;
import com.mas.db.Tx;
import com.mas.domain.engagement.standing.RatingRules.Week;
import com.mas.domain.engagement.standing.StandingContract.MenteeWeek;
import com.mas.domain.engagement.standing.StandingContract.SkillRating;
import com.mas.domain.engagement.standing.StandingContract.WeeklyRating;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

final class RatingRepository {
  private static final String SAVE_WEEKLY = """
      INSERT INTO standing.weekly_ratings AS w
        (id, tenant, student_id, super_mentor_id, year, week_number, communication, technical, problem_solving,
         participation, discipline, overall_average, comment, created_at, updated_at)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $14)
      ON CONFLICT (student_id, year, week_number) DO UPDATE
        SET super_mentor_id = excluded.super_mentor_id, communication = excluded.communication,
            technical = excluded.technical, problem_solving = excluded.problem_solving,
            participation = excluded.participation, discipline = excluded.discipline,
            overall_average = excluded.overall_average, comment = excluded.comment, updated_at = excluded.updated_at
      RETURNING *
      """;
  private static final String MENTEE_SINCE = """
      SELECT min((enrolled_at AT TIME ZONE 'Asia/Kolkata')::date) AS since FROM education.shared_students
       WHERE tenant = $1 AND super_mentor_id = $2 AND student_id = $3
      """;
  private static final String WEEKLY =
      "SELECT * FROM standing.weekly_ratings WHERE student_id = $1 AND tenant = $2 AND year = $3 AND week_number = $4";
  private static final Query<WeeklyRating> HISTORY = Query.of(WeeklyRating.class, "*",
      "FROM standing.weekly_ratings WHERE student_id = $1 AND tenant = $2", "year DESC, week_number DESC");

  private static final Query<Mentee> WEEK = Query.of(Mentee.class, "m.student_id AS mentee_id, p.full_name, w.*", """
      FROM (SELECT DISTINCT student_id FROM education.shared_students
             WHERE tenant = $1 AND super_mentor_id = $2 AND batch_state NOT IN ('completed', 'archived')) m
        LEFT JOIN identity.shared_people p ON p.id = m.student_id
        LEFT JOIN standing.weekly_ratings w ON w.student_id = m.student_id AND w.year = $3 AND w.week_number = $4
      """, "p.full_name, m.student_id");

  /** Saves skill ratings; one that says the same again changes nothing and leaves no history. */
  private static final String SAVE_SKILLS = """
      WITH saved AS (
        INSERT INTO standing.skill_ratings AS r (student_id, rater_id, tenant, rated_at, skill_key, skill_name,
          beginner, intermediate, advanced, overall_rating, sm_rating)
        SELECT $1, $2, $3, $4, lower(n.skill_name), n.*
          FROM unnest($5::text[], $6::text[]::numeric[], $7::text[]::numeric[], $8::text[]::numeric[],
            $9::text[]::numeric[], $10::text[]::numeric[])
            AS n (skill_name, beginner, intermediate, advanced, overall_rating, sm_rating)
         ORDER BY lower(n.skill_name)
        ON CONFLICT (student_id, rater_id, skill_key) DO UPDATE
          SET skill_name = excluded.skill_name, beginner = excluded.beginner, intermediate = excluded.intermediate,
              advanced = excluded.advanced, overall_rating = excluded.overall_rating, sm_rating = excluded.sm_rating,
              rated_at = excluded.rated_at
          WHERE (r.skill_name, r.beginner, r.intermediate, r.advanced, r.overall_rating, r.sm_rating)
            IS DISTINCT FROM (excluded.skill_name, excluded.beginner, excluded.intermediate, excluded.advanced,
              excluded.overall_rating, excluded.sm_rating)
        RETURNING r.*
      )
      INSERT INTO standing.skill_rating_history
        (student_id, rater_id, tenant, skill_name, beginner, intermediate, advanced, overall_rating, sm_rating,
         rated_at)
      SELECT student_id, rater_id, tenant, skill_name, beginner, intermediate, advanced, overall_rating, sm_rating,
             rated_at
        FROM saved
      """;
  private static final Query<SkillRating> SKILLS = Query.of(SkillRating.class, "*",
      "FROM standing.skill_ratings WHERE student_id = $1 AND tenant = $2", "skill_key, rated_at DESC, rater_id");
  private static final Query<SkillRating> SKILL_HISTORY = Query.of(SkillRating.class, "*",
      "FROM standing.skill_rating_history WHERE student_id = $1 AND tenant = $2", "id DESC");

  private final Database db;

  RatingRepository(Database db) {
    this.db = db;
  }

  private record Mentee(UUID menteeId, String fullName, WeeklyRating rating) {
    MenteeWeek shown() {
      return new MenteeWeek(menteeId, fullName, rating);
    }
  }

  WeeklyRating save(Tx tx, String tenant, WeeklyRating rating) {
    return HISTORY.rows().first(tx.query(SAVE_WEEKLY, rating.id(), tenant, rating.studentId(), rating.superMentorId(),
        rating.year(), rating.weekNumber(), rating.communication(), rating.technical(), rating.problemSolving(),
        rating.participation(), rating.discipline(), rating.overallAverage(), rating.comment(), rating.updatedAt()))
        .orElseThrow();
  }

  Optional<WeeklyRating> weekly(String tenant, UUID student, Week week) {
    return HISTORY.rows().first(db.query(WEEKLY, student, tenant, week.year(), week.number()));
  }

  Page<WeeklyRating> history(String tenant, UUID student, PageWindow window) {
    return HISTORY.page(db, window, student, tenant);
  }

  /** Returns the day on which the student's seat with the mentor was taken; nothing where that is not known. */
  Optional<LocalDate> menteeSince(String tenant, UUID mentor, UUID student) {
    return Optional.ofNullable(db.query(MENTEE_SINCE, tenant, mentor, student).iterator().next().getLocalDate(0));
  }

  /** All mentees, rated in that week or not. */
  Page<MenteeWeek> week(String tenant, UUID mentor, Week week, PageWindow window) {
    return WEEK.page(db, window, tenant, mentor, week.year(), week.number()).map(Mentee::shown);
  }

  /** @param ratings each of another skill */
  void save(Tx tx, String tenant, UUID student, UUID rater, List<SkillRating> ratings, Instant now) {
    Function<Function<SkillRating, BigDecimal>, Object> column =
        part -> Columns.numbers(ratings.stream().map(part));
    tx.send(SAVE_SKILLS, student, rater, tenant, now, ratings.stream().map(SkillRating::skillName).toList(),
        column.apply(SkillRating::beginner), column.apply(SkillRating::intermediate),
        column.apply(SkillRating::advanced), column.apply(SkillRating::overallRating),
        column.apply(SkillRating::smRating));
  }

  Page<SkillRating> skills(String tenant, UUID student, PageWindow window) {
    return SKILLS.page(db, window, student, tenant);
  }

  Page<SkillRating> skillHistory(String tenant, UUID student, PageWindow window) {
    return SKILL_HISTORY.page(db, window, student, tenant);
  }
}
