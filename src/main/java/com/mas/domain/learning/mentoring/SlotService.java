package com.mas.domain.learning.mentoring;

import com.mas.bus.Call;
import com.mas.bus.Page;
import com.mas.db.Database;
import com.mas.db.Tx;
import com.mas.db.UuidV7;
import com.mas.domain.learning.mentoring.BookingRules.Party;
import com.mas.domain.learning.mentoring.MentoringContract.*;
import com.mas.domain.learning.mentoring.MentoringRules.Period;
import com.mas.domain.learning.mentoring.TermsContract.Manner;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

final class SlotService {
  private final Database db;
  private final SlotRepository slots;
  private final BookingRepository bookings;
  private final TermsRepository terms;
  private final People people;
  private final UuidV7 ids;
  private final Clock clock;

  SlotService(MentoringStores stores, People people, UuidV7 ids, Clock clock) {
    this.db = stores.db();
    this.slots = stores.slots();
    this.bookings = stores.bookings();
    this.terms = stores.terms();
    this.people = people;
    this.ids = ids;
    this.clock = clock;
  }

  Slots create(Call call, CreateSlots ask) {
    Instant now = clock.instant();
    MentoringRules.refusal(ask.startsAt(), ask.endsAt(), ask.minutes(), now).ifPresent(refusal -> {
      throw refusal;
    });
    UUID mentor = people.callerOr(call, ask.mentorId(), "/mentorId");
    List<Period> offered = MentoringRules.split(ask.startsAt(), ask.endsAt(), ask.minutes());
    return db.transaction(tx -> {
      SlotRepository.lock(tx, mentor);
      slots.overlapping(tx, mentor, offered.getFirst().startsAt(), offered.getLast().endsAt()).ifPresent(slot -> {
        throw MentoringContract.SLOT_OVERLAPS.refusal().data(slot);
      });
      return new Slots(slots.insert(tx, call.tenant(), mentor, offered, ids, now));
    });
  }

  Page<Slot> list(Call call, ListSlots ask) {
    return slots.list(call.tenant(), call.userId(), ask, clock.instant());
  }

  /** @param mentor whose slots these are; null: those of any */
  record Holder(UUID student, @Nullable UUID mentor) {}

  /** Returns for whom the caller holds a slot: the student of a meeting that they may move, or themselves. */
  Holder holder(Call call, @Nullable UUID bookingId) {
    if (bookingId == null) {
      return new Holder(call.userId(), null);
    }
    Booking booking = bookings.get(call.tenant(), bookingId).orElseThrow(MentoringContract.BOOKING_UNKNOWN::refusal);
    Party party = ChangeService.party(call, booking).orElseThrow(MentoringContract.BOOKING_UNKNOWN::refusal);
    BookingRules.moveRefusal(booking, party, clock.instant()).ifPresent(refusal -> {
      throw refusal;
    });
    return new Holder(booking.studentId(), booking.mentorId());
  }

  Slot hold(Call call, HoldSlot ask) {
    Holder holder = holder(call, ask.bookingId());
    return db.transaction(tx -> {
      SlotRepository.lock(tx, holder.student());
      return hold(call, tx, ask.id(), holder);
    });
  }

  /** Holds a slot for a student, whose lock is held: one at a time. */
  Slot hold(Call call, Tx tx, UUID id, Holder holder) {
    Instant now = clock.instant();
    Slot slot = slots.getForUpdate(tx, call.tenant(), id).orElseThrow(MentoringContract.SLOT_UNKNOWN::refusal);
    if (holder.mentor() != null && !holder.mentor().equals(slot.mentorId())) {
      throw MentoringContract.MOVE_REFUSED.refusal();
    }
    mustBeOpen(tx, slot, holder.student(), now);
    slots.letGo(tx, holder.student(), slot.id());
    Duration held = Duration.ofMinutes(terms.at(tx, call.tenant(), slot.startsAt()).holdMinutes());
    return slots.hold(tx, slot.id(), holder.student(), now.plus(held));
  }

  Slot release(Call call, ReleaseSlot ask) {
    return db.transaction(tx -> {
      Slot slot = slots.getForUpdate(tx, call.tenant(), ask.id())
          .orElseThrow(MentoringContract.SLOT_UNKNOWN::refusal);
      return slots.holder(tx, slot.id(), clock.instant()).filter(call.userId()::equals).isPresent()
          ? slots.hold(tx, slot.id(), null, null) : slot;
    });
  }

  /** Fails unless this student may take the slot, which is locked: it is open, to come, and not held for another. */
  void mustBeOpen(Tx tx, Slot slot, UUID student, Instant now) {
    if (slot.mentorId().equals(student)) {
      throw MentoringContract.OWN_SLOT.refusal();
    }
    if (slot.state() == SlotState.BOOKED) {
      throw bookings.overlapping(tx, student, slot.startsAt(), slot.endsAt(), BookingRepository.NONE)
          .filter(own -> own.slotId().equals(slot.id()))
          .map(own -> MentoringContract.SLOT_TAKEN.with("You have booked this slot already.").data(own))
          .orElseGet(MentoringContract.SLOT_TAKEN::refusal);
    }
    if (slot.state() != SlotState.OPEN || !slot.startsAt().isAfter(now)) {
      throw MentoringContract.SLOT_CLOSED.refusal().data(slot);
    }
    if (slots.holder(tx, slot.id(), now).filter(holder -> !holder.equals(student)).isPresent()) {
      throw MentoringContract.SLOT_HELD.refusal();
    }
  }

  /**
   * Fails when the student, or the mentor with the pause between two meetings, meets somebody in the time of the slot.
   *
   * @param but a booking that does not count
   */
  void mustBeFree(Tx tx, Slot slot, UUID student, Manner manner, UUID but) {
    bookings.overlapping(tx, student, slot.startsAt(), slot.endsAt(), but).ifPresent(other -> {
      throw MentoringContract.MEETING_OVERLAPS.refusal().data(other);
    });
    Duration pause = Duration.ofMinutes(manner.bufferMinutes());
    if (bookings.overlapping(tx, slot.mentorId(), slot.startsAt().minus(pause), slot.endsAt().plus(pause), but)
        .isPresent()) {
      throw MentoringContract.SLOT_TAKEN.with("The mentor is in another meeting at that time; please choose another"
          + " slot.");
    }
  }

  Slot cancel(Call call, CancelSlot ask) {
    return db.transaction(tx -> {
      Slot slot = slots.getForUpdate(tx, call.tenant(), ask.id())
          .filter(found -> call.principal().isAdmin() || found.mentorId().equals(call.userId()))
          .orElseThrow(MentoringContract.SLOT_UNKNOWN::refusal);
      if (slot.state() == SlotState.BOOKED) {
        throw MentoringContract.SLOT_BOOKED.refusal().data(slot);
      }
      if (slot.state() == SlotState.OPEN) {
        slots.setState(tx, slot.id(), SlotState.CANCELLED);
        return new Slot(slot.id(), slot.mentorId(), slot.mentorName(), slot.startsAt(), slot.endsAt(),
            SlotState.CANCELLED, slot.freeUntil(), null);
      }
      return slot;
    });
  }
}
