package com.mas.domain.learning.mentoring;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.mas.bus.Capacity;
import com.mas.bus.Failure;
import com.mas.domain.commerce.token.TokenVerticle;
import com.mas.domain.learning.mentoring.MentoringContract.*;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tells the price of bookings, where calls are not free. */
class TokensIT {
  private static final Instant NINE = Instant.parse("2026-03-12T03:30:00Z");

  private final MentorHouse house = new MentorHouse(false);
  private final TokenLedger ledger = new TokenLedger(house.bus);

  @AfterEach
  void close() {
    house.close();
  }

  @Test
  void withoutALedgerNothingIsBooked() {
    house.deploy(new TokenVerticle(house.bus, new Capacity("tokens", 1, 500)));
    Slot slot = house.slot(house.mentor, NINE);
    house.refused(Failure.NOT_CONFIGURED, house.student, MentoringContract.BOOK, new Book(slot.id(), null, "Talk"));
    assertEquals(0, house.number("SELECT count(*) FROM mentoring.bookings"));
  }

  @Test
  void tokensAreSetAsideBeforeAndSettledOnce() {
    house.deploy(ledger);
    Booking early = book(NINE);
    assertEquals(1, early.tokens());
    assertEquals(TokensFate.HELD, early.tokensFate());
    assertEquals(List.of("hold booking:" + early.id() + " 1"), ledger.asked);
    assertEquals(TokensFate.RETURNED, cancel(house.student, early).tokensFate());
    assertEquals(settled(early, false, null, 0), settlement(early));

    Booking late = book(NINE.plusSeconds(7200));
    house.clock.set(late.freeUntil());
    assertEquals(TokensFate.SPENT, cancel(house.student, late).tokensFate());
    cancel(house.student, late);
    assertEquals(settled(late, true, house.mentor, 50), settlement(late));
    Booking byMentor = book(NINE.plusSeconds(10_800));
    house.clock.set(byMentor.startsAt());
    assertEquals(TokensFate.RETURNED, cancel(house.mentor, byMentor).tokensFate());
  }

  @Test
  void whatWasHeldPaysTheMentorWholeAndAStudentWhoDidNotComeHalf() {
    house.deploy(ledger);
    Booking held = book(NINE);
    Booking missed = book(NINE.plusSeconds(7200));
    Booking without = book(NINE.plusSeconds(14_400));
    house.clock.set(NINE.plus(Duration.ofDays(1)));
    close(held, true, null);
    assertEquals(settled(held, true, house.mentor, 100), settlement(held));
    assertEquals(TokensFate.SPENT, close(missed, false, Absent.STUDENT).tokensFate());
    assertEquals(settled(missed, true, house.mentor, 50), settlement(missed));
    Booking gone = close(without, false, Absent.MENTOR);
    assertEquals(TokensFate.RETURNED, gone.tokensFate());
    assertEquals(Absent.MENTOR, gone.absent());
  }

  @Test
  void whatWasSetAsideForABookingThatDidNotComeAboutIsGivenBack() {
    house.deploy(ledger);
    Slot slot = house.slot(house.mentor, NINE);
    house.ask(UUID.randomUUID(), MentoringContract.BOOK, new Book(slot.id(), null, "First"));
    house.refused(Failure.CONFLICT, house.student, MentoringContract.BOOK, new Book(slot.id(), null, "Second"));
    List<UUID> checks = house.column("SELECT body::jsonb ->> 'bookingId' FROM jobs.every_job"
        + " WHERE address = 'mentoring.booking.check_tokens' ORDER BY id").stream().map(UUID::fromString).toList();
    assertEquals(2, checks.size());
    checks.forEach(id -> house.ask(house.product(), MentoringContract.CHECK_TOKENS, new CheckTokens(id)));
    assertEquals("back booking:" + checks.get(1), ledger.asked.getLast());
    assertEquals(3, ledger.asked.size());
  }

  private Booking book(Instant start) {
    return house.ask(house.student, MentoringContract.BOOK,
        new Book(house.slot(house.mentor, start).id(), null, "Talk"));
  }

  private Booking cancel(UUID who, Booking booking) {
    return house.ask(who, MentoringContract.CANCEL_BOOKING, new CancelBooking(booking.id(), null));
  }

  private Booking close(Booking booking, boolean held, Absent absent) {
    return house.ask(house.product(), MentoringContract.CLOSE_BOOKING,
        new CloseBooking(booking.id(), held, null, null, absent));
  }

  private static String settled(Booking booking, boolean spent, UUID earner, int percent) {
    return "booking:" + booking.id() + " " + spent + " " + earner + " " + percent;
  }

  /** Returns what is stored about the booking's tokens, which is one request. */
  private String settlement(Booking booking) {
    List<String> stored = house.column("SELECT concat_ws(' ', body::jsonb ->> 'key', body::jsonb ->> 'spent',"
        + " coalesce(body::jsonb ->> 'earnerId', 'null'), body::jsonb ->> 'earnerPercent') FROM jobs.every_job"
        + " WHERE address = 'tokens.hold.settle' AND body::jsonb ->> 'key' = ?", "booking:" + booking.id());
    assertEquals(1, stored.size());
    return stored.getFirst();
  }
}
