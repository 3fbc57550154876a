package com.mas.domain.learning.mentoring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.bus.Failure;
import com.mas.bus.Principal.Role;
import com.mas.domain.learning.mentoring.MentoringContract.*;
import com.mas.domain.learning.mentoring.TermsContract.Manner;
import com.mas.domain.learning.mentoring.TermsContract.SetManner;
import com.mas.domain.learning.mentoring.TermsContract.SetTerms;
import com.mas.testkit.House;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Requests, holds, moves, and what bookings cost. */
class BookingChangesIT {
  private static final Instant NINE = Instant.parse("2026-03-12T03:30:00Z");
  private static final int MANY = 50;

  private final MentorHouse house = new MentorHouse(true);
  private final UUID mentor = house.mentor;
  private final UUID student = house.student;

  @AfterEach
  void close() {
    house.close();
  }

  @Test
  void aRequestKeepsItsSlotUntilTheMentorApproves() {
    onApproval();
    Slot slot = slot(NINE);
    Booking asked = book(student, slot);
    assertEquals(BookingState.REQUESTED, asked.state());
    assertEquals(house.clock.instant().plus(Duration.ofHours(24)), asked.answerBy());
    house.refused(Failure.CONFLICT, UUID.randomUUID(), MentoringContract.BOOK, new Book(slot.id(), null, "Mine"));
    house.refused(Failure.FORBIDDEN, student, MentoringContract.APPROVE_BOOKING, new ApproveBooking(asked.id(), null));
    house.refused(Failure.CONFLICT, mentor, MentoringContract.APPROVE_BOOKING, new ApproveBooking(asked.id(), 2));
    Booking booked = house.ask(mentor, MentoringContract.APPROVE_BOOKING, new ApproveBooking(asked.id(), 1));
    assertEquals(BookingState.BOOKED, booked.state());
    assertEquals(2, booked.version());
    assertNull(booked.answerBy());
    assertEquals(booked, house.ask(mentor, MentoringContract.APPROVE_BOOKING, new ApproveBooking(asked.id(), 1)));
    house.refused(Failure.CONFLICT, mentor, MentoringContract.DECLINE_BOOKING,
        new DeclineBooking(asked.id(), "No", null));
    assertEquals(2, told("session_requested"));
    assertEquals(2, told("session_approved"));
    assertEquals(List.of("requested", "booked"), house.column(
        "SELECT state FROM mentoring.booking_changes ORDER BY version"));
  }

  @Test
  void aSlotThatIsDeclinedOrNotAnsweredIsOpenAgain() {
    onApproval();
    Slot slot = slot(NINE);
    Booking first = book(student, slot);
    Booking declined = house.ask(mentor, MentoringContract.DECLINE_BOOKING,
        new DeclineBooking(first.id(), "I am away", null));
    assertEquals(BookingState.DECLINED, declined.state());
    assertEquals("I am away", declined.cancelReason());
    assertEquals(declined, house.ask(mentor, MentoringContract.DECLINE_BOOKING,
        new DeclineBooking(first.id(), "Again", null)));
    assertEquals("not_booked", house.refused(Failure.CONFLICT, student, MentoringContract.CANCEL_BOOKING,
        new CancelBooking(declined.id(), null)).detail().reason());
    Booking second = book(student, slot);
    house.clock.set(second.answerBy());
    house.refused(Failure.CONFLICT, mentor, MentoringContract.APPROVE_BOOKING, new ApproveBooking(second.id(), null));
    assertEquals(new Cleaned(0, 0, 1), house.run(MentoringContract.CLEAN, new Clean()));
    assertEquals(new Cleaned(0, 0, 0), house.run(MentoringContract.CLEAN, new Clean()));
    assertEquals(BookingState.EXPIRED,
        house.ask(student, MentoringContract.GET_BOOKING, new GetBooking(second.id())).state());
    assertEquals(2, told("session_unanswered"));
    assertEquals(BookingState.REQUESTED, book(UUID.randomUUID(), slot).state());
  }

