package com.mas.domain.learning.mentoring;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.mas.bus.Default;
import com.mas.bus.DurableEvent;
import com.mas.bus.Event;
import com.mas.bus.Failure;
import com.mas.bus.Listing;
import com.mas.bus.Page;
import com.mas.bus.Reason;
import com.mas.bus.Request;
import com.mas.bus.Visible;
import com.mas.bus.Word;
import com.mas.db.View;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/**
 * Declares what can be asked about mentoring. Everything is about the call's tenant. In lists {@code from} and
 * {@code until} bound the start, the second excluded.
 */
@NullMarked
public final class MentoringContract {
  public static final Reason SLOT_UNKNOWN = Reason.of(Failure.NOT_FOUND, "slot_unknown", "There is no such slot.");
  public static final Reason OWN_SLOT = Reason.of(Failure.UNPROCESSABLE, "own_slot",
      "A mentor does not book a slot of their own.");
  public static final Reason SLOT_TAKEN = Reason.of(Failure.CONFLICT, "slot_taken",
      "The slot is booked already. Please take another one.");
  public static final Reason SLOT_CLOSED = Reason.of(Failure.UNPROCESSABLE, "slot_closed",
      "The slot is no longer open.");
  public static final Reason TOO_MANY_BOOKINGS = Reason.of(Failure.UNPROCESSABLE, "too_many_bookings",
      "A student may have a few meetings to come, so that everybody finds a slot.");
  public static final Reason MEETING_OVERLAPS = Reason.of(Failure.CONFLICT, "meeting_overlaps",
      "There is another meeting in that time.");
  public static final Reason MEETING_OVER = Reason.of(Failure.UNPROCESSABLE, "meeting_over", "The meeting is over.");
  public static final Reason BOOKING_UNKNOWN = Reason.of(Failure.NOT_FOUND, "booking_unknown",
      "There is no such booking.");
  public static final Reason NOT_FOR_OTHERS = Reason.of(Failure.FORBIDDEN, "not_for_others",
      "Only an administrator can do this for another person.");
  public static final Reason USER_UNKNOWN = Reason.of(Failure.NOT_FOUND, "user_unknown", "There is no such user.");
  public static final Reason SLOT_REFUSED = Reason.of(Failure.UNPROCESSABLE, "slot_refused",
      "A slot cannot be offered at this time, or for so long.");
  public static final Reason SLOT_OVERLAPS = Reason.of(Failure.CONFLICT, "slot_overlaps",
      "There is a slot in that time already.");
  public static final Reason SLOT_BOOKED = Reason.of(Failure.CONFLICT, "slot_booked",
      "The slot is booked. Cancel the booking instead.");
  public static final Reason SLOT_HELD = Reason.of(Failure.CONFLICT, "slot_held",
      "Another student is filling in the form for this slot. Please take another one, or try again in a few minutes.");
  public static final Reason TOO_LATE_TO_BOOK = Reason.of(Failure.UNPROCESSABLE, "too_late_to_book",
      "The slot starts too soon to be booked. Please take a later one.");
  public static final Reason TOO_LATE_TO_MOVE = Reason.of(Failure.UNPROCESSABLE, "too_late_to_move",
      "It is too late to move this meeting. Ask your mentor to move it, or to agree that it is cancelled.");
  public static final Reason MOVE_REFUSED = Reason.of(Failure.UNPROCESSABLE, "move_refused",
      "A meeting can be moved to another slot of the same mentor and the same price.");
  public static final Reason NOT_REQUESTED = Reason.of(Failure.CONFLICT, "not_requested",
      "This meeting does not wait for an answer.");
  public static final Reason NOT_BOOKED = Reason.of(Failure.CONFLICT, "not_booked", "This meeting is not booked.");
  public static final Reason BOOKING_CHANGED = Reason.of(Failure.CONFLICT, "booking_changed",
      "The meeting was changed meanwhile. Look at it again.");
  public static final Reason CANCEL_NOT_ASKED = Reason.of(Failure.CONFLICT, "cancel_not_asked",
      "The student has not asked for this meeting to be cancelled.");

  public enum SlotState implements Word { OPEN, BOOKED, CANCELLED, EXPIRED }

  /** Requested and booked are the only ones that change; {@code BookingRules} has the ways. */
  public enum BookingState implements Word {
    REQUESTED, BOOKED, COMPLETED, CANCELLED, MISSED, DECLINED, EXPIRED
  }

  public enum BookingKind implements Word { TECHNICAL_MOCK, RESUME_REVIEW, CAREER_GUIDANCE, SUPER_MENTOR }

