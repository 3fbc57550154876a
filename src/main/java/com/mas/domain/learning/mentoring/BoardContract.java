package com.mas.domain.learning.mentoring;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.mas.bus.Default;
import com.mas.bus.Failure;
import com.mas.bus.Listing;
import com.mas.bus.Page;
import com.mas.bus.Reason;
import com.mas.bus.Request;
import com.mas.domain.learning.mentoring.FeedbackContract.Criterion;
import com.mas.domain.learning.mentoring.FeedbackContract.Verdict;
import com.mas.domain.learning.mentoring.MentoringContract.BookingKind;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/** Declares what feedback adds up to: a student's scorecard, and the leaderboard of mentors. */
@NullMarked
public final class BoardContract {
  public static final Reason NOT_YOURS_TO_SEE = Reason.of(Failure.FORBIDDEN, "not_yours_to_see",
      "A scorecard is for the student, and for the mentors and batch leads of the student.");

  private BoardContract() {}

  // --- scorecards --------------------------------------------------------------------------------------------------

  /**
   * @param mean of all scores; {@code recent} of those of the last 90 days, null when there are none
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Mean(Criterion criterion, double mean, int count, @Nullable Double recent) {}

  /** @param month its first day */
  public record Point(Criterion criterion, LocalDate month, double mean, int count) {}

  /** @param mentorName null when the account is disabled */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Remark(UUID bookingId, @Nullable String mentorName, BookingKind kind, @Nullable Verdict verdict,
      @Nullable String strengths, @Nullable String improve, Instant givenAt) {}

  /**
   * @param months of the last year, earliest first
   * @param latest remarks, newest first, at most five
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Scorecard(UUID studentId, @Nullable String name, int reviews, List<Mean> means, List<Point> months,
      List<Remark> latest) {}

  /** Shows the caller's own scorecard. */
  public static final Request<OwnScorecard, Scorecard> OWN_SCORECARD =
      Request.of("mentoring.scorecard.own", OwnScorecard.class, Scorecard.class);

  public record OwnScorecard() {}

  /** Shows a student's scorecard to those who look after the student: as the student's profile. */
  public static final Request<GetScorecard, Scorecard> SCORECARD =
      Request.of("mentoring.scorecard.get", GetScorecard.class, Scorecard.class);

  public record GetScorecard(UUID userId) {}

  // --- leaderboard -------------------------------------------------------------------------------------------------

  /**
   * @param completed meetings held in the time
   * @param rating of the ratings in the time, drawn towards 3.5 while they are few; 0 while there is none
   * @param punctual percentage of meetings to which the mentor came in time, as students say; one that the mentor
   *     missed counts as late; null while nothing is known
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Leader(long place, UUID id, String name, @Nullable String company, @Nullable UUID photoId,
      int completed, double rating, int ratings, @Nullable Integer punctual) {}

  /** Lists mentors who are listed and want to be compared: by meetings held, then by rating. */
  public static final Request<ListLeaders, Page<Leader>> LEADERS =
      Request.list("mentoring.leader.list", ListLeaders.class, Leader.class);

  /** @param days until now that count */
  public record ListLeaders(@Nullable @Default("90") @Min(1) @Max(366) Integer days, @Nullable Integer limit,
      @Nullable Long offset) implements Listing {}

  /** @param shown whether the caller is on the leaderboard */
  public record BoardWish(boolean shown) {}

  public static final Request<GetBoardWish, BoardWish> GET_WISH =
      Request.of("mentoring.leader.wish", GetBoardWish.class, BoardWish.class);

  public record GetBoardWish() {}

  public static final Request<SetBoardWish, BoardWish> SET_WISH =
      Request.of("mentoring.leader.set_wish", SetBoardWish.class, BoardWish.class);

  public record SetBoardWish(boolean shown) {}
}
