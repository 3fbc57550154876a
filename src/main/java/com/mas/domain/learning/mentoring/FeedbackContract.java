package com.mas.domain.learning.mentoring;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.mas.bus.Failure;
import com.mas.bus.Reason;
import com.mas.bus.Request;
import com.mas.bus.Visible;
import com.mas.bus.Word;
import com.mas.db.View;
import com.mas.domain.learning.mentoring.MentoringContract.BookingKind;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/** Declares the feedback that the two of a meeting give each other once it took place. */
@NullMarked
public final class FeedbackContract {
  public static final Reason NOT_HELD = Reason.of(Failure.UNPROCESSABLE, "not_held",
      "Feedback is about a meeting that took place.");
  public static final Reason FEEDBACK_CLOSED = Reason.of(Failure.UNPROCESSABLE, "feedback_closed",
      "Feedback can be given and changed for 7 days after the meeting.");
  public static final Reason REVIEW_FINAL = Reason.of(Failure.UNPROCESSABLE, "review_final",
      "You can see the student's rating by now, so your review stays as it is.");
  public static final Reason SCORES_REFUSED = Reason.of(Failure.UNPROCESSABLE, "scores_refused",
      "Give each score once, and only scores that belong to this kind of meeting.");
  public static final Reason NOT_YOUR_SIDE = Reason.of(Failure.FORBIDDEN, "not_your_side",
      "The student of the meeting rates the mentor, and the mentor reviews the student.");

  private FeedbackContract() {}

  public enum Side implements Word { STUDENT, MENTOR, ADMIN }

  public enum RatingTag implements Word {
    CLEAR, PREPARED, PRACTICAL, PATIENT, ENCOURAGING, RUSHED, UNPREPARED, OFF_TOPIC
  }

  /** Lists what mentors score; {@code FeedbackRules} says which belong to a kind of meeting. */
  public enum Criterion implements Word {
    TECHNICAL_KNOWLEDGE, PROBLEM_SOLVING, COMMUNICATION, CONFIDENCE, CONTENT, STRUCTURE, IMPACT, GOALS, PREPARATION,
    PROGRESS
  }

  public enum Verdict implements Word { READY, NEEDS_PRACTICE, NOT_READY }

  public record Score(Criterion criterion, @Min(1) @Max(5) int score) {}

  /**
   * Holds the student's words about the mentor.
   *
   * @param onTime whether the mentor was there in time
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Rating(int stars, boolean onTime, List<RatingTag> tags, @Nullable String comment, Instant givenAt,
      Instant changedAt) {}

  /**
   * Holds the mentor's words about the student.
   *
   * @param privateNote for the mentor alone
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Review(List<Score> scores, @Nullable Verdict verdict, @Nullable String strengths,
      @Nullable String improve, @Nullable String privateNote, Instant givenAt, Instant changedAt) {}

  /**
   * @param side of the caller
   * @param until then it may be given and changed
   * @param criteria that the mentor may score
   * @param rating the mentor sees it once both have given theirs, or when the time is over; null: not given, or not to
   *     be seen yet
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Feedback(UUID bookingId, Side side, BookingKind kind, String title, @Nullable String other,
      Instant until, List<Criterion> criteria, @Nullable Rating rating, @Nullable Review review) {}

  /** Shows the feedback of a meeting, to the two of it and to administrators. */
  public static final Request<GetFeedback, Feedback> GET =
      Request.of("mentoring.feedback.get", GetFeedback.class, Feedback.class);

  public record GetFeedback(UUID id) {}

  /** Rates the mentor, for the student of the meeting; later calls replace the rating. */
  public static final Request<RateMentor, Feedback> RATE =
      Request.of("mentoring.feedback.rate", RateMentor.class, Feedback.class);

  public record RateMentor(UUID id, @Min(1) @Max(5) int stars, boolean onTime,
      @Nullable @Size(max = 8) List<RatingTag> tags, @Nullable @Visible @Size(max = 2000) String comment) {}

  /**
   * Reviews the student, for the mentor of the meeting. Later calls replace the review, until the student has rated the
   * mentor, who then sees how.
   */
  public static final Request<ReviewStudent, Feedback> REVIEW =
      Request.of("mentoring.feedback.review", ReviewStudent.class, Feedback.class);

  public record ReviewStudent(UUID id, @Size(min = 1, max = 10) List<Score> scores, @Nullable Verdict verdict,
      @Nullable @Visible @Size(max = 2000) String strengths, @Nullable @Visible @Size(max = 2000) String improve,
      @Nullable @Visible @Size(max = 2000) String privateNote) {}

  /** Shows the copies of people's data from when on the mentor of a meeting sees how the student rated it. */
  public static final View RATINGS_SHOWN = View.of("mentoring.shared_ratings_shown", "booking_id, shown_at");
}