  /** Says who did not come to a meeting that was missed. */
  public enum Absent implements Word { MENTOR, STUDENT, BOTH }

  /** Says why a call costs nothing: all calls do, or the student's batch includes mentoring. */
  public enum FreeReason implements Word { SETTING, BATCH }

  /** Says what became of the tokens of a booking. */
  public enum TokensFate implements Word { HELD, RETURNED, SPENT }

  /**
   * @param mentorName null when the account is disabled
   * @param freeUntil until then a student may move a booking of it, and cancels it at no cost
   * @param heldUntil until then it is kept for one student; may be over
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Slot(UUID id, UUID mentorId, @Nullable String mentorName, Instant startsAt, Instant endsAt,
      SlotState state, Instant freeUntil, @Nullable Instant heldUntil) {}

  /**
   * @param mentorName null when the account is disabled; {@code studentName} likewise
   * @param startedAt when both were there for the first time; null before, and when it never was so
   * @param version rises by one with each change
   * @param freeUntil until then the student may move it, and cancels it at no cost
   * @param mentorMovesUntil until then the mentor may move it
   * @param cancelUntil until then either may cancel it
   * @param answerBy until then the mentor may approve a request; null: it is none
   * @param absent null unless it was missed
   * @param tokens that it costs; 0: it is free
   * @param tokensFate null when it is free
   * @param cancelAskedAt when the student asked the mentor to agree that it is cancelled
   * @param freeReason null when it costs tokens, and in bookings of earlier releases
   * @param freeBatchId the batch that grants it
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Booking(UUID id, UUID slotId, UUID mentorId, @Nullable String mentorName, UUID studentId,
      @Nullable String studentName, String title, Instant startsAt, Instant endsAt,
      BookingState state, @Nullable UUID cancelledBy, @Nullable String cancelReason,
      @Nullable Instant startedAt, @Nullable Instant endedAt, Instant createdAt, BookingKind kind,
      @Nullable String notes, int version, Instant freeUntil, Instant mentorMovesUntil, Instant cancelUntil,
      @Nullable Instant answerBy, @Nullable Absent absent, int tokens, @Nullable TokensFate tokensFate,
      @Nullable Instant cancelAskedAt, @Nullable FreeReason freeReason, @Nullable UUID freeBatchId) {}

  // --- slots -------------------------------------------------------------------------------------------------------

  /**
   * Offers the time as slots. Fails with CONFLICT, and the slot as data, when the mentor has one in that time; then
   * none is made.
   */
  public static final Request<CreateSlots, Slots> CREATE_SLOTS =
      Request.of("mentoring.slot.create", CreateSlots.class, Slots.class);

  /**
   * @param mentorId an admin says whose; null is the caller
   * @param minutes of each slot; null makes one of the whole. What is left over at the end is not offered.
   */
  public record CreateSlots(@Nullable UUID mentorId, Instant startsAt, Instant endsAt,
      @Nullable @Min(10) @Max(240) Integer minutes) {}

  public record Slots(List<Slot> slots) {}

  /** Lists slots by start, earliest first. */
  public static final Request<ListSlots, Page<Slot>> LIST_SLOTS =
      Request.list("mentoring.slot.list", ListSlots.class, Slot.class);

  /** @param state null: open; {@code from} null: now */
  public record ListSlots(@Nullable UUID mentorId, @Nullable SlotState state, @Nullable Instant from,
      @Nullable Instant until, @Nullable Integer limit, @Nullable Long offset)
      implements
        Listing {}

  /** Twice is as once. Fails with CONFLICT when it is booked. */
  public static final Request<CancelSlot, Slot> CANCEL_SLOT =
      Request.of("mentoring.slot.cancel", CancelSlot.class, Slot.class);

  public record CancelSlot(UUID id) {}

  /**
   * Keeps an open slot for the caller for a few minutes, so that nothing changes while a form is filled in. A hold of
   * the same student's on another slot ends. Fails with CONFLICT when it is kept for another student, or booked.
   */
  public static final Request<HoldSlot, Slot> HOLD_SLOT =
      Request.of("mentoring.slot.hold", HoldSlot.class, Slot.class);

  /** @param bookingId of the caller's, that is to be moved there: it is kept for its student; null: for the caller */
  public record HoldSlot(UUID id, @Nullable UUID bookingId) {
    public HoldSlot(UUID id) {
      this(id, null);
    }
  }

  /** Gives a held slot back. Idempotent. */
  public static final Request<ReleaseSlot, Slot> RELEASE_SLOT =
      Request.of("mentoring.slot.release", ReleaseSlot.class, Slot.class);

