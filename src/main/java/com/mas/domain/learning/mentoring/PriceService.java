package com.mas.domain.learning.mentoring;

import com.mas.bus.Call;
import com.mas.db.Tx;
import com.mas.domain.learning.mentoring.MentoringContract.Booking;
import com.mas.domain.learning.mentoring.MentoringContract.FreeReason;
import com.mas.domain.learning.mentoring.MentoringContract.Slot;
import com.mas.domain.learning.mentoring.PriceContract.FreeCalls;
import com.mas.domain.learning.mentoring.PriceContract.GetPrice;
import com.mas.domain.learning.mentoring.PriceContract.Price;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import java.util.UUID;

/**
 * Tells what calls cost. Free calls of a batch are counted under the student's lock, so that no more are taken than the
 * batch grants.
 */
final class PriceService {
  private final SlotRepository slots;
  private final TermsRepository terms;
  private final GrantRepository grants;
  private final Tokens tokens;
  private final People people;

  PriceService(MentoringStores stores, Tokens tokens, People people) {
    this.slots = stores.slots();
    this.terms = stores.terms();
    this.grants = new GrantRepository(stores.db());
    this.tokens = tokens;
    this.people = people;
  }

  Price get(Call call, GetPrice ask) {
    UUID student = people.callerOr(call, ask.studentId(), "/studentId");
    return of(call, slots.get(call.tenant(), ask.id()).orElseThrow(MentoringContract.SLOT_UNKNOWN::refusal), student);
  }

  /** Returns what the slot costs this student as it is now. */
  Price of(Call call, Slot slot, UUID student) {
    LocalDate month = GrantRules.month(slot.startsAt());
    if (tokens.areFree()) {
      return new Price(0, FreeReason.SETTING, null, month);
    }
    Optional<FreeCalls> batch = GrantRules.best(grants.find(call.tenant(), student, month));
    if (batch.filter(GrantRules::isLeft).isPresent()) {
      return new Price(0, FreeReason.BATCH, batch.get(), month);
    }
    int price = tokens.price(slot.startsAt(), slot.endsAt(), terms.at(call.tenant(), slot.startsAt()));
    return new Price(price, null, batch.orElse(null), month);
  }

  /** Returns the batch that grants a call which was free a moment ago; the student's lock is held. */
  UUID take(Call call, Tx tx, Slot slot, UUID student) {
    return left(call, tx, student, slot.startsAt(), BookingRepository.NONE).map(FreeCalls::batchId)
        .orElseThrow(() -> PriceContract.PRICE_CHANGED.with("The free calls of your batch in this month are used up."
            + " Look at the price again before you book."));
  }

  /**
   * Returns the batch that grants the call at its new time: the same one within a month. The student's lock is held.
   */
  UUID takeForMove(Call call, Tx tx, Booking booking, Slot to) {
    if (GrantRules.month(to.startsAt()).equals(GrantRules.month(booking.startsAt()))) {
      return booking.freeBatchId();
    }
    return left(call, tx, booking.studentId(), to.startsAt(), booking.id()).map(FreeCalls::batchId)
        .orElseThrow(() -> MentoringContract.MOVE_REFUSED.with("This call is one of the free calls of its month, and"
            + " the other month has none left. Move it within its month, or cancel it and book another one."));
  }

  private Optional<FreeCalls> left(Call call, Tx tx, UUID student, Instant startsAt, UUID but) {
    return GrantRules.best(grants.find(tx, call.tenant(), student, GrantRules.month(startsAt), but))
        .filter(GrantRules::isLeft);
  }
}
