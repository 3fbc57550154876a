package com.mas.domain.learning.mentoring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.bus.Failure;
import com.mas.bus.Principal.Role;
import com.mas.domain.learning.mentoring.MentorContract.FreeTime;
import com.mas.domain.learning.mentoring.MentorContract.HoldTime;
import com.mas.domain.learning.mentoring.MentorContract.Hours;
import com.mas.domain.learning.mentoring.MentorContract.ListTimes;
import com.mas.domain.learning.mentoring.MentorContract.SetAvailability;
import com.mas.domain.learning.mentoring.MentoringContract.*;
import com.mas.domain.learning.mentoring.TermsContract.SetManner;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Meetings that their mentors, their students and administrators move. It is Tuesday noon in India. */
class MovingIT {
  private static final Instant NINE = Instant.parse("2026-03-12T03:30:00Z");

  private final MentorHouse house = new MentorHouse(true);
  private final UUID mentor = house.mentor;
  private final UUID student = house.student;
  private final UUID admin = UUID.randomUUID();

  @AfterEach
  void close() {
    house.close();
  }

  @Test
  void aSlotThatAMeetingMovesToIsHeldForItsStudent() {
    Booking booked = book(house.slot(mentor, NINE));
    Slot to = house.slot(mentor, NINE.plusSeconds(7200));
    assertTrue(house.ask(mentor, MentoringContract.HOLD_SLOT, new HoldSlot(to.id(), booked.id())).heldUntil()
        .isAfter(house.clock.instant()));
    assertEquals("slot_held", house.refused(Failure.CONFLICT, UUID.randomUUID(), MentoringContract.BOOK,
        new Book(to.id(), null, "Mine")).detail().reason());
    house.ask(house.as(admin, Role.ADMIN), MentoringContract.HOLD_SLOT, new HoldSlot(to.id(), booked.id()));
    house.ask(student, MentoringContract.HOLD_SLOT, new HoldSlot(to.id(), booked.id()));
    assertEquals(to.id(), move(mentor, booked, to.id()).slotId());
    house.refused(Failure.UNPROCESSABLE, mentor, MentoringContract.HOLD_SLOT, new HoldSlot(booked.slotId()));
  }

  @Test
  void aSlotIsHeldForMeetingsOfItsOwnMentorAndByTheirPartiesOnly() {
    Booking booked = book(house.slot(mentor, NINE));
    Slot to = house.slot(mentor, NINE.plusSeconds(7200));
    house.refused(Failure.NOT_FOUND, UUID.randomUUID(), MentoringContract.HOLD_SLOT,
        new HoldSlot(to.id(), booked.id()));
    Slot others = house.slot(UUID.randomUUID(), NINE.plusSeconds(9000));
    assertEquals("move_refused", house.refused(Failure.UNPROCESSABLE, student, MentoringContract.HOLD_SLOT,
        new HoldSlot(others.id(), booked.id())).detail().reason());
    house.ask(student, MentoringContract.CANCEL_BOOKING, new CancelBooking(booked.id(), null));
    assertEquals("not_booked", house.refused(Failure.CONFLICT, student, MentoringContract.HOLD_SLOT,
        new HoldSlot(to.id(), booked.id())).detail().reason());
  }

  @Test
  void theTimesOfAMentorWhoIsNotListedAreThereForThoseWhoMeetThem() {
    ListTimes ask = new ListTimes(mentor, null, null, null, null);
    Booking booked = book(house.slot(mentor, NINE));
    Slot to = house.slot(mentor, NINE.plusSeconds(7200));
    for (UUID party : List.of(student, mentor)) {
      assertEquals(List.of(to.id()),
          house.ask(party, MentorContract.TIMES, ask).items().stream().map(FreeTime::slotId).toList());
    }
    assertEquals(1, house.ask(house.as(admin, Role.ADMIN), MentorContract.TIMES, ask).items().size());
    house.refused(Failure.NOT_FOUND, UUID.randomUUID(), MentorContract.TIMES, ask);
    assertEquals(to.id(), house.ask(mentor, MentorContract.HOLD_TIME,
        new HoldTime(mentor, to.startsAt(), booked.id())).id());
    house.refused(Failure.NOT_FOUND, student, MentorContract.HOLD_TIME, new HoldTime(mentor, to.startsAt()));
    house.ask(student, MentoringContract.CANCEL_BOOKING, new CancelBooking(booked.id(), null));
    house.refused(Failure.NOT_FOUND, student, MentorContract.TIMES, ask);
  }

  @Test
  void aTimeOfTheHoursIsNoSlotWhenItCannotBeHeld() {
    house.ask(house.as(mentor, Role.EXPERT), MentorContract.SET_AVAILABILITY,
        new SetAvailability(null, "Asia/Kolkata", 30, 28, List.of(new Hours(4, "09:00", "11:00")), List.of()));
    Booking booked = book(house.slot(mentor, NINE.minusSeconds(40_000)));
    Slot held = house.ask(mentor, MentorContract.HOLD_TIME, new HoldTime(mentor, NINE, booked.id()));
    assertEquals(NINE, move(mentor, booked, held.id()).startsAt());
    long slots = house.number("SELECT count(*) FROM mentoring.slots");
    assertEquals("own_slot", house.refused(Failure.UNPROCESSABLE, mentor, MentorContract.HOLD_TIME,
        new HoldTime(mentor, NINE.plusSeconds(1800))).detail().reason());
    assertEquals(slots, house.number("SELECT count(*) FROM mentoring.slots"));
  }