  public record ReleaseSlot(UUID id) {}

  // --- bookings ----------------------------------------------------------------------------------------------------

  /**
   * Books a slot, or asks for it where the mentor decides. Fails with CONFLICT when somebody else was faster, or the
   * student has something booked in that time (then that is the data), with UNPROCESSABLE when it has begun or begins
   * too soon.
   */
  public static final Request<Book, Booking> BOOK = Request.of("mentoring.booking.create", Book.class, Booking.class);

  /**
   * @param studentId an admin says for whom; null is the caller
   * @param mostTokens that the caller is ready to pay, as seen before: fails with CONFLICT when it costs more; null:
   *     whatever it costs
   */
  public record Book(UUID slotId, @Nullable UUID studentId, @Visible @Size(max = 200) String title,
      @Nullable @Default("career_guidance") BookingKind kind, @Nullable @Visible @Size(max = 2000) String notes,
      @Nullable @Min(0) @Max(1000) Integer mostTokens) {
    public Book(UUID slotId, @Nullable UUID studentId, String title) {
      this(slotId, studentId, title, null, null);
    }

    public Book(UUID slotId, @Nullable UUID studentId, String title, @Nullable BookingKind kind,
        @Nullable String notes) {
      this(slotId, studentId, title, kind, notes, null);
    }
  }

  /** Lists the bookings of one person, as mentor and as student; latest start first. */
  public static final Request<ListBookings, Page<Booking>> LIST_BOOKINGS =
      Request.list("mentoring.booking.list", ListBookings.class, Booking.class);

  /** @param userId an admin says whose; null is the caller */
  public record ListBookings(@Nullable UUID userId, @Nullable BookingState state, @Nullable Instant from,
      @Nullable Instant until, @Nullable Integer limit, @Nullable Long offset) implements Listing {}

  public static final Request<GetBooking, Booking> GET_BOOKING =
      Request.of("mentoring.booking.get", GetBooking.class, Booking.class);

  public record GetBooking(UUID id) {}

  /** Lists what was changed of a booking, earliest first. */
  public static final Request<ListChanges, Page<BookingChange>> LIST_CHANGES =
      Request.list("mentoring.booking.changes", ListChanges.class, BookingChange.class);

  public record ListChanges(UUID id, @Nullable Integer limit, @Nullable Long offset) implements Listing {}

  /** @param changedBy null: the product itself */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record BookingChange(int version, BookingState state, Instant startsAt, @Nullable UUID changedBy,
      @Nullable String why, Instant at) {}

  /**
   * Cancels a booking, for one of the two or an admin, until its end. Idempotent. A slot that its student gives back
   * before the start is open again; one that its mentor gives up is not. After {@code freeUntil} a student's tokens
   * are spent.
   */
  public static final Request<CancelBooking, Booking> CANCEL_BOOKING =
      Request.of("mentoring.booking.cancel", CancelBooking.class, Booking.class);

  public record CancelBooking(UUID id, @Nullable @Visible @Size(max = 500) String reason,
      @Nullable @Min(1) Integer version) {
    public CancelBooking(UUID id, @Nullable String reason) {
      this(id, reason, null);
    }
  }

  /** Approves a request, for its mentor or an admin. Twice is as once. */
  public static final Request<ApproveBooking, Booking> APPROVE_BOOKING =
      Request.of("mentoring.booking.approve", ApproveBooking.class, Booking.class);

  /** @param version that the caller has seen: fails with CONFLICT when it was changed since; null: whichever it is */
  public record ApproveBooking(UUID id, @Nullable @Min(1) Integer version) {}

  /** Declines a request, for its mentor or an admin; the slot is open again. Twice is as once. */
  public static final Request<DeclineBooking, Booking> DECLINE_BOOKING =
      Request.of("mentoring.booking.decline", DeclineBooking.class, Booking.class);

  public record DeclineBooking(UUID id, @Nullable @Visible @Size(max = 500) String reason,
      @Nullable @Min(1) Integer version) {}

  /**
   * Moves a request or a booking to another slot of its mentor: that is taken, the one before is open again, the
   * meeting keeps its id. Twice is as once. Students may until {@code freeUntil}, mentors until the start; both keep
   * the notice. What a student moves waits for its mentor again, where that one decides about requests. A student whose
   * meeting was moved by others cancels it at no cost until its new start.
   */
  public static final Request<MoveBooking, Booking> MOVE_BOOKING =
      Request.of("mentoring.booking.move", MoveBooking.class, Booking.class);

  public record MoveBooking(UUID id, UUID slotId, @Nullable @Min(1) Integer version) {}

