package com.mas.domain.learning.mentoring;

import com.mas.bus.Call;
import com.mas.bus.Page;
import com.mas.db.Database;
import com.mas.db.Tx;
import com.mas.db.UuidV7;
import com.mas.domain.learning.mentoring.MentoringContract.*;
import com.mas.domain.learning.mentoring.PriceContract.Price;
import com.mas.domain.learning.mentoring.TermsContract.Manner;
import com.mas.domain.learning.mentoring.TermsContract.Terms;
import java.time.Clock;
import java.time.Instant;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Makes bookings, and shows them. */
final class BookingService {
  private final Database db;
  private final SlotService slotService;
  private final SlotRepository slots;
  private final BookingRepository bookings;
  private final TermsRepository terms;
  private final People people;
  private final Tokens tokens;
  private final PriceService prices;
  private final int mostOpen;
  private final News news;
  private final UuidV7 ids;
  private final Clock clock;

  /** @param mostOpen meetings to come that one student may have booked */
  BookingService(MentoringStores stores, SlotService slotService, People people, Tokens tokens, PriceService prices,
      News news, UuidV7 ids, Clock clock, int mostOpen) {
    this.db = stores.db();
    this.slotService = slotService;
    this.slots = stores.slots();
    this.bookings = stores.bookings();
    this.terms = stores.terms();
    this.people = people;
    this.tokens = tokens;
    this.prices = prices;
    this.mostOpen = mostOpen;
    this.news = news;
    this.ids = ids;
    this.clock = clock;
  }

  Booking book(Call call, Book ask) {
    UUID student = people.callerOr(call, ask.studentId(), "/studentId");
    Slot seen = slots.get(call.tenant(), ask.slotId()).orElseThrow(MentoringContract.SLOT_UNKNOWN::refusal);
    Terms rules = terms.at(call.tenant(), seen.startsAt());
    UUID id = ids.next();
    Price price = prices.of(call, seen, student);
    if (ask.mostTokens() != null && price.tokens() > ask.mostTokens() && seen.state() == SlotState.OPEN) {
      throw PriceContract.PRICE_CHANGED.with("The call costs " + price.tokens() + " tokens, more than you have seen."
          + " Look at its price again before you book it.");
    }
    tokens.hold(call, id, student, price.tokens());
    return db.transaction(tx -> {
      lock(tx, student, seen.mentorId());
      Instant now = clock.instant();
      Slot slot = slots.getForUpdate(tx, call.tenant(), ask.slotId())
          .orElseThrow(MentoringContract.SLOT_UNKNOWN::refusal);
      slotService.mustBeOpen(tx, slot, student, now);
      Manner manner = terms.manner(tx, call.tenant(), slot.mentorId());
      BookingRules.lateness(slot.startsAt(), manner, rules, now).ifPresent(refusal -> {
        throw refusal;
      });
      slotService.mustBeFree(tx, slot, student, manner, BookingRepository.NONE);
      if (bookings.open(tx, student, now) >= mostOpen) {
        throw MentoringContract.TOO_MANY_BOOKINGS.with("You have " + mostOpen
            + " meetings to come; please cancel one first, or wait until it is over.");
      }
      UUID batch = price.freeReason() == FreeReason.BATCH ? prices.take(call, tx, slot, student) : null;
      Booking booking = bookings.insert(tx, call.tenant(),
          made(id, slot, student, ask, manner, rules, price, batch, now), call.userId());
      slots.setState(tx, slot.id(), SlotState.BOOKED);
      if (manner.onApproval()) {
        news.requested(call, tx, null, booking);
      } else {
        news.booked(call, tx, booking);
      }
      return booking;
    });
  }

  private static Booking made(UUID id, Slot slot, UUID student, Book ask, Manner manner, Terms rules, Price price,
      @Nullable UUID batch, Instant now) {
    return new Booking(id, slot.id(), slot.mentorId(), null, student, null, ask.title().strip(), slot.startsAt(),
        slot.endsAt(), manner.onApproval() ? BookingState.REQUESTED : BookingState.BOOKED, null, null, null, null, now,
        ask.kind() == null ? BookingKind.CAREER_GUIDANCE : ask.kind(), ask.notes() == null ? null : ask.notes().strip(),
        1, BookingRules.freeUntil(slot.startsAt(), rules), slot.startsAt(), slot.endsAt(),
        manner.onApproval() ? BookingRules.answerBy(slot.startsAt(), rules, now) : null, null,
        price.tokens(), price.tokens() == 0 ? null : TokensFate.HELD, null, price.freeReason(), batch);
  }

  /** Locks both before slots and bookings, always, and in the order of their ids: two never wait for each other. */
  static void lock(Tx tx, UUID student, UUID mentor) {
    Stream.of(student, mentor).distinct().sorted().forEach(person -> SlotRepository.lock(tx, person));
  }

  Page<Booking> list(Call call, ListBookings ask) {
    return bookings.list(call.tenant(), people.callerOr(call, ask.userId(), "/userId"), ask);
  }

  Booking get(Call call, GetBooking ask) {
    return bookings.get(call.tenant(), ask.id()).filter(booking -> ChangeService.concerns(call, booking))
        .orElseThrow(MentoringContract.BOOKING_UNKNOWN::refusal);
  }

  Page<BookingChange> changes(Call call, ListChanges ask) {
    get(call, new GetBooking(ask.id()));
    return bookings.changes(ask);
  }

  FoundBooking find(Call call, FindBooking ask) {
    return new FoundBooking(bookings.get(call.tenant(), ask.id()).orElse(null));
  }

  Reminded remind(Call call, Remind ask) {
    return db.transaction(tx -> {
      boolean due = bookings.getForUpdate(tx, call.tenant(), ask.bookingId())
          .filter(booking -> booking.state() == BookingState.BOOKED && booking.startsAt().isAfter(clock.instant()))
          .filter(booking -> ask.startsAt() == null || ask.startsAt().equals(booking.startsAt()))
          .map(booking -> {
            news.soon(call, tx, booking);
            return booking;
          }).isPresent();
      return new Reminded(due);
    });
  }

  TokensChecked checkTokens(Call call, CheckTokens ask) {
    boolean booked = bookings.get(call.tenant(), ask.bookingId()).isPresent();
    if (!booked) {
      tokens.giveBack(call, ask.bookingId());
    }
    return new TokensChecked(booked);
  }
}
