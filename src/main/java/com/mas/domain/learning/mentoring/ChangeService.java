package com.mas.domain.learning.mentoring;

import com.mas.bus.Bus;
import com.mas.bus.Call;
import com.mas.bus.FailureException;
import com.mas.db.Database;
import com.mas.db.Tx;
import com.mas.domain.learning.mentoring.BookingRepository.Change;
import com.mas.domain.learning.mentoring.BookingRepository.Due;
import com.mas.domain.learning.mentoring.BookingRepository.Moved;
import com.mas.domain.learning.mentoring.BookingRules.Party;
import com.mas.domain.learning.mentoring.BookingRules.Settlement;
import com.mas.domain.learning.mentoring.MentoringContract.*;
import com.mas.domain.learning.mentoring.TermsContract.Terms;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Changes bookings. Each change locks the booking, and makes its next version. */
final class ChangeService {
  private static final Logger LOG = LoggerFactory.getLogger(ChangeService.class);
  /** Pages of bookings that one cleaning changes. */
  private static final int MOST_PAGES = 20;

  private final Bus bus;
  private final Database db;
  private final SlotService slotService;
  private final SlotRepository slots;
  private final BookingRepository bookings;
  private final TermsRepository terms;
  private final Tokens tokens;
  private final PriceService prices;
  private final News news;
  private final Clock clock;

  ChangeService(Bus bus, MentoringStores stores, SlotService slotService, Tokens tokens, PriceService prices,
      News news) {
    this.bus = bus;
    this.db = stores.db();
    this.slotService = slotService;
    this.slots = stores.slots();
    this.bookings = stores.bookings();
    this.terms = stores.terms();
    this.tokens = tokens;
    this.prices = prices;
    this.news = news;
    this.clock = bus.clock();
  }

  static boolean concerns(Call call, Booking booking) {
    return party(call, booking).isPresent();
  }

  static Optional<Party> party(Call call, Booking booking) {
    return BookingRules.party(booking, call.userId(), call.principal().isAdmin());
  }

  Booking approve(Call call, ApproveBooking ask) {
    return db.transaction(tx -> {
      Booking booking = decided(call, tx, ask.id());
      if (booking.state() == BookingState.BOOKED) {
        return booking;
      }
      mustWait(booking, ask.version());
      Booking approved = bookings.change(tx, booking, Change.to(BookingState.BOOKED, call.userId(), null, null),
          clock.instant());
      news.approved(call, tx, booking, approved);
      return approved;
    });
  }

  Booking decline(Call call, DeclineBooking ask) {
    return db.transaction(tx -> {
      Booking booking = decided(call, tx, ask.id());
      if (booking.state() == BookingState.DECLINED) {
        return booking;
      }
      mustWait(booking, ask.version());
      return giveUp(call, tx, booking, Change.to(BookingState.DECLINED, call.userId(), ask.reason(),
          tokens.settle(call, tx, booking, Settlement.BACK)), SlotState.OPEN);
    });
  }

  /** Locks a booking that the caller decides about: as its mentor, or as an admin. */
  private Booking decided(Call call, Tx tx, UUID id) {
    Booking booking = locked(call, tx, id);
    if (party(call, booking).filter(party -> party != Party.STUDENT).isEmpty()) {
      throw MentoringContract.NOT_FOR_OTHERS.with("The mentor of the meeting decides about it.");
    }
    return booking;
  }

  private void mustWait(Booking booking, Integer version) {
    mustBe(booking, version);
    if (booking.state() != BookingState.REQUESTED) {
      throw MentoringContract.NOT_REQUESTED.refusal().data(booking);
    }
    if (booking.answerBy() != null && !booking.answerBy().isAfter(clock.instant())) {
      throw MentoringContract.NOT_REQUESTED.with("The time to answer this request is over.").data(booking);
    }
  }

  private static void mustBe(Booking booking, Integer version) {
    if (version != null && version != booking.version()) {
      throw MentoringContract.BOOKING_CHANGED.refusal().data(booking);
    }
  }

  private Booking locked(Call call, Tx tx, UUID id) {
    return bookings.getForUpdate(tx, call.tenant(), id).filter(found -> concerns(call, found))
        .orElseThrow(MentoringContract.BOOKING_UNKNOWN::refusal);
  }

  Booking cancel(Call call, CancelBooking ask) {
    Optional<Booking> before = bookings.get(call.tenant(), ask.id());
    Booking cancelled = db.transaction(tx -> {
      Booking booking = locked(call, tx, ask.id());
      if (booking.state() == BookingState.CANCELLED) {
        return booking;
      }
      mustBe(booking, ask.version());
      return cancel(call, tx, booking, ask.reason(), false);
    });
    tell(call, before, cancelled);
    return cancelled;
  }