  /**
   * Asks the mentor to agree that a meeting is cancelled, for its student: then it costs nothing, however late it is.
   * Twice is as once.
   */
  public static final Request<AskCancellation, Booking> ASK_CANCELLATION =
      Request.of("mentoring.cancellation.ask", AskCancellation.class, Booking.class);

  public record AskCancellation(UUID id, @Nullable @Visible @Size(max = 500) String reason) {}

  /** Agrees that a meeting is cancelled, for its mentor or an admin. Twice is as once. */
  public static final Request<AgreeCancellation, Booking> AGREE_CANCELLATION =
      Request.of("mentoring.cancellation.agree", AgreeCancellation.class, Booking.class);

  public record AgreeCancellation(UUID id) {}

  /** Finds a booking for other domains, even one that is not the caller's. */
  public static final Request<FindBooking, FoundBooking> FIND_BOOKING =
      Request.of("mentoring.booking.find", FindBooking.class, FoundBooking.class);

  public record FindBooking(UUID id) {}

  /** @param booking null: there is none */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record FoundBooking(@Nullable Booking booking) {}

  /**
   * The meeting is over. Held makes it completed and states {@link #SESSION_ATTENDED} once; otherwise it is missed.
   * Whatever is closed or cancelled already stays as it is.
   */
  public static final Request<CloseBooking, Booking> CLOSE_BOOKING =
      Request.of("mentoring.booking.close", CloseBooking.class, Booking.class);

  /**
   * @param held whether both were there long enough; {@code startedAt} may be null otherwise
   * @param absent who never came; null: both came
   */
  public record CloseBooking(UUID id, boolean held, @Nullable Instant startedAt, @Nullable Instant endedAt,
      @Nullable Absent absent) {
    public CloseBooking(UUID id, boolean held, @Nullable Instant startedAt, @Nullable Instant endedAt) {
      this(id, held, startedAt, endedAt, null);
    }
  }

  /** Tells both that it is about to begin, unless it was cancelled; stored when it is booked. */
  public static final Request<Remind, Reminded> REMIND =
      Request.of("mentoring.booking.remind", Remind.class, Reminded.class);

  /** @param startsAt of the meeting that the reminder is for: one that was moved has another reminder */
  public record Remind(UUID bookingId, @Nullable Instant startsAt) {
    public Remind(UUID bookingId) {
      this(bookingId, null);
    }
  }

  public record Reminded(boolean told) {}

  /**
   * Open slots of the past expire, and requests that had no answer in time; bookings whose end was a day ago, and
   * which nobody closed, were missed. Some thousands at a time; one that cannot be changed does not stop the others.
   */
  public static final Request<Clean, Cleaned> CLEAN =
      Request.of("mentoring.slot.clean", Clean.class, Cleaned.class, Duration.ofMinutes(1));

  public record Clean() {}

  public record Cleaned(int expiredSlots, int missedBookings, int expiredRequests) {}

  /** Gives tokens back that were set aside for a booking which did not come about; stored before they are. */
  public static final Request<CheckTokens, TokensChecked> CHECK_TOKENS =
      Request.of("mentoring.booking.check_tokens", CheckTokens.class, TokensChecked.class);

  public record CheckTokens(UUID bookingId) {}

  public record TokensChecked(boolean booked) {}

  // --- announcements -----------------------------------------------------------------------------------------------

  /** A student and a mentor have met. Stated once for each booking. */
  public static final DurableEvent<SessionAttended> SESSION_ATTENDED =
      DurableEvent.of("mentoring.session.attended", SessionAttended.class);

  public record SessionAttended(UUID bookingId, UUID studentId, UUID mentorId, Instant endedAt) {}

  /** A booking was cancelled; told when that is stored, rarely twice. */
  public static final Event<BookingCancelled> BOOKING_CANCELLED =
      Event.of("mentoring.booking.cancelled", BookingCancelled.class);

  public record BookingCancelled(UUID id) {}

  /** A booking was moved; told when that is stored, rarely twice. */
  public static final Event<BookingMoved> BOOKING_MOVED =
      Event.of("mentoring.booking.moved", BookingMoved.class);

  /** @param version of the booking: a higher one is newer, in whichever order they are heard of */
  public record BookingMoved(UUID id, Instant startsAt, Instant endsAt, int version) {}

  private MentoringContract() {}

  /** Shows the SQL of other domains who meets whom, and when, in all states. */
  public static final View MEETINGS = View.of("mentoring.shared_meetings", "tenant, booking_id, mentor_id, student_id, "
      + "title, state, starts_at, ends_at, created_at");
}
