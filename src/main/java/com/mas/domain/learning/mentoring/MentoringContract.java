package com.mas.domain.learning.mentoring;

import com.fasterxml.jackson.annotation.JsonInclude;
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

  public enum SlotState implements Word { OPEN, BOOKED, CANCELLED, EXPIRED }

  /** Booked is the only one that changes. */
  public enum BookingState implements Word {
    BOOKED, COMPLETED, CANCELLED, MISSED
  }

  /** @param mentorName null when the account is disabled */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Slot(UUID id, UUID mentorId, @Nullable String mentorName, Instant startsAt, Instant endsAt,
      SlotState state) {}

  /**
   * @param mentorName null when the account is disabled; {@code studentName} likewise
   * @param startedAt when both were there for the first time; null before, and when it never was so
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Booking(UUID id, UUID slotId, UUID mentorId, @Nullable String mentorName, UUID studentId,
      @Nullable String studentName, String title, Instant startsAt, Instant endsAt,
      BookingState state, @Nullable UUID cancelledBy, @Nullable String cancelReason,
      @Nullable Instant startedAt, @Nullable Instant endedAt, Instant createdAt) {}

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

  // --- bookings ----------------------------------------------------------------------------------------------------

  /**
   * Fails with CONFLICT when somebody else was faster, or the student has something booked in that time (then that is
   * the data), with UNPROCESSABLE when it has begun.
   */
  public static final Request<Book, Booking> BOOK = Request.of("mentoring.booking.create", Book.class, Booking.class);

  /** @param studentId an admin says for whom; null is the caller */
  public record Book(UUID slotId, @Nullable UUID studentId, @Visible @Size(max = 200) String title) {}

  /** Lists the bookings of one person, as mentor and as student; latest start first. */
  public static final Request<ListBookings, Page<Booking>> LIST_BOOKINGS =
      Request.list("mentoring.booking.list", ListBookings.class, Booking.class);

  /** @param userId an admin says whose; null is the caller */
  public record ListBookings(@Nullable UUID userId, @Nullable BookingState state, @Nullable Instant from,
      @Nullable Instant until, @Nullable Integer limit, @Nullable Long offset) implements Listing {}

  public static final Request<GetBooking, Booking> GET_BOOKING =
      Request.of("mentoring.booking.get", GetBooking.class, Booking.class);

  public record GetBooking(UUID id) {}

  /**
   * Cancels a booking, for one of the two or an admin, until its end. Idempotent. A slot that its student gives back
   * before the start is open again; one that its mentor gives up is not.
   */
  public static final Request<CancelBooking, Booking> CANCEL_BOOKING =
      Request.of("mentoring.booking.cancel", CancelBooking.class, Booking.class);

  public record CancelBooking(UUID id, @Nullable @Visible @Size(max = 500) String reason) {}

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

  /** @param held whether both were there long enough; {@code startedAt} may be null otherwise */
  public record CloseBooking(UUID id, boolean held, @Nullable Instant startedAt, @Nullable Instant endedAt) {}

  /** Tells both that it is about to begin, unless it was cancelled; stored when it is booked. */
  public static final Request<Remind, Reminded> REMIND =
      Request.of("mentoring.booking.remind", Remind.class, Reminded.class);

  public record Remind(UUID bookingId) {}

  public record Reminded(boolean told) {}

  /** Open slots of the past expire; bookings whose end was an hour ago, and which nobody closed, were missed. */
  public static final Request<Clean, Cleaned> CLEAN =
      Request.of("mentoring.slot.clean", Clean.class, Cleaned.class, Duration.ofMinutes(1));

  public record Clean() {}

  public record Cleaned(int expiredSlots, int missedBookings) {}

  // --- announcements -----------------------------------------------------------------------------------------------

  /** A student and a mentor have met. Stated once for each booking. */
  public static final DurableEvent<SessionAttended> SESSION_ATTENDED =
      DurableEvent.of("mentoring.session.attended", SessionAttended.class);

  public record SessionAttended(UUID bookingId, UUID studentId, UUID mentorId, Instant endedAt) {}

  /** A booking was cancelled; told when that is stored, rarely twice. */
  public static final Event<BookingCancelled> BOOKING_CANCELLED =
      Event.of("mentoring.booking.cancelled", BookingCancelled.class);

  public record BookingCancelled(UUID id) {}

  private MentoringContract() {}

  /** Shows the SQL of other domains who meets whom, and when, in all states. */
  public static final View MEETINGS = View.of("mentoring.shared_meetings", "tenant, booking_id, mentor_id, student_id, "
      + "title, state, starts_at, ends_at, created_at");
}