  @Test
  void aMentorKeepsTheNoticeAndTheStudentMayThenCancelAtNoCost() {
    house.ask(house.as(mentor, Role.EXPERT), TermsContract.SET_MANNER, new SetManner(null, false, 60, 0));
    Booking booked = book(house.slot(mentor, NINE));
    Instant soon = house.clock.instant().plusSeconds(1800);
    Slot late = house.slot(mentor, soon);
    assertEquals("too_late_to_book", house.refused(Failure.UNPROCESSABLE, mentor, MentoringContract.MOVE_BOOKING,
        new MoveBooking(booked.id(), late.id(), null)).detail().reason());
    Booking moved = move(mentor, booked, house.slot(mentor, soon.plusSeconds(1800)).id());
    assertEquals(moved.startsAt(), moved.freeUntil());
    house.clock.set(moved.startsAt().minusSeconds(60));
    assertEquals(BookingState.CANCELLED,
        house.ask(student, MentoringContract.CANCEL_BOOKING, new CancelBooking(booked.id(), null)).state());
  }

  @Test
  void whatAStudentMovesWaitsForAMentorWhoDecides() {
    house.ask(house.as(mentor, Role.EXPERT), TermsContract.SET_MANNER, new SetManner(null, true, null, 0));
    Booking asked = book(house.slot(mentor, NINE));
    house.ask(mentor, MentoringContract.APPROVE_BOOKING, new ApproveBooking(asked.id(), null));
    Booking moved = move(student, asked, house.slot(mentor, NINE.plusSeconds(7200)).id());
    assertEquals(BookingState.REQUESTED, moved.state());
    assertEquals(house.clock.instant().plusSeconds(86_400), moved.answerBy());
    assertEquals(4, house.number(
        "SELECT count(*) FROM jobs.every_job WHERE body::jsonb ->> 'template' = 'session_requested'"));
    assertEquals(BookingState.BOOKED,
        house.ask(mentor, MentoringContract.APPROVE_BOOKING, new ApproveBooking(asked.id(), moved.version())).state());
    Booking again = move(mentor, asked, house.slot(mentor, NINE.plusSeconds(14_400)).id());
    assertEquals(BookingState.BOOKED, again.state(), "a mentor does not wait for their own answer");
  }

  @Test
  void calendarsHaveWhatIsBookedAndLoseWhatIsBookedNoMore() {
    house.ask(house.as(mentor, Role.EXPERT), TermsContract.SET_MANNER, new SetManner(null, true, null, 0));
    Booking declined = book(house.slot(mentor, NINE));
    move(student, declined, house.slot(mentor, NINE.plusSeconds(3600)).id());
    house.ask(mentor, MentoringContract.DECLINE_BOOKING, new DeclineBooking(declined.id(), null, null));
    Booking withdrawn = book(house.slot(mentor, NINE.plusSeconds(7200)));
    house.ask(student, MentoringContract.CANCEL_BOOKING, new CancelBooking(withdrawn.id(), null));
    assertEquals(List.of(), entered(), "never booked");
    Booking asked = book(house.slot(mentor, NINE.plusSeconds(10_800)));
    house.ask(mentor, MentoringContract.APPROVE_BOOKING, new ApproveBooking(asked.id(), null));
    house.ask(student, MentoringContract.ASK_CANCELLATION, new AskCancellation(asked.id(), null));
    move(mentor, asked, house.slot(mentor, NINE.plusSeconds(14_400)).id());
    move(student, asked, house.slot(mentor, NINE.plusSeconds(18_000)).id());
    house.ask(mentor, MentoringContract.DECLINE_BOOKING, new DeclineBooking(asked.id(), null, null));
    assertEquals(List.of("1 false", "3 false", "4 true"), entered());
    assertEquals(List.of("1 false", "3 false", "4 true"), house.column("SELECT DISTINCT concat_ws(' ',"
        + " body::jsonb #>> '{appointment,sequence}', body::jsonb #>> '{appointment,cancelled}') FROM jobs.every_job"
        + " WHERE address = 'notification.notify' AND body::jsonb #>> '{appointment,id}' IS NOT NULL ORDER BY 1"));
  }

  private List<String> entered() {
    return house.column("SELECT concat_ws(' ', body::jsonb #>> '{appointment,sequence}',"
        + " body::jsonb #>> '{appointment,cancelled}') FROM jobs.every_job WHERE address = 'google.calendar.enter'"
        + " ORDER BY 1");
  }

  private Booking book(Slot slot) {
    return house.ask(student, MentoringContract.BOOK, new Book(slot.id(), null, "Career advice"));
  }

  private Booking move(UUID by, Booking booking, UUID slot) {
    return house.ask(by, MentoringContract.MOVE_BOOKING, new MoveBooking(booking.id(), slot, null));
  }
}