  @Test
  void aHeldSlotIsKeptForAFewMinutesForOneStudent() {
    Slot slot = slot(NINE);
    UUID other = UUID.randomUUID();
    Slot held = house.ask(student, MentoringContract.HOLD_SLOT, new HoldSlot(slot.id()));
    assertEquals(house.clock.instant().plus(Duration.ofMinutes(5)), held.heldUntil());
    house.refused(Failure.CONFLICT, other, MentoringContract.BOOK, new Book(slot.id(), null, "Mine"));
    house.refused(Failure.CONFLICT, other, MentoringContract.HOLD_SLOT, new HoldSlot(slot.id()));
    assertEquals(List.of(), open(other));
    assertEquals(List.of(held), open(student));
    assertEquals(held.heldUntil(),
        house.ask(other, MentoringContract.RELEASE_SLOT, new ReleaseSlot(slot.id())).heldUntil());
    Slot second = slot(NINE.plusSeconds(3600));
    house.ask(student, MentoringContract.HOLD_SLOT, new HoldSlot(second.id()));
    assertEquals(List.of(slot), open(other), "a student holds one at a time");
    house.clock.set(house.clock.instant().plus(Duration.ofMinutes(5)));
    assertEquals(BookingState.BOOKED, book(other, second).state());
  }

  @Test
  void aMeetingMovesWithItsIdAndBothAreToldOnce() {
    Slot from = slot(NINE);
    Slot to = slot(NINE.plusSeconds(7200));
    Booking booked = book(student, from);
    Booking moved = house.ask(student, MentoringContract.MOVE_BOOKING, new MoveBooking(booked.id(), to.id(), 1));
    assertEquals(booked.id(), moved.id());
    assertEquals(2, moved.version());
    assertEquals(to.startsAt(), moved.startsAt());
    assertEquals(to.startsAt().minus(Duration.ofHours(12)), moved.freeUntil());
    assertEquals(moved, house.ask(student, MentoringContract.MOVE_BOOKING, new MoveBooking(booked.id(), to.id(), 1)));
    assertEquals(List.of(from.id()), open(UUID.randomUUID()).stream().map(Slot::id).toList());
    assertEquals(2, told("session_moved"));
    assertTrue(house.ask(house.product(), MentoringContract.REMIND, new Remind(booked.id(), to.startsAt())).told());
    assertEquals(false,
        house.ask(house.product(), MentoringContract.REMIND, new Remind(booked.id(), from.startsAt())).told());
    house.clock.set(moved.freeUntil());
    house.refused(Failure.UNPROCESSABLE, student, MentoringContract.MOVE_BOOKING,
        new MoveBooking(booked.id(), from.id(), null));
    assertEquals(3, house.ask(mentor, MentoringContract.MOVE_BOOKING,
        new MoveBooking(booked.id(), from.id(), null)).version());
    house.refused(Failure.NOT_FOUND, UUID.randomUUID(), MentoringContract.MOVE_BOOKING,
        new MoveBooking(booked.id(), to.id(), null));
  }

  @Test
  void aMeetingDoesNotMoveIntoAnotherOne() {
    Booking booked = book(student, slot(NINE));
    UUID elsewhere = UUID.randomUUID();
    Slot theirs = house.slot(elsewhere, NINE.plusSeconds(7200));
    book(student, theirs);
    Slot same = slot(NINE.plusSeconds(7200));
    assertEquals("meeting_overlaps", house.refused(Failure.CONFLICT, student, MentoringContract.MOVE_BOOKING,
        new MoveBooking(booked.id(), same.id(), null)).detail().reason());
    Slot others = house.slot(UUID.randomUUID(), NINE.plusSeconds(20_000));
    assertEquals("move_refused", house.refused(Failure.UNPROCESSABLE, student, MentoringContract.MOVE_BOOKING,
        new MoveBooking(booked.id(), others.id(), null)).detail().reason());
    assertEquals(1, house.ask(student, MentoringContract.GET_BOOKING, new GetBooking(booked.id())).version());
  }

