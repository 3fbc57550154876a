package com.mas.domain.engagement.gamification;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.mas.bus.Failure;
import com.mas.bus.Listing;
import com.mas.bus.Page;
import com.mas.bus.Reason;
import com.mas.bus.Request;
import com.mas.bus.Visible;
import com.mas.bus.Word;
import jakarta.validation.constraints.Size;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/**
 * Days on which nobody expects a student to be active: holidays of the institute, and leave of a student. They break no
 * streak. All days are IST days, both ends of a stretch included; everything is about the call's tenant.
 */
@NullMarked
public final class CalendarContract {
  public static final Reason NO_HOLIDAY = Reason.of(Failure.NOT_FOUND, "no_holiday", "That day is not a holiday.");
  public static final Reason LEAVE_DAYS = Reason.of(Failure.UNPROCESSABLE, "leave_days",
      "The leave is too long, or begins too early or too late.");
  public static final Reason LEAVES_WAITING = Reason.of(Failure.CONFLICT, "leaves_waiting",
      "Too many requests are open; wait for their answers.");
  public static final Reason LEAVE_OVERLAPS = Reason.of(Failure.CONFLICT, "leave_overlaps",
      "You have asked for leave on some of these days already.");
  public static final Reason LEAVE_UNKNOWN = Reason.of(Failure.NOT_FOUND, "leave_unknown", "There is no such leave.");
  public static final Reason LEAVE_BEGUN = Reason.of(Failure.CONFLICT, "leave_begun",
      "This leave was refused or has begun.");
  public static final Reason LEAVE_DECIDED = Reason.of(Failure.CONFLICT, "leave_decided",
      "This leave request was decided already.");

  /** Days that one leave has at most. */
  public static final int LONGEST_LEAVE = 92;

  private CalendarContract() {}

  // --- holidays ----------------------------------------------------------------------------------------------------

  public record Holiday(LocalDate day, String name) {}

  /** @param weeklyOff the days of every week that are off */
  public record DaysOff(List<DayOfWeek> weeklyOff, List<Holiday> holidays) {}

  /** @param from null: today; {@code to} null: a year later; at most three years */
  public record ListHolidays(@Nullable LocalDate from, @Nullable LocalDate to) {}

  public record PutHoliday(LocalDate day, @Visible @Size(max = 100) String name) {}

  public record RemoveHoliday(LocalDate day) {}

  public record Removed(LocalDate day) {}

  /** Lists the days off, by day. */
  public static final Request<ListHolidays, DaysOff> HOLIDAYS =
      Request.of("gamification.holiday.list", ListHolidays.class, DaysOff.class);
  /** Adds or renames it. One that is not in the future mends streaks behind the answer. Idempotent. */
  public static final Request<PutHoliday, Holiday> PUT_HOLIDAY =
      Request.of("gamification.holiday.put", PutHoliday.class, Holiday.class);
  /** NOT_FOUND when there is none. What streaks have reached by it stays reached. */
  public static final Request<RemoveHoliday, Removed> REMOVE_HOLIDAY =
      Request.of("gamification.holiday.remove", RemoveHoliday.class, Removed.class);

  // --- leave -------------------------------------------------------------------------------------------------------

  public enum LeaveState implements Word {
    REQUESTED, APPROVED, REFUSED, WITHDRAWN
  }

  /** @param note of who decided, for the student */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Leave(UUID id, UUID userId, LocalDate startsOn, LocalDate endsOn, String reason, LeaveState state,
      @Nullable String note, Instant requestedAt, @Nullable Instant decidedAt) {}

  public record AskLeave(LocalDate startsOn, LocalDate endsOn, @Visible @Size(max = 300) String reason) {}

  public record MyLeaves(@Nullable Integer limit, @Nullable Long offset) implements Listing {}

  public record WithdrawLeave(UUID id) {}

  /** @param state null: all */
  public record ListLeaves(@Nullable LeaveState state, @Nullable UUID userId, @Nullable Integer limit,
      @Nullable Long offset) implements Listing {}

  /** @param note for the student; may be null */
  public record DecideLeave(UUID id, boolean approve, @Nullable @Size(max = 300) String note) {}

  /**
   * The caller asks for leave: from 30 days ago to a year ahead, {@value #LONGEST_LEAVE} days at most. UNPROCESSABLE
   * otherwise, CONFLICT when ten are waiting to be decided, and when a request that waits or is approved has one of the
   * days.
   */
  public static final Request<AskLeave, Leave> ASK_LEAVE =
      Request.of("gamification.leave.request", AskLeave.class, Leave.class);
  /** The caller's, latest start first. */
  public static final Request<MyLeaves, Page<Leave>> MY_LEAVES =
      Request.list("gamification.leave.mine", MyLeaves.class, Leave.class);
  /** The caller's, while it is undecided or has not begun; CONFLICT otherwise. Twice is as once. */
  public static final Request<WithdrawLeave, Leave> WITHDRAW_LEAVE =
      Request.of("gamification.leave.withdraw", WithdrawLeave.class, Leave.class);
  /** Oldest request first: of all students for an admin, of those in the batches that the caller leads for others. */
  public static final Request<ListLeaves, Page<Leave>> LEAVES =
      Request.list("gamification.leave.list", ListLeaves.class, Leave.class);
  /**
   * Approves or refuses it; who may see it may decide it. Days that are over mend the streak at once. CONFLICT when
   * it was decided otherwise before, or withdrawn.
   */
  public static final Request<DecideLeave, Leave> DECIDE_LEAVE =
      Request.of("gamification.leave.decide", DecideLeave.class, Leave.class);
}
