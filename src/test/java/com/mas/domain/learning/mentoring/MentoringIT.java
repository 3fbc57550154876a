package com.mas.domain.learning.mentoring;

import static com.mas.domain.learning.mentoring.MentoringContract.BOOK;
import static com.mas.domain.learning.mentoring.MentoringContract.CANCEL_BOOKING;
import static com.mas.domain.learning.mentoring.MentoringContract.CANCEL_SLOT;
import static com.mas.domain.learning.mentoring.MentoringContract.CLEAN;
import static com.mas.domain.learning.mentoring.MentoringContract.CLOSE_BOOKING;
import static com.mas.domain.learning.mentoring.MentoringContract.CREATE_SLOTS;
import static com.mas.domain.learning.mentoring.MentoringContract.FIND_BOOKING;
import static com.mas.domain.learning.mentoring.MentoringContract.GET_BOOKING;
import static com.mas.domain.learning.mentoring.MentoringContract.LIST_BOOKINGS;
import static com.mas.domain.learning.mentoring.MentoringContract.LIST_SLOTS;
import static com.mas.domain.learning.mentoring.MentoringContract.REMIND;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.mas.boot.Modules;
import com.mas.bus.Capacity;
import com.mas.bus.Failure;
import com.mas.bus.FailureException;
import com.mas.bus.Principal.Role;
import com.mas.bus.Request;
import com.mas.db.PageWindow;
import com.mas.db.UuidV7;
import com.mas.domain.learning.mentoring.MentoringContract.Book;
import com.mas.domain.learning.mentoring.MentoringContract.Booking;
import com.mas.domain.learning.mentoring.MentoringContract.BookingState;
import com.mas.domain.learning.mentoring.MentoringContract.CancelBooking;
import com.mas.domain.learning.mentoring.MentoringContract.CancelSlot;
import com.mas.domain.learning.mentoring.MentoringContract.Clean;
import com.mas.domain.learning.mentoring.MentoringContract.Cleaned;
import com.mas.domain.learning.mentoring.MentoringContract.CloseBooking;
import com.mas.domain.learning.mentoring.MentoringContract.CreateSlots;
import com.mas.domain.learning.mentoring.MentoringContract.FindBooking;
import com.mas.domain.learning.mentoring.MentoringContract.GetBooking;
import com.mas.domain.learning.mentoring.MentoringContract.ListBookings;
import com.mas.domain.learning.mentoring.MentoringContract.ListSlots;
import com.mas.domain.learning.mentoring.MentoringContract.Remind;
import com.mas.domain.learning.mentoring.MentoringContract.Slot;
import com.mas.domain.learning.mentoring.MentoringContract.SlotState;
import com.mas.domain.people.identity.DirectoryContract.Person;
import com.mas.jobs.Jobs;
import com.mas.testkit.House;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MentoringIT {
  private static final Instant NINE = Instant.parse("2026-03-11T03:30:00Z");

  private final House house = new House("2026-03-10T12:00:00+05:30");
  private static final int MOST_OPEN = 3;

  private final UUID mentor = UUID.randomUUID();
  private final UUID student = UUID.randomUUID();

  @BeforeEach
  void open() {
    house.identity(ask -> ask.ids().stream().filter(student::equals)
        .map(id -> new Person(id, "a@learner.example", null, "Somebody")).toList());
    house.deploy(new MentoringVerticle(house.bus, new Capacity("mentoring", 1, 500), house.db,
        new Jobs(house.clock, Modules.SUBSCRIPTIONS), new UuidV7(house.clock),
        new MentoringVerticle.Config(MOST_OPEN, true)));
  }

  @AfterEach
  void close() {
    house.close();
  }

  @Test
  void anHourIsCutIntoSlotsThatAStudentFindsAndBooksOnce() {
    List<Slot> slots = offer(NINE, 60, 20);
    assertEquals(3, slots.size());
    assertEquals(slots,
        as(student, Role.USER, LIST_SLOTS, new ListSlots(mentor, null, null, null, null, null)).items());

    Booking booking = book(slots.get(1));
    assertEquals(booking, as(student, Role.USER, GET_BOOKING, new GetBooking(booking.id())));
    assertEquals(booking, as(mentor, Role.EXPERT, GET_BOOKING, new GetBooking(booking.id())));
    assertEquals(List.of(slots.get(1).id()), as(student, Role.USER, LIST_SLOTS,
        new ListSlots(mentor, SlotState.BOOKED, null, null, null, null)).items().stream().map(Slot::id).toList());
    assertNull(house.refused(Failure.CONFLICT, UUID.randomUUID(), BOOK, new Book(slots.get(1).id(), null, "Mine"))
        .detail().data(), "whose it is is not told to others");
    assertEquals(booking.id().toString(),
        idOf(house.refused(Failure.CONFLICT, student, BOOK, new Book(slots.get(1).id(), null, "Again"))));
    assertEquals(2, told("session_booked"));
  }

  @Test
  void peopleSeeWhomTheyMeetAndAreToldSo() {
    for (Map.Entry<UUID, String> person : Map.of(mentor, "Rohan Bhattacharya", student, "Asha Kulkarni").entrySet()) {
      House.await(house.db.send("""
          INSERT INTO identity.users (id, tenant, email, full_name, role, created_at, updated_at)
          VALUES ($1, 'mas', $1 || '@x.example', $2, 'USER', now(), now())""", person.getKey(), person.getValue()));
    }
    Slot slot = offer(NINE, 60, null).getFirst();
    assertEquals("Rohan Bhattacharya", slot.mentorName());
    assertEquals(List.of("Rohan Bhattacharya"), as(student, Role.USER, LIST_SLOTS,
        new ListSlots(mentor, null, null, null, null, null)).items().stream().map(Slot::mentorName).toList());
    Booking booked = book(slot);
    for (Booking booking : List.of(booked, as(mentor, Role.EXPERT, GET_BOOKING, new GetBooking(booked.id())),
        as(student, Role.USER, LIST_BOOKINGS, new ListBookings(null, null, null, null, null, null)).items().getFirst(),
        as(student, Role.USER, CANCEL_BOOKING, new CancelBooking(booked.id(), null)))) {
      assertEquals("Rohan Bhattacharya", booking.mentorName());
      assertEquals("Asha Kulkarni", booking.studentName());
    }
    List<String> titles = PageWindow.all(house.db.query("""
        SELECT body -> 'variables' ->> 'title' AS title FROM jobs.job WHERE body ->> 'template' = 'session_booked'
         ORDER BY 1"""), row -> row.getString(0));
    assertEquals(List.of(booked.title() + " with Asha Kulkarni", booked.title() + " with Rohan Bhattacharya"), titles);
    house.db.write("UPDATE identity.users SET status = 'disabled' WHERE id = $1", mentor);
    assertNull(as(student, Role.USER, GET_BOOKING, new GetBooking(booked.id())).mentorName());
  }

  @Test
  void slotsOfOneMentorNeverOverlapHoweverManyAreOfferedAtOnce() {
    List<Future<?>> offers = new ArrayList<>();
    IntStream.range(0, 20).forEach(i -> offers.add(send("mas", mentor, Role.EXPERT, CREATE_SLOTS,
        new CreateSlots(null, NINE.plusSeconds(60L * i), NINE.plusSeconds(60L * i + 1800), null))));
    House.await(Future.join(offers).otherwiseEmpty());
    assertEquals(1, offers.stream().filter(Future::succeeded).count());
    assertEquals(1, house.number("SELECT count(*) FROM mentoring.slots"));
    Slot taken = offer(NINE.plusSeconds(7200), 30, null).getFirst();
    FailureException failure = house.refused(Failure.CONFLICT, mentor, CREATE_SLOTS,
        new CreateSlots(null, NINE.plusSeconds(7500), NINE.plusSeconds(9000), null));
    assertEquals(taken.id().toString(), idOf(failure));
  }

  @Test
  void aMeetingThatIsOverTakesNoTimeOfTheMentorAnyMore() {
    Booking held = book(offer(NINE, 30, null).getFirst());
    house.refused(Failure.CONFLICT, mentor, CREATE_SLOTS,
        new CreateSlots(null, NINE.plusSeconds(900), NINE.plusSeconds(2700), null));
    house.execute("UPDATE mentoring.bookings SET state = 'completed' WHERE id = '" + held.id() + "'");
    assertEquals(1, offer(NINE.plusSeconds(900), 30, null).size());
  }

  @Test
  void twentyStudentsWantOneSlotAndOneGetsIt() {
    Slot slot = offer(NINE, 30, null).getFirst();
    List<Future<?>> asked = new ArrayList<>();
    IntStream.range(0, 20)
        .forEach(i -> asked.add(send("mas", UUID.randomUUID(), Role.USER, BOOK, new Book(slot.id(), null, "Career"))));
    House.await(Future.join(asked).otherwiseEmpty());
    assertEquals(1, asked.stream().filter(Future::succeeded).count());
    assertEquals(1, house.number("SELECT count(*) FROM mentoring.bookings"));
  }

  @Test
  void aStudentIsNotBookedTwiceForOneTime() {
    Booking first = book(offer(NINE, 30, null).getFirst());
    UUID other = UUID.randomUUID();
    Slot overlapping = as(other, Role.EXPERT, CREATE_SLOTS,
        new CreateSlots(null, NINE.plusSeconds(600), NINE.plusSeconds(2400), null)).slots().getFirst();
    assertEquals(first.id().toString(),
        idOf(house.refused(Failure.CONFLICT, student, BOOK, new Book(overlapping.id(), null, "Again"))));
  }

  @Test
  void aMentorWhoHasAMeetingElsewhereIsNotBookedForThatTime() {
    Slot theirs = as(UUID.randomUUID(), Role.EXPERT, CREATE_SLOTS,
        new CreateSlots(null, NINE, NINE.plusSeconds(3600), null)).slots().getFirst();
    Slot own = offer(NINE.plusSeconds(1800), 60, null).getFirst();
    as(mentor, Role.EXPERT, BOOK, new Book(theirs.id(), null, "Supervision"));
    house.refused(Failure.CONFLICT, student, BOOK, new Book(own.id(), null, "Career"));
    assertEquals(1, house.number("SELECT count(*) FROM mentoring.bookings"));
  }

  @Test
  void aStudentHasThreeMeetingsToCome() {
    List<Slot> slots = new ArrayList<>();
    for (int day = 0; day < 20; day++) {
      slots.add(offer(NINE.plusSeconds(86_400L * day), 30, null).getFirst());
    }
    List<Future<?>> asked = new ArrayList<>();
    slots.forEach(slot -> asked.add(send("mas", student, Role.USER, BOOK, new Book(slot.id(), null, "Career"))));
    House.await(Future.join(asked).otherwiseEmpty());
    assertEquals(MOST_OPEN, asked.stream().filter(Future::succeeded).count(), "however many are asked for at once");
    UUID one = ((Booking) asked.stream().filter(Future::succeeded).findFirst().orElseThrow().result()).id();
    as(student, Role.USER, CANCEL_BOOKING, new CancelBooking(one, null));
    Slot open = slots.stream().filter(slot -> house.number("SELECT count(*) FROM mentoring.bookings WHERE slot_id = '"
        + slot.id() + "'") == 0).findFirst().orElseThrow();
    book(open);
  }

  @Test
  void whatAStudentGivesBackIsOpenAgainAndWhatAMentorGivesUpIsNot() {
    Slot slot = offer(NINE, 30, null).getFirst();
    Booking booking = book(slot);
    Booking cancelled = as(student, Role.USER, CANCEL_BOOKING, new CancelBooking(booking.id(), "Exam on that day"));
    assertEquals(BookingState.CANCELLED, cancelled.state());
    assertEquals(student, cancelled.cancelledBy());
    assertEquals(cancelled, as(mentor, Role.EXPERT, CANCEL_BOOKING, new CancelBooking(booking.id(), "Other words")));
    Booking again = book(slot);
    as(mentor, Role.EXPERT, CANCEL_BOOKING, new CancelBooking(again.id(), null));
    house.refused(Failure.UNPROCESSABLE, student, BOOK, new Book(slot.id(), null, "Once more"));
    assertEquals(4, told("session_cancelled"));
  }

  @Test
  void aSlotIsTakenBackByItsMentorOnlyAndNotWhileItIsBooked() {
    Slot slot = offer(NINE, 30, null).getFirst();
    house.refused(Failure.NOT_FOUND, UUID.randomUUID(), CANCEL_SLOT, new CancelSlot(slot.id()));
    Booking booking = book(slot);
    house.refused(Failure.CONFLICT, mentor, CANCEL_SLOT, new CancelSlot(slot.id()));
    as(student, Role.USER, CANCEL_BOOKING, new CancelBooking(booking.id(), null));
    assertEquals(SlotState.CANCELLED, as(mentor, Role.EXPERT, CANCEL_SLOT, new CancelSlot(slot.id())).state());
    assertEquals(SlotState.CANCELLED, as(mentor, Role.EXPERT, CANCEL_SLOT, new CancelSlot(slot.id())).state());
  }

  @Test
  void othersAndOtherTenantsSeeNothing() {
    Booking booking = book(offer(NINE, 30, null).getFirst());
    house.refused(Failure.NOT_FOUND, UUID.randomUUID(), GET_BOOKING, new GetBooking(booking.id()));
    house.refused(Failure.FORBIDDEN, UUID.randomUUID(), LIST_BOOKINGS,
        new ListBookings(student, null, null, null, null, null));
    house.refused(Failure.FORBIDDEN, mentor, BOOK, new Book(booking.slotId(), student, "For somebody else"));
    House.refused(Failure.NOT_FOUND, send("other", mentor, Role.ADMIN, GET_BOOKING, new GetBooking(booking.id())));
    assertNull(House.await(send("other", mentor, Role.ADMIN, FIND_BOOKING, new FindBooking(booking.id()))).booking());
    assertEquals(booking, as(UUID.randomUUID(), Role.ADMIN, LIST_BOOKINGS,
        new ListBookings(student, BookingState.BOOKED, NINE, NINE.plusSeconds(1), null, null)).items().getFirst());
    House.refused(Failure.NOT_FOUND, send("mas", UUID.randomUUID(), Role.ADMIN, BOOK,
        new Book(booking.slotId(), UUID.randomUUID(), "For nobody")));
  }

  @Test
  void aMeetingThatWasHeldGivesXpOnceAndStaysCompleted() {
    Booking booking = book(offer(NINE, 30, null).getFirst());
    house.clock.set(NINE.plusSeconds(1800));
    CloseBooking held = new CloseBooking(booking.id(), true, NINE.plusSeconds(5), NINE.plusSeconds(1795));
    Booking closed = as(mentor, Role.EXPERT, CLOSE_BOOKING, held);
    assertEquals(BookingState.COMPLETED, closed.state());
    assertEquals(closed, as(mentor, Role.EXPERT, CLOSE_BOOKING, held));
    assertEquals(closed, as(mentor, Role.EXPERT, CLOSE_BOOKING, new CloseBooking(booking.id(), false, null, null)));
    assertEquals(1, house.number("SELECT count(*) FROM jobs.every_job WHERE address = 'gamification.on.mentoring."
        + "session.attended' AND body::jsonb ->> 'bookingId' = '" + booking.id()
        + "' AND body::jsonb ->> 'studentId' = '" + student + "' AND body::jsonb ->> 'endedAt' = '" + held.endedAt()
        + "'"));
    house.refused(Failure.UNPROCESSABLE, student, CANCEL_BOOKING, new CancelBooking(booking.id(), "Too late"));
  }

  @Test
  void bothAreRemindedUnlessItWasCancelled() {
    Slot slot = offer(NINE, 30, null).getFirst();
    Booking booking = book(slot);
    assertEquals(1, house.number("SELECT count(*) FROM jobs.every_job WHERE address = 'mentoring.booking.remind'"
        + " AND run_at = '2026-03-11T03:15:00Z'"));
    house.clock.set(NINE.minus(Duration.ofMinutes(15)));
    assertEquals(true, as(student, Role.USER, REMIND, new Remind(booking.id())).told());
    assertEquals(2, told("session_soon"));
    as(student, Role.USER, CANCEL_BOOKING, new CancelBooking(booking.id(), null));
    assertEquals(false, as(student, Role.USER, REMIND, new Remind(booking.id())).told());
  }

  @Test
  void whatNobodyTookExpiresAndWhatNobodyClosedWasMissed() {
    Slot open = offer(NINE, 30, null).getFirst();
    Booking booking = book(offer(NINE.plusSeconds(3600), 30, null).getFirst());
    house.clock.set(NINE);
    assertEquals(new Cleaned(1, 0, 0), clean());
    house.clock.set(booking.endsAt().plus(Duration.ofHours(24)).minusSeconds(1));
    assertEquals(new Cleaned(0, 0, 0), clean(), "its end may be told after an outage");
    house.clock.set(booking.endsAt().plus(Duration.ofHours(24)));
    assertEquals(new Cleaned(0, 1, 0), clean());
    assertEquals(new Cleaned(0, 0, 0), clean());
    assertEquals(BookingState.MISSED, as(student, Role.USER, GET_BOOKING, new GetBooking(booking.id())).state());
    house.refused(Failure.UNPROCESSABLE, student, BOOK, new Book(open.id(), null, "Late"));
  }

  @Test
  void aBookingThatCannotBeChangedDoesNotStopTheOthers() {
    Booking stuck = book(offer(NINE, 30, null).getFirst());
    Booking next = book(offer(NINE.plusSeconds(3600), 30, null).getFirst());
    offer(NINE.plusSeconds(7200), 30, null);
    house.execute("ALTER TABLE mentoring.bookings ADD CHECK (id <> '" + stuck.id() + "' OR state = 'booked')");
    house.clock.set(NINE.plus(Duration.ofDays(2)));
    assertEquals(new Cleaned(1, 1, 0), clean());
    assertEquals(BookingState.MISSED, as(student, Role.USER, GET_BOOKING, new GetBooking(next.id())).state());
    assertEquals(BookingState.BOOKED, as(student, Role.USER, GET_BOOKING, new GetBooking(stuck.id())).state());
  }

  @Test
  void whatIsDueIsCleanedBeyondAPage() {
    book(offer(NINE, 30, null).getFirst());
    house.execute("""
        INSERT INTO mentoring.slots SELECT gen_random_uuid(), s.tenant, s.mentor_id, s.starts_at, s.ends_at, s.state,
          s.created_at FROM mentoring.slots s, generate_series(1, 250)""");
    house.execute("""
        INSERT INTO mentoring.bookings (id, tenant, slot_id, mentor_id, student_id, title, starts_at, ends_at, state,
          created_at)
        SELECT gen_random_uuid(), s.tenant, s.id, s.mentor_id, gen_random_uuid(), 'Talk', s.starts_at, s.ends_at,
          'booked', s.created_at FROM mentoring.slots s
         WHERE NOT EXISTS (SELECT FROM mentoring.bookings b WHERE b.slot_id = s.id)""");
    house.clock.set(NINE.plus(Duration.ofDays(2)));
    assertEquals(new Cleaned(0, 251, 0), clean());
  }

  @Test
  void badOffersAreRefusedAndNothingIsMade() {
    house.refused(Failure.UNPROCESSABLE, mentor, CREATE_SLOTS, new CreateSlots(null, house.clock.instant(), NINE, 30));
    house.refused(Failure.FORBIDDEN, mentor, CREATE_SLOTS,
        new CreateSlots(student, NINE, NINE.plusSeconds(1800), null));
    house.refused(Failure.NOT_FOUND, student, BOOK, new Book(UUID.randomUUID(), null, "Nothing"));
    Slot own = offer(NINE, 30, null).getFirst();
    house.refused(Failure.UNPROCESSABLE, mentor, BOOK, new Book(own.id(), null, "Myself"));
    assertEquals(1, house.number("SELECT count(*) FROM mentoring.slots"));
  }

  private List<Slot> offer(Instant start, int length, Integer minutes) {
    return as(mentor, Role.EXPERT, CREATE_SLOTS,
        new CreateSlots(null, start, start.plus(Duration.ofMinutes(length)), minutes)).slots();
  }

  private Booking book(Slot slot) {
    return as(student, Role.USER, BOOK, new Book(slot.id(), null, " Career advice "));
  }

  /** Returns how many notices were stored by this template. */
  private long told(String template) {
    return house.number("SELECT count(*) FROM jobs.every_job WHERE body::jsonb ->> 'template' = ?", template);
  }

  private Cleaned clean() {
    return house.run(CLEAN, new Clean());
  }

  private <Q, A> A as(UUID caller, Role role, Request<Q, A> request, Q body) {
    return house.ask(house.as(caller, role), request, body);
  }

  private <Q, A> Future<A> send(String tenant, UUID caller, Role role, Request<Q, A> request, Q body) {
    return house.bus.send(house.as(caller, role, tenant), request, body);
  }

  /** Returns the id of the thing that is in the way. */
  private static Object idOf(FailureException failure) {
    return assertInstanceOf(Map.class, failure.detail().data()).get("id").toString();
  }
}
