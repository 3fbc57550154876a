package com.mas.domain.learning.mentoring;

import com.mas.bus.FailureException;
import com.mas.domain.learning.mentoring.MentoringContract.Absent;
import com.mas.domain.learning.mentoring.MentoringContract.Booking;
import com.mas.domain.learning.mentoring.MentoringContract.BookingState;
import com.mas.domain.learning.mentoring.MentoringContract.TokensFate;
import com.mas.domain.learning.mentoring.TermsContract.Manner;
import com.mas.domain.learning.mentoring.TermsContract.Terms;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Decides what becomes of bookings: the ways between their states, who may do what until when, and what it costs. */
final class BookingRules {
  /** States and what may follow them; those that nothing follows are final. */
  private static final Map<BookingState, Set<BookingState>> NEXT = Map.of(
      BookingState.REQUESTED, Set.of(BookingState.BOOKED, BookingState.DECLINED, BookingState.EXPIRED,
          BookingState.CANCELLED),
      BookingState.BOOKED, Set.of(BookingState.COMPLETED, BookingState.MISSED, BookingState.CANCELLED,
          BookingState.REQUESTED),
      BookingState.COMPLETED, Set.of(), BookingState.MISSED, Set.of(), BookingState.CANCELLED, Set.of(),
      BookingState.DECLINED, Set.of(), BookingState.EXPIRED, Set.of());

  private static final int WHOLE = 100;

  /** Tells what somebody is to a booking. */
  enum Party { STUDENT, MENTOR, ADMIN }

  /** @param mentorPercent of the standard earning, which the mentor is paid */
  record Settlement(TokensFate fate, int mentorPercent) {
    static final Settlement BACK = new Settlement(TokensFate.RETURNED, 0);
  }

  private BookingRules() {}

  static boolean mayBecome(BookingState from, BookingState to) {
    return NEXT.getOrDefault(from, Set.of()).contains(to);
  }

  static boolean isFinal(BookingState state) {
    return NEXT.getOrDefault(state, Set.of()).isEmpty();
  }

  /** Returns what the caller is to the booking; a mentor or student who is an admin too is the former. */
  static Optional<Party> party(Booking booking, @Nullable UUID caller, boolean isAdmin) {
    if (booking.studentId().equals(caller)) {
      return Optional.of(Party.STUDENT);
    }
    if (booking.mentorId().equals(caller)) {
      return Optional.of(Party.MENTOR);
    }
    return isAdmin ? Optional.of(Party.ADMIN) : Optional.empty();
  }

  /** Returns the rules about a meeting that starts then: a tenant's own go before those of all. */
  static Terms inForce(List<Terms> all, Instant startsAt) {
    return all.stream().filter(each -> !each.validFrom().isAfter(startsAt))
        .max(Comparator.<Terms, Boolean>comparing(each -> !each.tenant().isEmpty()).thenComparing(Terms::validFrom))
        .orElseThrow();
  }

  /** Returns until when the student may move a meeting, and cancels it at no cost. */
  static Instant freeUntil(Instant startsAt, Terms terms) {
    return startsAt.minus(Duration.ofMinutes(terms.changeNoticeMinutes()));
  }

  /** Returns until when a request waits: never beyond the start. */
  static Instant answerBy(Instant startsAt, Terms terms, Instant now) {
    Instant latest = now.plus(Duration.ofMinutes(terms.answerMinutes()));
    return latest.isBefore(startsAt) ? latest : startsAt;
  }

  /** Returns why a slot is booked no more: it has begun, or begins too soon. */
  static Optional<FailureException> lateness(Instant startsAt, Manner manner, Terms terms, Instant now) {
    int notice = manner.noticeMinutes() == null ? terms.bookNoticeMinutes() : manner.noticeMinutes();
    return startsAt.isBefore(now.plus(Duration.ofMinutes(notice)))
        ? Optional.of(MentoringContract.TOO_LATE_TO_BOOK.with("A slot of this mentor is booked at least " + notice
            + " minutes before it starts. Please take a later one."))
        : Optional.empty();
  }

  /** Returns whether it came to nothing before its time: it was cancelled, declined or not answered. */
  static boolean cameToNothing(BookingState state) {
    return isFinal(state) && state != BookingState.COMPLETED && state != BookingState.MISSED;
  }

  /** Refuses to change what {@link #cameToNothing}. */
  static FailureException notBooked() {
    return MentoringContract.NOT_BOOKED.with("This meeting was cancelled, declined or not answered. Please book another"
        + " one.");
  }

  /** Returns why it cannot be moved now by this one. */
  static Optional<FailureException> moveRefusal(Booking booking, Party by, Instant now) {
    if (cameToNothing(booking.state())) {
      return Optional.of(notBooked());
    }
    if (isFinal(booking.state()) || !booking.startsAt().isAfter(now)) {
      return Optional.of(MentoringContract.MEETING_OVER.with("A meeting is moved before it begins."));
    }
    return by == Party.STUDENT && booking.state() == BookingState.BOOKED && !now.isBefore(booking.freeUntil())
        ? Optional.of(MentoringContract.TOO_LATE_TO_MOVE.refusal()) : Optional.empty();
  }

  /** Returns the state of what was moved: the mentor who decides about requests decides about a student's move, too. */
  static BookingState afterMoving(Booking booking, Party by, Manner manner) {
    return by == Party.STUDENT && manner.onApproval() ? BookingState.REQUESTED : booking.state();
  }

  /** Returns until when the student cancels it at no cost: until the start when others have moved it there. */
  static Instant freeAfterMoving(Instant startsAt, Party by, Terms terms) {
    return by == Party.STUDENT ? freeUntil(startsAt, terms) : startsAt;
  }

  /**
   * Returns whether calendars are told of a change: what is booked stands in them, and what is booked no more is taken
   * out. A request, and what came of one that was never booked, is not in them.
   *
   * @param before null: it is new
   */
  static boolean isForCalendars(@Nullable Booking before, Booking after) {
    boolean was = before != null && before.state() == BookingState.BOOKED;
    boolean is = after.state() == BookingState.BOOKED;
    return was != is || is && !before.startsAt().equals(after.startsAt());
  }

  /** Returns how many tokens so long a meeting costs: those that are begun count. */
  static int tokens(Duration length, Terms terms) {
    return Math.toIntExact(Math.ceilDiv(length.toMinutes(), terms.minutesPerToken()));
  }

  /** @param isAgreed whether the mentor agreed to what the student asked for */
  static Settlement ofCancelling(Booking booking, Party by, boolean isAgreed, Terms terms, Instant now) {
    return by == Party.STUDENT && !isAgreed && booking.state() == BookingState.BOOKED
        && !now.isBefore(booking.freeUntil())
            ? new Settlement(TokensFate.SPENT, terms.absentPercent()) : Settlement.BACK;
  }

  /** @param absent null: both came, for too short a time */
  static Settlement ofClosing(boolean held, @Nullable Absent absent, Terms terms) {
    if (held) {
      return new Settlement(TokensFate.SPENT, WHOLE);
    }
    return absent == Absent.STUDENT ? new Settlement(TokensFate.SPENT, terms.absentPercent()) : Settlement.BACK;
  }
}