  Booking askCancellation(Call call, AskCancellation ask) {
    return db.transaction(tx -> {
      Booking booking = locked(call, tx, ask.id());
      if (party(call, booking).filter(Party.STUDENT::equals).isEmpty()) {
        throw MentoringContract.NOT_FOR_OTHERS.with("The student of the meeting asks for it. You can cancel it.");
      }
      if (booking.state() != BookingState.BOOKED || !booking.endsAt().isAfter(clock.instant())) {
        throw MentoringContract.NOT_BOOKED.refusal().data(booking);
      }
      if (booking.cancelAskedAt() != null) {
        return booking;
      }
      Booking asked = bookings.askCancellation(tx, booking, ask.reason(), call.userId(), clock.instant());
      news.cancellationAsked(call, tx, asked);
      return asked;
    });
  }

  Booking agreeCancellation(Call call, AgreeCancellation ask) {
    Optional<Booking> before = bookings.get(call.tenant(), ask.id());
    Booking cancelled = db.transaction(tx -> {
      Booking booking = decided(call, tx, ask.id());
      if (booking.state() == BookingState.CANCELLED) {
        return booking;
      }
      if (booking.cancelAskedAt() == null) {
        throw MentoringContract.CANCEL_NOT_ASKED.refusal();
      }
      return cancel(call, tx, booking, null, true);
    });
    tell(call, before, cancelled);
    return cancelled;
  }

  private Booking cancel(Call call, Tx tx, Booking booking, String reason, boolean isAgreed) {
    Instant now = clock.instant();
    if (BookingRules.cameToNothing(booking.state())) {
      throw BookingRules.notBooked().data(booking);
    }
    if (!BookingRules.mayBecome(booking.state(), BookingState.CANCELLED) || !booking.endsAt().isAfter(now)) {
      throw MentoringContract.MEETING_OVER.refusal().data(booking);
    }
    Party by = party(call, booking).orElseThrow();
    Settlement settlement = BookingRules.ofCancelling(booking, by, isAgreed, rules(tx, call.tenant(), booking), now);
    SlotState after = MentoringRules.afterCancelling(by == Party.STUDENT || isAgreed, booking.startsAt(), now);
    return giveUp(call, tx, booking, Change.to(BookingState.CANCELLED, call.userId(), reason,
        tokens.settle(call, tx, booking, settlement)), after);
  }

  private void tell(Call call, Optional<Booking> before, Booking cancelled) {
    if (before.map(Booking::state).filter(BookingState.CANCELLED::equals).isEmpty()) {
      bus.publish(call, MentoringContract.BOOKING_CANCELLED, new BookingCancelled(cancelled.id()));
    }
  }

  /** Ends a booking whose slot is not used, and tells both. */
  private Booking giveUp(Call call, Tx tx, Booking booking, Change change, SlotState slotAfter) {
    Instant now = clock.instant();
    slots.setState(tx, booking.slotId(),
        slotAfter == SlotState.OPEN && !booking.startsAt().isAfter(now) ? SlotState.EXPIRED : slotAfter);
    Booking ended = bookings.change(tx, booking, change, now);
    switch (change.to()) {
      case DECLINED -> news.declined(call, tx, booking, ended);
      case EXPIRED -> news.unanswered(call, tx, booking, ended);
      default -> news.cancelled(call, tx, booking, ended);
    }
    return ended;
  }

  Booking move(Call call, MoveBooking ask) {
    Booking seen = bookings.get(call.tenant(), ask.id()).filter(found -> concerns(call, found))
        .orElseThrow(MentoringContract.BOOKING_UNKNOWN::refusal);
    Booking moved = db.transaction(tx -> {
      BookingService.lock(tx, seen.studentId(), seen.mentorId());
      return move(call, tx, locked(call, tx, ask.id()), ask);
    });
    if (moved.version() != seen.version()) {
      bus.publish(call, MentoringContract.BOOKING_MOVED,
          new BookingMoved(moved.id(), moved.startsAt(), moved.endsAt(), moved.version()));
    }
    return moved;
  }

