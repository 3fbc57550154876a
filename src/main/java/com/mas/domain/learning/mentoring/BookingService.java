package com.mas.domain.learning.mentoring;

import com.mas.bus.Bus;
import com.mas.bus.Call;
import com.mas.bus.Page;
import com.mas.db.Database;
import com.mas.db.Tx;
import com.mas.db.UuidV7;
import com.mas.domain.learning.mentoring.MentoringContract.*;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

final class BookingService {
  private final Bus bus;
  private final Database db;
  private final SlotRepository slots;
  private final BookingRepository bookings;
  private final People people;
  private final int mostOpen;
  private final News news;
  private final UuidV7 ids;
  private final Clock clock;

  /** @param mostOpen meetings to come that one student may have booked */
  BookingService(Bus bus, Database db, SlotRepository slots, People people, News news, UuidV7 ids,
      int mostOpen) {
    this.mostOpen = mostOpen;
    this.bus = bus;
    this.db = db;
    this.slots = slots;
    this.bookings = new BookingRepository(db);
    this.people = people;
    this.news = news;
    this.ids = ids;
    this.clock = bus.clock();
  }

  Booking book(Call call, Book ask) {
    UUID student = people.callerOr(call, ask.studentId(), "/studentId");
    Instant now = clock.instant();
    UUID mentor = slots.get(call.tenant(), ask.slotId()).orElseThrow(MentoringContract.SLOT_UNKNOWN::refusal)
        .mentorId();
    return db.transaction(tx -> {
      // before the slot, always, and in the order of their ids, so that two never wait for each other
      Stream.of(student, mentor).distinct().sorted().forEach(person -> SlotRepository.lock(tx, person));
      Slot slot = slots.getForUpdate(tx, call.tenant(), ask.slotId())
          .orElseThrow(MentoringContract.SLOT_UNKNOWN::refusal);
      if (slot.mentorId().equals(student)) {
        throw MentoringContract.OWN_SLOT.refusal();
      }
      if (slot.state() == SlotState.BOOKED) {
        throw MentoringContract.SLOT_TAKEN.refusal();
      }
      if (slot.state() != SlotState.OPEN || !slot.startsAt().isAfter(now)) {
        throw MentoringContract.SLOT_CLOSED.refusal().data(slot);
      }
      bookings.overlapping(tx, student, slot.startsAt(), slot.endsAt()).ifPresent(other -> {
        throw MentoringContract.MEETING_OVERLAPS.refusal().data(other);
      });
      if (bookings.overlapping(tx, mentor, slot.startsAt(), slot.endsAt()).isPresent()) {
        throw MentoringContract.SLOT_TAKEN.with("The mentor is in another meeting at that time; please choose another"
            + " slot.");
      }
      if (bookings.open(tx, student, now) >= mostOpen) {
        throw MentoringContract.TOO_MANY_BOOKINGS.with("You have " + mostOpen
            + " meetings to come; please cancel one first, or wait until it is over.");
      }
      Booking booking = bookings.insert(tx, call.tenant(), new Booking(ids.next(), slot.id(), slot.mentorId(), null,
          student, null, ask.title().strip(), slot.startsAt(), slot.endsAt(), BookingState.BOOKED, null, null, null,
          null, now));
      slots.setState(tx, slot.id(), SlotState.BOOKED);
      news.booked(call, tx, booking);
      return booking;
    });
  }

  Page<Booking> list(Call call, ListBookings ask) {
    return bookings.list(call.tenant(), people.callerOr(call, ask.userId(), "/userId"), ask);
  }

  Booking get(Call call, GetBooking ask) {
    return bookings.get(call.tenant(), ask.id()).filter(booking -> concerns(call, booking))
        .orElseThrow(MentoringContract.BOOKING_UNKNOWN::refusal);
  }

  FoundBooking find(Call call, FindBooking ask) {
    return new FoundBooking(bookings.get(call.tenant(), ask.id()).orElse(null));
  }

  Booking cancel(Call call, CancelBooking ask) {
    Instant now = clock.instant();
    Optional<Booking> before = bookings.get(call.tenant(), ask.id());
    Booking cancelled = db.transaction(tx -> cancel(call, tx, ask, now));
    if (before.map(Booking::state).filter(BookingState.CANCELLED::equals).isEmpty()) {
      bus.publish(call, MentoringContract.BOOKING_CANCELLED, new BookingCancelled(cancelled.id()));
    }
    return cancelled;
  }

  private Booking cancel(Call call, Tx tx, CancelBooking ask, Instant now) {
    Booking booking = bookings.getForUpdate(tx, call.tenant(), ask.id()).filter(found -> concerns(call, found))
        .orElseThrow(MentoringContract.BOOKING_UNKNOWN::refusal);
    if (booking.state() == BookingState.CANCELLED) {
      return booking;
    }
    if (booking.state() != BookingState.BOOKED || !booking.endsAt().isAfter(now)) {
      throw MentoringContract.MEETING_OVER.refusal().data(booking);
    }
    boolean byStudent = booking.studentId().equals(call.userId());
    slots.setState(tx, booking.slotId(), MentoringRules.afterCancelling(byStudent, booking.startsAt(), now));
    Booking cancelled = bookings.cancel(tx, ask, call.userId());
    news.cancelled(call, tx, cancelled);
    return cancelled;
  }

  Booking close(Call call, CloseBooking ask) {
    return db.transaction(tx -> {
      Booking booking = bookings.getForUpdate(tx, call.tenant(), ask.id())
          .orElseThrow(MentoringContract.BOOKING_UNKNOWN::refusal);
      if (booking.state() != BookingState.BOOKED) {
        return booking;
      }
      Booking closed = bookings.close(tx, ask, ask.held() ? BookingState.COMPLETED : BookingState.MISSED);
      if (ask.held()) {
        news.held(call, tx, closed, clock.instant());
      }
      return closed;
    });
  }

  Reminded remind(Call call, Remind ask) {
    return db.transaction(tx -> {
      boolean due = bookings.getForUpdate(tx, call.tenant(), ask.bookingId())
          .filter(booking -> booking.state() == BookingState.BOOKED && booking.startsAt().isAfter(clock.instant()))
          .map(booking -> {
            news.soon(call, tx, booking);
            return booking;
          }).isPresent();
      return new Reminded(due);
    });
  }

  Cleaned clean() {
    Instant now = clock.instant();
    return new Cleaned(slots.expire(now), bookings.miss(now.minus(MentoringRules.CLOSING)));
  }

  private static boolean concerns(Call call, Booking booking) {
    return call.principal().isAdmin() || booking.mentorId().equals(call.userId())
        || booking.studentId().equals(call.userId());
  }
}
