package com.mas.domain.learning.mentoring;

import com.mas.db.Database;
import com.mas.db.Rows;
import com.mas.db.Tx;
import com.mas.domain.learning.mentoring.FeedbackContract.*;
import com.mas.domain.learning.mentoring.MentoringContract.Booking;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Ratings of mentors and reviews of students. The booking is locked before anything is written. */
final class FeedbackRepository {
  private static final String MENTOR = """
      INSERT INTO mentoring.mentors (user_id, tenant, changed_at, completed)
      VALUES ($1, $2, $3,\s""" + TermsRepository.HELD + ") ON CONFLICT (user_id) DO NOTHING";
  private static final String COUNT = """
      UPDATE mentoring.mentors SET
        rating_sum = rating_sum + $2 - coalesce((SELECT stars FROM mentoring.ratings WHERE booking_id = $1), 0),
        ratings = ratings + CASE WHEN EXISTS (SELECT FROM mentoring.ratings WHERE booking_id = $1) THEN 0 ELSE 1 END
       WHERE user_id = $3
      """;
  private static final String RATE = """
      INSERT INTO mentoring.ratings
        (booking_id, tenant, mentor_id, student_id, stars, on_time, tags, comment, given_at, changed_at)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9)
      ON CONFLICT (booking_id) DO UPDATE SET stars = $5, on_time = $6, tags = $7, comment = $8, changed_at = $9
      """;
  private static final String REVIEW = """
      INSERT INTO mentoring.reviews
        (booking_id, tenant, mentor_id, student_id, kind, verdict, strengths, improve, private_note, given_at,
         changed_at)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10)
      ON CONFLICT (booking_id) DO UPDATE SET verdict = $6, strengths = $7, improve = $8, private_note = $9,
        changed_at = $10
      """;
  private static final String FORGET_SCORES = "DELETE FROM mentoring.review_scores WHERE booking_id = $1";
  private static final String SCORE = """
      INSERT INTO mentoring.review_scores (booking_id, criterion, score)
      SELECT $1, * FROM unnest($2::text[], $3::int[])
      """;

  private static final Rows<Rating> RATINGS = Rows.of(Rating.class);
  private static final String RATING = "SELECT * FROM mentoring.ratings WHERE booking_id = $1 AND tenant = $2";

  /** Holds a review without its scores, which are in a table of their own. */
  private record Said(@Nullable Verdict verdict, @Nullable String strengths, @Nullable String improve,
      @Nullable String privateNote, Instant givenAt, Instant changedAt) {
    Review with(List<Score> scores) {
      return new Review(scores, verdict, strengths, improve, privateNote, givenAt, changedAt);
    }
  }

  private static final Rows<Said> REVIEWS = Rows.of(Said.class);
  private static final String REVIEWED = "SELECT * FROM mentoring.reviews WHERE booking_id = $1 AND tenant = $2";
  private static final Rows<Score> SCORES = Rows.of(Score.class);
  private static final String SCORED = "SELECT * FROM mentoring.review_scores WHERE booking_id = $1 ORDER BY criterion";

  private final Database db;

  FeedbackRepository(Database db) {
    this.db = db;
  }

  /** Keeps the rating, and counts it for the mentor in place of an earlier one. */
  void rate(Tx tx, String tenant, Booking booking, RateMentor ask, Instant now) {
    tx.query(MENTOR, booking.mentorId(), tenant, now);
    tx.query(COUNT, booking.id(), ask.stars(), booking.mentorId());
    tx.query(RATE, booking.id(), tenant, booking.mentorId(), booking.studentId(), ask.stars(), ask.onTime(),
        ask.tags() == null ? List.of() : ask.tags().stream().distinct().toList(), ask.comment(), now);
  }

  void review(Tx tx, String tenant, Booking booking, ReviewStudent ask, Instant now) {
    tx.query(REVIEW, booking.id(), tenant, booking.mentorId(), booking.studentId(), booking.kind(), ask.verdict(),
        ask.strengths(), ask.improve(), ask.privateNote(), now);
    tx.query(FORGET_SCORES, booking.id());
    tx.query(SCORE, booking.id(), ask.scores().stream().map(Score::criterion).toList(),
        ask.scores().stream().map(Score::score).toArray(Integer[]::new));
  }

  Optional<Rating> rating(String tenant, UUID booking) {
    return RATINGS.first(db.query(RATING, booking, tenant));
  }

  Optional<Review> review(String tenant, UUID booking) {
    return REVIEWS.first(db.query(REVIEWED, booking, tenant))
        .map(said -> said.with(SCORES.all(db.query(SCORED, booking))));
  }

  /** Returns the review of a booking whose student has rated the mentor, too. */
  Optional<Review> answered(Tx tx, String tenant, UUID booking) {
    return RATINGS.first(tx.query(RATING, booking, tenant))
        .flatMap(rated -> REVIEWS.first(tx.query(REVIEWED, booking, tenant)))
        .map(said -> said.with(SCORES.all(tx.query(SCORED, booking))));
  }
}
