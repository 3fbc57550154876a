package com.mas.domain.learning.mentoring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.mas.bus.Failure;
import com.mas.bus.FailureException;
import com.mas.bus.Principal.Role;
import com.mas.domain.learning.mentoring.MentoringContract.*;
import com.mas.domain.learning.mentoring.PriceContract.GetPrice;
import com.mas.domain.learning.mentoring.PriceContract.Price;
import com.mas.domain.learning.mentoring.TermsContract.SetManner;
import com.mas.testkit.House;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Calls that cost nothing because the student's batch includes mentoring. */
class GrantIT {
  private static final Instant NINE = Instant.parse("2026-03-12T03:30:00Z");
  private static final Instant APRIL = Instant.parse("2026-04-02T03:30:00Z");

  private final MentorHouse house = new MentorHouse(false);
  private final TokenLedger ledger = new TokenLedger(house.bus);

  @BeforeEach
  void deploy() {
    house.deploy(ledger);
  }

  @AfterEach
  void close() {
    house.close();
  }

  private UUID batch(String name, String perMonth) {
    UUID id = UUID.randomUUID();
    house.execute("INSERT INTO education.batches (id, tenant, code, name, state, starts_on, created_at, updated_at,"
        + " mentoring_included, free_calls_per_month) VALUES ('" + id + "', 'mas', '" + name + "', '" + name
        + "', 'active', '2026-01-01', now(), now(), true, " + perMonth + ")");
    house.execute("INSERT INTO education.applications (id, tenant, batch_id, user_id, state, mou_signed, payment_done,"
        + " diagnostic_done, created_at, state_changed_at) VALUES (gen_random_uuid(), 'mas', '" + id + "', '"
        + house.student + "', 'enrolled', true, true, true, now(), now())");
    return id;
  }

  private Slot slot(Instant start) {
    return house.slot(house.mentor, start);
  }

  private Price price(Instant start) {
    return house.ask(house.student, PriceContract.GET, new GetPrice(slot(start).id(), null));
  }

  private Booking book(Instant start) {
    return house.ask(house.student, MentoringContract.BOOK, new Book(slot(start).id(), null, "Talk"));
  }

  private Booking cancel(UUID who, Booking booking) {
    return house.ask(who, MentoringContract.CANCEL_BOOKING, new CancelBooking(booking.id(), null));
  }

  private String fate(Booking booking) {
    return house.text("SELECT free_fate FROM mentoring.bookings WHERE id = ?::uuid", booking.id().toString());
  }

  private static Instant hour(int after) {
    return NINE.plus(Duration.ofHours(after));
  }

  @Test
  void theCallsOfTheMonthAreFreeAndThePriceSaysWhy() {
    UUID batch = batch("DS-1", "2");
    Price before = price(hour(20));
    assertEquals(0, before.tokens());
    assertEquals(FreeReason.BATCH, before.freeReason());
    assertEquals(LocalDate.of(2026, 3, 1), before.month());
    assertEquals(new PriceContract.FreeCalls(batch, "DS-1", 2, 0, 2), before.batch());
    Booking first = book(NINE);
    assertEquals(0, first.tokens());
    assertNull(first.tokensFate());
    assertEquals(FreeReason.BATCH, first.freeReason());
    assertEquals(batch, first.freeBatchId());
    assertEquals(1, price(hour(22)).batch().left());
    book(hour(2));
    Price after = price(hour(24));
    assertEquals(1, after.tokens());
    assertNull(after.freeReason());
    assertEquals(0, after.batch().left());
    assertEquals(FreeReason.BATCH, price(APRIL).freeReason(), "the next month has its own");
    assertEquals(List.of(), ledger.asked);
    Booking paid = book(hour(4));
    assertEquals(1, paid.tokens());
    assertNull(paid.freeReason());
    assertEquals(List.of("hold booking:" + paid.id() + " 1"), ledger.asked);
  }

  @Test
  void aCallThatCostsMoreThanWasSeenIsNotBooked() {
    batch("DS-1", "1");
    book(NINE);
    assertEquals("price_changed", house.refused(Failure.CONFLICT, house.student, MentoringContract.BOOK,
        new Book(slot(hour(2)).id(), null, "Talk", null, null, 0)).detail().reason());
    assertEquals(List.of(), ledger.asked);
    assertEquals(1, house.ask(house.student, MentoringContract.BOOK,
        new Book(slot(hour(4)).id(), null, "Talk", null, null, 1)).tokens());
  }

  @Test
  void noMoreAreTakenThanTheBatchGrantsHoweverManyComeAtOnce() {
    batch("DS-1", "2");
    List<Slot> slots = IntStream.range(0, 12).mapToObj(at -> house.slot(UUID.randomUUID(), hour(at))).toList();
    List<Future<Booking>> asked = slots.stream().map(slot -> house.send(house.student, MentoringContract.BOOK,
        new Book(slot.id(), null, "Talk", null, null, 0))).toList();
    House.await(Future.join(asked).otherwiseEmpty());
    assertEquals(2, asked.stream().filter(Future::succeeded).count());
    asked.stream().filter(Future::failed).forEach(each -> assertEquals("price_changed",
        ((FailureException) each.cause()).detail().reason()));
    assertEquals(2, house.number("SELECT count(*) FROM mentoring.bookings WHERE free_fate = 'held'"));
    assertEquals(List.of(), ledger.asked);
  }