  private Booking move(Call call, Tx tx, Booking booking, MoveBooking ask) {
    Instant now = clock.instant();
    if (booking.slotId().equals(ask.slotId())) {
      return booking;
    }
    mustBe(booking, ask.version());
    Party by = party(call, booking).orElseThrow();
    refuse(BookingRules.moveRefusal(booking, by, now));
    Slot to = slots.getForUpdate(tx, call.tenant(), booking.slotId(), ask.slotId()).stream()
        .filter(slot -> slot.id().equals(ask.slotId())).findFirst()
        .orElseThrow(MentoringContract.SLOT_UNKNOWN::refusal);
    Terms rules = terms.at(tx, call.tenant(), to.startsAt());
    if (!to.mentorId().equals(booking.mentorId())
        || booking.tokens() > 0 && tokens.price(to.startsAt(), to.endsAt(), rules) != booking.tokens()) {
      throw MentoringContract.MOVE_REFUSED.refusal();
    }
    slotService.mustBeOpen(tx, to, booking.studentId(), now);
    var manner = terms.manner(tx, call.tenant(), booking.mentorId());
    if (by != Party.ADMIN) {
      refuse(BookingRules.lateness(to.startsAt(), manner, rules, now));
    }
    slotService.mustBeFree(tx, to, booking.studentId(), manner, booking.id());
    UUID batch = booking.freeBatchId() == null ? null : prices.takeForMove(call, tx, booking, to);
    slots.setState(tx, booking.slotId(), booking.startsAt().isAfter(now) ? SlotState.OPEN : SlotState.EXPIRED);
    slots.setState(tx, to.id(), SlotState.BOOKED);
    BookingState state = BookingRules.afterMoving(booking, by, manner);
    Booking moved = bookings.move(tx, booking, new Moved(to, state,
        BookingRules.freeAfterMoving(to.startsAt(), by, rules),
        state == BookingState.REQUESTED ? BookingRules.answerBy(to.startsAt(), rules, now) : null, batch),
        call.userId(), now);
    if (state == BookingState.REQUESTED && booking.state() == BookingState.BOOKED) {
      news.requested(call, tx, booking, moved);
    } else {
      news.moved(call, tx, booking, moved);
    }
    return moved;
  }

  private static void refuse(Optional<FailureException> refusal) {
    refusal.ifPresent(each -> {
      throw each;
    });
  }

  private Terms rules(Tx tx, String tenant, Booking booking) {
    return terms.at(tx, tenant, booking.startsAt());
  }

  Booking close(Call call, CloseBooking ask) {
    return db.transaction(tx -> {
      Booking booking = bookings.getForUpdate(tx, call.tenant(), ask.id())
          .orElseThrow(MentoringContract.BOOKING_UNKNOWN::refusal);
      // the end of a time that it has been moved away from is not its own
      return booking.state() == BookingState.BOOKED && !booking.startsAt().isAfter(clock.instant())
          ? close(call, tx, booking, ask) : booking;
    });
  }

  private Booking close(Call call, Tx tx, Booking booking, CloseBooking ask) {
    Instant now = clock.instant();
    Settlement settlement = BookingRules.ofClosing(ask.held(), ask.absent(), rules(tx, call.tenant(), booking));
    Booking closed = bookings.change(tx, booking, new Change(ask.held() ? BookingState.COMPLETED : BookingState.MISSED,
        null, null, tokens.settle(call, tx, booking, settlement), ask.held() ? null : ask.absent(), ask.startedAt(),
        ask.endedAt()), now);
    if (ask.held()) {
      bookings.countHeld(tx, call.tenant(), closed.mentorId());
      news.held(call, tx, closed, now);
    }
    return closed;
  }

  Cleaned clean(Call call) {
    Instant now = clock.instant();
    int expired = slots.expire(now);
    int unanswered = each(call, after -> bookings.unanswered(now, after), BookingState.REQUESTED,
        (mine, tx) -> booking -> giveUp(mine, tx, booking, Change.to(BookingState.EXPIRED, null, null,
            tokens.settle(mine, tx, booking, Settlement.BACK)), SlotState.OPEN));
    int missed = each(call, after -> bookings.unclosed(now.minus(MentoringRules.CLOSING), after), BookingState.BOOKED,
        (mine, tx) -> booking -> close(mine, tx, booking,
            new CloseBooking(booking.id(), false, null, null, Absent.BOTH)));
    return new Cleaned(expired, missed, unanswered);
  }

  private interface Work {
    Booking on(Booking booking);
  }

  /** Changes what is due, page by page; what fails is left for the next time. */
  private int each(Call call, Function<Due, List<Due>> pages, BookingState state, BiFunction<Call, Tx, Work> work) {
    int done = 0;
    List<Due> due = pages.apply(Due.NONE);
    for (int page = 1; !due.isEmpty(); page++) {
      for (Due one : due) {
        try {
          done += changed(call, one, state, work) ? 1 : 0;
        } catch (RuntimeException e) {
          LOG.error("booking {} of {} could not be changed in time", one.id(), one.tenant(), e);
        }
      }
      due = due.size() < BookingRepository.DUE_PAGE || page == MOST_PAGES ? List.of() : pages.apply(due.getLast());
    }
    return done;
  }

  /** Changes one in a transaction of its own; one that was changed meanwhile is left as it is. */
  private boolean changed(Call call, Due one, BookingState state, BiFunction<Call, Tx, Work> work) {
    Call mine = call.asProduct(one.tenant());
    return db.transaction(tx -> bookings.getForUpdate(tx, one.tenant(), one.id())
        .filter(booking -> booking.state() == state)
        .filter(booking -> state != BookingState.REQUESTED || !booking.answerBy().isAfter(clock.instant()))
        .map(work.apply(mine, tx)::on).isPresent());
  }
}
