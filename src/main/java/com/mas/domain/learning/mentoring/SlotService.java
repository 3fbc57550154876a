package com.mas.domain.learning.mentoring;

import com.mas.bus.Call;
import com.mas.bus.Page;
import com.mas.db.Database;
import com.mas.db.UuidV7;
import com.mas.domain.learning.mentoring.MentoringContract.*;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

final class SlotService {
  private final Database db;
  private final SlotRepository slots;
  private final People people;
  private final UuidV7 ids;
  private final Clock clock;

  SlotService(Database db, SlotRepository slots, People people, UuidV7 ids, Clock clock) {
    this.db = db;
    this.slots = slots;
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
    String name = slots.nameOf(mentor);
    List<Slot> offered = MentoringRules.split(ask.startsAt(), ask.endsAt(), ask.minutes()).stream()
        .map(period -> new Slot(ids.next(), mentor, name, period.startsAt(), period.endsAt(), SlotState.OPEN))
        .toList();
    return db.transaction(tx -> {
      SlotRepository.lock(tx, mentor);
      slots.overlapping(tx, mentor, offered.getFirst().startsAt(), offered.getLast().endsAt()).ifPresent(slot -> {
        throw MentoringContract.SLOT_OVERLAPS.refusal().data(slot);
      });
      slots.insert(tx, call.tenant(), offered, now);
      return new Slots(offered);
    });
  }

  Page<Slot> list(Call call, ListSlots ask) {
    return slots.list(call.tenant(), ask, clock.instant());
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
            SlotState.CANCELLED);
      }
      return slot;
    });
  }
}
