package com.mas.domain.learning.mentoring;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.mas.bus.Failure;
import com.mas.bus.Listing;
import com.mas.bus.Page;
import com.mas.bus.Reason;
import com.mas.bus.Request;
import com.mas.bus.Visible;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/** Declares the dated rules about bookings, and how a mentor takes them. */
@NullMarked
public final class TermsContract {
  public static final Reason TERMS_REFUSED = Reason.of(Failure.UNPROCESSABLE, "terms_refused",
      "New rules hold from a time in the future.");

  private TermsContract() {}

  /**
   * Rules about bookings. Those that are in force at the start of a meeting decide about it.
   *
   * @param tenant that they are for; empty: for those which have none
   * @param bookNoticeMinutes before the start, when a slot can be booked no more; mentors may want more
   * @param changeNoticeMinutes before the start, when a student can move it no more, and pays for cancelling it
   * @param answerMinutes for which a request waits for its mentor
   * @param holdMinutes for which a slot is held while a form is filled in
   * @param minutesPerToken of a meeting
   * @param absentPercent of the earning that a mentor has when the student did not come, or cancelled late
   * @param source says who decided so
   */
  public record Terms(String tenant, Instant validFrom, @Min(0) @Max(43_200) int bookNoticeMinutes,
      @Min(0) @Max(43_200) int changeNoticeMinutes, @Min(10) @Max(43_200) int answerMinutes,
      @Min(1) @Max(60) int holdMinutes, @Min(1) @Max(240) int minutesPerToken, @Min(0) @Max(100) int absentPercent,
      String source) {}

  /** Lists the rules of the tenant and those of all, latest first. */
  public static final Request<ListTerms, Page<Terms>> LIST_TERMS =
      Request.list("mentoring.terms.list", ListTerms.class, Terms.class);

  public record ListTerms(@Nullable Integer limit, @Nullable Long offset) implements Listing {}

  /** Adds rules of the tenant that hold from a time to come; those of the same time are replaced. */
  public static final Request<SetTerms, Terms> SET_TERMS =
      Request.of("mentoring.terms.set", SetTerms.class, Terms.class);

  public record SetTerms(Instant validFrom, @Min(0) @Max(43_200) int bookNoticeMinutes,
      @Min(0) @Max(43_200) int changeNoticeMinutes, @Min(10) @Max(43_200) int answerMinutes,
      @Min(1) @Max(60) int holdMinutes, @Min(1) @Max(240) int minutesPerToken, @Min(0) @Max(100) int absentPercent,
      @Visible @Size(max = 300) String source) {}

  /** Tells how a mentor takes bookings. */
  public static final Request<GetManner, Manner> GET_MANNER =
      Request.of("mentoring.manner.get", GetManner.class, Manner.class);

  /** @param mentorId an admin says whose; null is the caller */
  public record GetManner(@Nullable UUID mentorId) {}

  /**
   * @param onApproval whether the mentor approves each request; otherwise a slot is booked at once
   * @param noticeMinutes before the start, when a slot can be booked no more; null: as the rules say
   * @param bufferMinutes between two meetings, at the least
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Manner(boolean onApproval, @Nullable @Min(0) @Max(43_200) Integer noticeMinutes,
      @Min(0) @Max(240) int bufferMinutes) {}

  public static final Request<SetManner, Manner> SET_MANNER =
      Request.of("mentoring.manner.set", SetManner.class, Manner.class);

  /** @param mentorId an admin says whose; null is the caller */
  public record SetManner(@Nullable UUID mentorId, boolean onApproval,
      @Nullable @Min(0) @Max(43_200) Integer noticeMinutes, @Min(0) @Max(240) int bufferMinutes) {}
}