  @Test
  void aFreeCallComesBackAsTokensWould() {
    batch("DS-1", "1");
    Booking early = book(NINE);
    assertEquals(1, price(hour(20)).tokens());
    assertNull(cancel(house.student, early).tokensFate());
    assertEquals("returned", fate(early));
    Booking byMentor = book(hour(2));
    cancel(house.mentor, byMentor);
    assertEquals("returned", fate(byMentor));
    Booking late = book(hour(4));
    house.clock.set(late.freeUntil());
    cancel(house.student, late);
    assertEquals("spent", fate(late));
    assertEquals(1, price(hour(22)).tokens(), "it counts");
  }

  @Test
  void whatTookPlaceCountsAndWhatTheMentorMissedDoesNot() {
    batch("DS-1", "2");
    Booking held = book(NINE);
    Booking missed = book(hour(2));
    house.clock.set(hour(24));
    for (Booking each : List.of(held, missed)) {
      house.ask(house.product(), MentoringContract.CLOSE_BOOKING, new CloseBooking(each.id(), each == held,
          each.startsAt(), each.endsAt(), each == held ? null : Absent.MENTOR));
    }
    assertEquals("spent", fate(held));
    assertEquals("returned", fate(missed));
    assertEquals(1, price(hour(48)).batch().left());
  }

  @Test
  void aRequestKeepsItsFreeCallUntilItIsAnswered() {
    batch("DS-1", "1");
    house.ask(house.as(house.mentor, Role.EXPERT), TermsContract.SET_MANNER,
        new SetManner(null, true, null, 0));
    Booking declined = book(NINE);
    assertEquals(BookingState.REQUESTED, declined.state());
    assertEquals(1, price(hour(20)).tokens());
    house.ask(house.mentor, MentoringContract.DECLINE_BOOKING, new DeclineBooking(declined.id(), null, null));
    assertEquals("returned", fate(declined));
    Booking asked = book(hour(2));
    house.execute("UPDATE education.batches SET mentoring_included = false");
    Booking approved = house.ask(house.mentor, MentoringContract.APPROVE_BOOKING, new ApproveBooking(asked.id(), null));
    assertEquals(0, approved.tokens(), "what was granted stays granted");
    assertEquals(FreeReason.BATCH, approved.freeReason());
    assertEquals("held", fate(approved));
    assertEquals(1, price(hour(22)).tokens());
  }

  @Test
  void aMovedCallCountsInItsNewMonth() {
    batch("DS-1", "1");
    Booking march = book(NINE);
    Booking inMonth = house.ask(house.student, MentoringContract.MOVE_BOOKING,
        new MoveBooking(march.id(), slot(hour(2)).id(), null));
    assertEquals(march.freeBatchId(), inMonth.freeBatchId());
    Booking april = house.ask(house.student, MentoringContract.MOVE_BOOKING,
        new MoveBooking(march.id(), slot(APRIL).id(), null));
    assertEquals(FreeReason.BATCH, april.freeReason());
    assertEquals(1, price(hour(20)).batch().left(), "March has it again");
    Booking second = book(hour(4));
    assertEquals("move_refused", house.refused(Failure.UNPROCESSABLE, house.student, MentoringContract.MOVE_BOOKING,
        new MoveBooking(second.id(), slot(APRIL.plus(Duration.ofHours(2))).id(), null)).detail().reason());
    assertEquals(BookingState.BOOKED, house.ask(house.student, MentoringContract.GET_BOOKING,
        new GetBooking(second.id())).state());
  }

  @Test
  void aBatchGrantsCallsToThoseWithASeatWhileItRuns() {
    UUID batch = batch("DS-1", "null");
    assertNull(price(hour(20)).batch().left());
    assertEquals(1, house.ask(UUID.randomUUID(), PriceContract.GET, new GetPrice(slot(hour(26)).id(), null)).tokens());
    house.execute("UPDATE education.batches SET state = 'completed' WHERE id = '" + batch + "'");
    assertEquals(1, price(hour(22)).tokens());
    house.execute("UPDATE education.batches SET state = 'active' WHERE id = '" + batch + "'");
    house.execute("UPDATE education.applications SET state = 'withdrawn' WHERE batch_id = '" + batch + "'");
    assertEquals(1, price(hour(24)).tokens());
  }

  @Test
  void theBatchWithMostLeftGrantsTheCall() {
    batch("DS-1", "1");
    UUID wide = batch("DS-2", "3");
    assertEquals(wide, book(NINE).freeBatchId());
    assertEquals(new PriceContract.FreeCalls(wide, "DS-2", 3, 1, 2), price(hour(20)).batch());
  }

  @Test
  void aPriceIsTheStudentsOwn() {
    house.refused(Failure.FORBIDDEN, house.student, PriceContract.GET,
        new GetPrice(slot(NINE).id(), UUID.randomUUID()));
    house.refused(Failure.NOT_FOUND, house.student, PriceContract.GET, new GetPrice(UUID.randomUUID(), null));
  }
}