  @Test
  void ofFiftyWhoAskMoveOrApproveAtOnceOneWins() {
    onApproval();
    Slot wanted = slot(NINE.plusSeconds(172_800));
    List<Booking> bookings = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      bookings.add(book(UUID.randomUUID(), slot(NINE.plusSeconds(1800L * i))));
    }
    Booking first = bookings.getFirst();
    assertEquals(MANY, succeeded(i -> house.send("mas", mentor, MentoringContract.APPROVE_BOOKING,
        new ApproveBooking(first.id(), null))), "twice is as once");
    assertEquals(2, told("session_approved"));
    Booking second = bookings.get(1);
    assertEquals(1, succeeded(i -> i % 2 == 0
        ? house.send("mas", mentor, MentoringContract.APPROVE_BOOKING, new ApproveBooking(second.id(), 1)).map(
            done -> done.version() == 2 && i == 0 ? done : null).compose(BookingChangesIT::orFail)
        : house.send("mas", UUID.randomUUID(), MentoringContract.BOOK, new Book(second.slotId(), null, "Mine"))));
    long before = told("session_moved") + told("session_requested");
    assertEquals(1, succeeded(i -> house.send("mas", bookings.get(i).studentId(), MentoringContract.MOVE_BOOKING,
        new MoveBooking(bookings.get(i).id(), wanted.id(), null))));
    assertEquals(1, house.number("SELECT count(*) FROM mentoring.bookings WHERE slot_id = '" + wanted.id() + "'"));
    assertEquals(before + 2, told("session_moved") + told("session_requested"), "a booked one is requested again");
    Slot last = slot(NINE.plusSeconds(400_000));
    assertEquals(1, succeeded(i -> house.send("mas", UUID.randomUUID(), MentoringContract.BOOK,
        new Book(last.id(), null, "Career"))));
    assertEquals(0, house.number("""
        SELECT count(*) FROM (SELECT slot_id FROM mentoring.bookings WHERE state IN ('requested', 'booked')
          GROUP BY slot_id HAVING count(*) > 1) twice"""));
    assertEquals(MANY + 1, house.number("""
        SELECT count(*) FROM mentoring.slots s WHERE state = 'booked' AND EXISTS (SELECT FROM mentoring.bookings b
          WHERE b.slot_id = s.id AND b.state IN ('requested', 'booked'))"""));
  }

  private static <T> Future<T> orFail(T value) {
    return value == null ? Future.failedFuture("another one") : Future.succeededFuture(value);
  }

  private static long succeeded(IntFunction<Future<?>> ask) {
    List<Future<?>> asked = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      asked.add(ask.apply(i));
    }
    House.await(Future.join(asked).otherwiseEmpty());
    return asked.stream().filter(Future::succeeded).count();
  }

  @Test
  void aPauseIsKeptBetweenTwoMeetings() {
    house.ask(house.as(mentor, Role.EXPERT), TermsContract.SET_MANNER, new SetManner(null, false, 120, 15));
    assertEquals(new Manner(false, 120, 15),
        house.ask(house.as(mentor, Role.EXPERT), TermsContract.GET_MANNER, new TermsContract.GetManner(null)));
    Slot first = slot(NINE);
    Slot next = slot(NINE.plusSeconds(1800));
    Slot later = slot(NINE.plusSeconds(4500));
    book(student, first);
    house.refused(Failure.CONFLICT, UUID.randomUUID(), MentoringContract.BOOK, new Book(next.id(), null, "Next"));
    book(UUID.randomUUID(), later);
    Slot late = slot(NINE.plusSeconds(90_000));
    house.clock.set(late.startsAt().minus(Duration.ofMinutes(119)));
    assertEquals("too_late_to_book", house.refused(Failure.UNPROCESSABLE, student, MentoringContract.BOOK,
        new Book(late.id(), null, "Late")).detail().reason());
  }

  @Test
  void rulesOfADateHoldForMeetingsFromThen() {
    Instant from = NINE.plus(Duration.ofDays(1));
    SetTerms terms = new SetTerms(from, 30, 60, 1440, 3, 30, 50, "Decided in March");
    house.ask(house.as(UUID.randomUUID(), Role.ADMIN), TermsContract.SET_TERMS, terms);
    Slot before = slot(from.minusSeconds(3600));
    Slot after = slot(from);
    assertEquals(before.startsAt().minus(Duration.ofHours(12)), before.freeUntil());
    assertEquals(after.startsAt().minus(Duration.ofHours(1)), after.freeUntil());
    assertEquals(after.freeUntil(), book(student, after).freeUntil());
    house.refused(Failure.UNPROCESSABLE, UUID.randomUUID(), TermsContract.SET_TERMS,
        new SetTerms(house.clock.instant(), 30, 60, 1440, 3, 30, 50, "Now"));
  }

  @Test
  void aMentorAgreesToALateCancellationThatTheStudentAskedFor() {
    Booking booked = book(student, slot(NINE));
    house.clock.set(NINE.minus(Duration.ofHours(1)));
    house.refused(Failure.CONFLICT, mentor, MentoringContract.AGREE_CANCELLATION, new AgreeCancellation(booked.id()));
    AskCancellation ask = new AskCancellation(booked.id(), "I am ill");
    Booking asked = house.ask(student, MentoringContract.ASK_CANCELLATION, ask);
    assertEquals(asked, house.ask(student, MentoringContract.ASK_CANCELLATION, ask));
    house.refused(Failure.FORBIDDEN, student, MentoringContract.AGREE_CANCELLATION, new AgreeCancellation(booked.id()));
    house.refused(Failure.FORBIDDEN, mentor, MentoringContract.ASK_CANCELLATION, ask);
    Booking agreed = house.ask(mentor, MentoringContract.AGREE_CANCELLATION, new AgreeCancellation(booked.id()));
    assertEquals(BookingState.CANCELLED, agreed.state());
    assertEquals("I am ill", agreed.cancelReason());
    assertEquals(2, told("session_cancel_asked"));
    assertEquals(3, house.ask(student, MentoringContract.LIST_CHANGES, new ListChanges(booked.id(), null, null))
        .items().size());
  }

  @Test
  void aReasonGoesWithTheQuestionThatItWasGivenFor() {
    Booking booked = book(student, slot(NINE));
    house.ask(student, MentoringContract.ASK_CANCELLATION, new AskCancellation(booked.id(), "I am ill"));
    assertEquals("cancelling was asked for: I am ill",
        house.ask(student, MentoringContract.LIST_CHANGES, new ListChanges(booked.id(), null, null)).items().getLast()
            .why());
    Booking moved = house.ask(mentor, MentoringContract.MOVE_BOOKING,
        new MoveBooking(booked.id(), slot(NINE.plusSeconds(7200)).id(), null));
    assertNull(moved.cancelReason());
    house.execute("UPDATE mentoring.bookings SET cancel_reason = 'of a question that is settled'");
    assertNull(house.ask(mentor, MentoringContract.CANCEL_BOOKING, new CancelBooking(booked.id(), null))
        .cancelReason());
  }

  @Test
  void nothingIsClosedByTheEndOfATimeThatItWasMovedAwayFrom() {
    Booking booked = book(student, slot(NINE));
    house.ask(mentor, MentoringContract.MOVE_BOOKING,
        new MoveBooking(booked.id(), slot(NINE.plus(Duration.ofDays(1))).id(), null));
    house.clock.set(NINE.plusSeconds(1800));
    assertEquals(BookingState.BOOKED, house.ask(mentor, MentoringContract.CLOSE_BOOKING,
        new CloseBooking(booked.id(), false, null, NINE.plusSeconds(1800))).state());
  }

  private void onApproval() {
    house.ask(house.as(mentor, Role.EXPERT), TermsContract.SET_MANNER, new SetManner(null, true, null, 0));
  }

  private Slot slot(Instant start) {
    return house.slot(mentor, start);
  }

  private Booking book(UUID who, Slot slot) {
    return house.ask(who, MentoringContract.BOOK, new Book(slot.id(), null, "Career advice"));
  }

  private List<Slot> open(UUID who) {
    return house.ask(who, MentoringContract.LIST_SLOTS,
        new ListSlots(mentor, null, null, null, null, null)).items();
  }

  private long told(String template) {
    return house.number("SELECT count(*) FROM jobs.every_job WHERE body::jsonb ->> 'template' = ?", template);
  }
}
