package com.mas.domain.learning.mentoring;

import static com.mas.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.mas.bus.Failure;
import com.mas.bus.Page;
import com.mas.bus.Principal.Role;
import com.mas.domain.learning.mentoring.MentorContract.*;
import com.mas.domain.learning.mentoring.MentoringContract.Book;
import com.mas.domain.learning.mentoring.MentoringContract.Booking;
import com.mas.domain.learning.mentoring.MentoringContract.BookingKind;
import com.mas.domain.learning.mentoring.MentoringContract.BookingState;
import com.mas.domain.learning.mentoring.MentoringContract.CancelBooking;
import com.mas.domain.learning.mentoring.MentoringContract.CancelSlot;
import com.mas.domain.learning.mentoring.MentoringContract.Clean;
import com.mas.domain.learning.mentoring.MentoringContract.Cleaned;
import com.mas.domain.learning.mentoring.MentoringContract.CloseBooking;
import com.mas.domain.learning.mentoring.MentoringContract.MoveBooking;
import com.mas.domain.learning.mentoring.MentoringContract.Slot;
import com.mas.domain.learning.mentoring.TermsContract.SetManner;
import com.mas.testkit.House;
import io.vertx.core.Future;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Profiles, search, weekly hours and what they come to. It is Tuesday noon in India. */
class MentorIT {
  /** Nine o'clock on the Wednesday, in India. */
  private static final Instant NINE = Instant.parse("2026-03-11T03:30:00Z");
  private static final List<Hours> WEDNESDAYS = List.of(new Hours(3, "09:00", "11:00"));

  private final MentorHouse house = new MentorHouse(true);
  private final UUID mentor = house.mentor;
  private final UUID student = house.student;

  @BeforeEach
  void open() {
    house.account(mentor, "Meera Iyer");
    save(mentor, profile("Data analyst", "Acme", List.of("SQL", "Python", "sql"), true));
  }

  @AfterEach
  void close() {
    house.close();
  }

  @Test
  void studentsFindMentorsByWhatTheySay() {
    UUID other = UUID.randomUUID();
    house.account(other, "Rohan Bhattacharya");
    save(other, profile("Engineer", "Zenith", List.of("Java"), true));
    UUID hidden = UUID.randomUUID();
    house.account(hidden, "Hidden");
    save(hidden, profile("Engineer", "Acme", List.of("SQL"), false));
    assertEquals(List.of("SQL", "Python"), house.ask(student, MentorContract.GET, new GetMentor(mentor)).skills());
    assertEquals(List.of(mentor), found(search("mee", null, null, null, null)));
    assertEquals(List.of(other), found(search("ZEN", null, null, null, null)));
    assertEquals(List.of(mentor), found(search(null, "sQl", null, null, null)));
    assertEquals(List.of(), found(search(null, "SQ", null, null, null)));
    assertEquals(List.of(mentor), found(search(null, null, "acme", null, null)));
    assertEquals(List.of(), found(search("100%", null, null, null, null)));
    assertEquals(List.of(), found(search(null, null, null, BookingKind.TECHNICAL_MOCK, null)));
    assertEquals(List.of(), found(search(null, null, null, null, 4.5)));
    assertEquals(2, house.ask(student, MentorContract.LIST, search(null, null, null, null, null)).total());
    assertEquals(List.of(new Category("Data", 2)),
        house.ask(student, MentorContract.CATEGORIES, new ListCategories(null, null)).items());
    house.refused(Failure.NOT_FOUND, student, MentorContract.GET, new GetMentor(hidden));
    assertEquals("Acme", house.ask(hidden, MentorContract.GET_OWN, new GetOwn()).company());
    House.refused(Failure.NOT_FOUND, house.send("other", student, MentorContract.GET, new GetMentor(mentor)));
    house.refused(Failure.FORBIDDEN, student, MentorContract.SAVE, new SaveProfile(mentor, null, null, null, null,
        List.of(), List.of(), List.of(), List.of(BookingKind.CAREER_GUIDANCE), null, true));
  }

  @Test
  void pagesOfASearchTellTheirTotalWhereItIsCheap() {
    house.execute("""
        INSERT INTO identity.users (id, tenant, email, full_name, role, created_at, updated_at)
        SELECT ('00000000-0000-7000-8000-' || lpad(i::text, 12, '0'))::uuid, 'mas', 'm' || i || '@mas.example',
          'Guide ' || i, 'EXPERT', now(), now() FROM generate_series(1, 1001) i""");
    house.execute("""
        INSERT INTO mentoring.mentors (user_id, tenant, company, words, listed, changed_at)
        SELECT ('00000000-0000-7000-8000-' || lpad(i::text, 12, '0'))::uuid, 'mas', 'Guides ' || i % 10, '{java}', true,
          now() FROM generate_series(1, 1001) i""");
    assertEquals(null, page(null, null, null, 0).total(), "more than are counted");
    assertEquals(1002, page(null, null, null, 1000).total(), "the last page");
    assertEquals(101, page(null, null, "guides 1", 0).total());
    assertEquals(null, page("guide 7", null, null, 0).total());
    assertEquals(111, page("guide 7", null, null, 100).total());
    assertEquals(11, page("guide 7", null, null, 100).items().size());
    assertEquals(0, page("nobody", "java", null, 0).total());
    assertEquals(20, page("GUIDE", "java", "guides 2", 80).items().size());
  }

  private Page<Mentor> page(String part, String skill, String company, long offset) {
    return house.ask(student, MentorContract.LIST,
        new ListMentors(part, skill, company, null, null, null, null, null, null, 20, offset));
  }

  @Test
  void meetingsThatWereHeldCountOnceForTheirMentor() throws IOException {
    held(mentor, NINE, true);
    held(mentor, NINE.plusSeconds(3600), false);
    assertEquals(1, completed(mentor));
    UUID later = UUID.randomUUID();
    house.account(later, "Rohan Bhattacharya");
    held(later, NINE.plusSeconds(7200), true);
    held(later, NINE.plusSeconds(10_800), true);
    save(later, profile("Engineer", "Zenith", List.of("Java"), true));
    assertEquals(2, completed(later), "also what was held before there was a profile");
    save(later, profile("Engineer", "Zenith", List.of("Java"), true));
    assertEquals(List.of(later, mentor), found(search(null, null, null, null, null)), "who has held more comes first");
    House.await(house.db.send("UPDATE mentoring.mentors SET completed = 0"));
    try (InputStream sql = getClass().getResourceAsStream("/domain/mentoring/migration/V0362__mentors_completed.sql")) {
      House.await(house.db.send(new String(sql.readAllBytes(), StandardCharsets.UTF_8)));
    }
    assertEquals(List.of(1, 2), List.of(completed(mentor), completed(later)));
  }

  private int completed(UUID of) {
    return house.ask(student, MentorContract.GET, new GetMentor(of)).completed();
  }

  /** Closes a meeting twice. */
  private void held(UUID by, Instant at, boolean isHeld) {
    Booking booked = house.ask(student, MentoringContract.BOOK, new Book(house.slot(by, at).id(), null, "Career"));
    house.clock.set(booked.endsAt());
    for (int i = 0; i < 2; i++) {
      house.ask(by, MentoringContract.CLOSE_BOOKING, new CloseBooking(booked.id(), isHeld, at, booked.endsAt()));
    }
  }

  @Test
  void aTimeOfTheHoursIsASlotOnceItIsHeld() {
    hours(WEDNESDAYS, List.of());
    List<FreeTime> times = times();
    assertEquals(List.of(NINE, NINE.plusSeconds(1800), NINE.plusSeconds(3600), NINE.plusSeconds(5400)),
        times.stream().map(FreeTime::startsAt).toList());
    assertNull(times.getFirst().slotId());
    assertEquals(NINE.minus(Duration.ofHours(12)), times.getFirst().freeUntil());
    assertEquals(0, house.number("SELECT count(*) FROM mentoring.slots"));
    Slot held = hold(student, NINE);
    assertEquals(held.id(), hold(student, NINE).id());
    assertEquals(3, timesOf(UUID.randomUUID()).size());
    Booking booked = house.ask(student, MentoringContract.BOOK, new Book(held.id(), null, "Career"));
    assertEquals(3, times().size());
    house.refused(Failure.CONFLICT, UUID.randomUUID(), MentorContract.HOLD_TIME, new HoldTime(mentor, NINE));
    house.refused(Failure.CONFLICT, student, MentorContract.HOLD_TIME, new HoldTime(mentor, NINE.plusSeconds(60)));
    Slot later = hold(student, NINE.plusSeconds(3600));
    house.ask(student, MentoringContract.MOVE_BOOKING, new MoveBooking(booked.id(), later.id(), null));
    assertEquals(List.of(NINE, NINE.plusSeconds(1800), NINE.plusSeconds(5400)),
        times().stream().map(FreeTime::startsAt).toList());
    house.ask(house.as(mentor, Role.EXPERT), MentoringContract.CANCEL_BOOKING, new CancelBooking(booked.id(), null));
    assertEquals(3, times().size(), "a mentor who gives a time up is not free then");
    Slot open = hold(student, NINE);
    house.clock.set(house.clock.instant().plus(Duration.ofMinutes(6)));
    house.ask(house.as(mentor, Role.EXPERT), MentoringContract.CANCEL_SLOT, new CancelSlot(open.id()));
    assertEquals(2, times().size());
  }

  @Test
  void otherHoursPausesAndNoticeAreKept() {
    hours(WEDNESDAYS, List.of(new OtherDay(LocalDate.of(2026, 3, 11), List.of(new Span("20:00", "22:00"))),
        new OtherDay(LocalDate.of(2026, 3, 18), List.of()), new OtherDay(LocalDate.of(2026, 3, 1), List.of())));
    assertEquals(2, house.ask(house.as(mentor, Role.EXPERT), MentorContract.GET_AVAILABILITY,
        new GetAvailability(null)).days().size(), "days of the past are left out");
    Instant eight = Instant.parse("2026-03-11T14:30:00Z");
    assertEquals(eight, times().getFirst().startsAt());
    assertEquals(List.of(eight, eight.plusSeconds(1800), eight.plusSeconds(3600), eight.plusSeconds(5400)),
        timesUntil(Instant.parse("2026-03-20T00:00:00Z")));
    house.ask(house.as(mentor, Role.EXPERT), TermsContract.SET_MANNER, new SetManner(null, false, 60, 15));
    Slot second = hold(student, eight.plusSeconds(1800));
    house.ask(student, MentoringContract.BOOK, new Book(second.id(), null, "Career"));
    assertEquals(List.of(eight.plusSeconds(5400)), timesUntil(eight.plusSeconds(9000)));
    house.clock.set(eight.plusSeconds(1801));
    assertEquals(List.of(), timesUntil(eight.plusSeconds(9000)));
  }

  @Test
  void hoursThatAreWrongAreRefused() {
    refusedHours("hours_refused", "Asia/Kolkata", List.of(new Hours(1, "10:00", "09:00")), List.of());
    refusedHours("hours_refused", "Asia/Kolkata",
        List.of(new Hours(1, "09:00", "10:00"), new Hours(1, "09:30", "11:00")), List.of());
    refusedHours("zone_unknown", "Mars/Base", List.of(), List.of());
    OtherDay day = new OtherDay(LocalDate.of(2026, 3, 11), List.of());
    refusedHours("hours_refused", "Asia/Kolkata", List.of(), List.of(day, day));
  }

  private void refusedHours(String reason, String zone, List<Hours> hours, List<OtherDay> days) {
    assertEquals(reason, house.refused(Failure.UNPROCESSABLE, mentor, MentorContract.SET_AVAILABILITY,
        new SetAvailability(null, zone, 30, 28, hours, days)).detail().reason());
  }

  @Test
  void ofFiftyWhoHoldOneTimeOneHasItAndItIsOneSlot() {
    hours(WEDNESDAYS, List.of());
    List<Future<?>> asked = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      asked.add(house.send("mas", UUID.randomUUID(), MentorContract.HOLD_TIME, new HoldTime(mentor, NINE)));
    }
    House.await(Future.join(asked).otherwiseEmpty());
    assertEquals(1, asked.stream().filter(Future::succeeded).count());
    assertEquals(1, house.number("SELECT count(*) FROM mentoring.slots"));
  }

  @Test
  void aNewWeekTakesTheTimesOfTheOldOneBackButNotWhatIsBooked() {
    hours(WEDNESDAYS, List.of());
    Slot held = hold(student, NINE);
    Slot booked = hold(student, NINE.plusSeconds(1800));
    Booking booking = house.ask(student, MentoringContract.BOOK, new Book(booked.id(), null, "Career"));
    hours(List.of(new Hours(4, "09:00", "10:00")), List.of());
    assertEquals(List.of(NINE.plus(Duration.ofDays(1)), NINE.plus(Duration.ofDays(1)).plusSeconds(1800)),
        times().stream().map(FreeTime::startsAt).toList());
    house.refused(Failure.UNPROCESSABLE, student, MentoringContract.BOOK, new Book(held.id(), null, "Late"));
    assertEquals(BookingState.BOOKED,
        house.ask(student, MentoringContract.GET_BOOKING, new MentoringContract.GetBooking(booking.id())).state());
  }

  @Test
  void aSlotOfHoursThatAreGoneIsNotOffered() {
    hours(WEDNESDAYS, List.of());
    Booking booked = house.ask(student, MentoringContract.BOOK, new Book(hold(student, NINE).id(), null, "Career"));
    Slot held = hold(student, NINE.plusSeconds(3600));
    hours(List.of(), List.of());
    house.ask(student, MentoringContract.CANCEL_BOOKING, new CancelBooking(booked.id(), null));
    assertEquals(List.of(held.id()), times().stream().map(FreeTime::slotId).toList());
    house.clock.set(held.heldUntil());
    assertEquals(new Cleaned(1, 0, 0), house.run(MentoringContract.CLEAN, new Clean()));
    assertEquals(List.of(), times());
    hours(WEDNESDAYS, List.of());
    assertEquals(4, times().size(), "the hours are there again, and so are their times");
  }

  @Test
  void aTimeIsHeldOfTheHoursAsTheyAreWhenItsTurnComes() throws SQLException {
    hours(WEDNESDAYS, List.of());
    try (Connection other = house.database.connect(); Statement statement = other.createStatement()) {
      other.setAutoCommit(false);
      statement.execute("SELECT pg_advisory_xact_lock(hashtextextended('mentoring:" + mentor + "', 0))");
      Future<Slot> held = house.send("mas", student, MentorContract.HOLD_TIME, new HoldTime(mentor, NINE));
      eventually("it waits for its turn", () -> house.number(
          "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'advisory'") == 1);
      statement.execute("DELETE FROM mentoring.hours");
      other.commit();
      assertEquals("time_closed", House.refused(Failure.CONFLICT, held).detail().reason());
    }
  }

  @Test
  void theSearchForAFreeTimeFindsWhomATimeIsListedFor() {
    hours(WEDNESDAYS, List.of());
    assertEquals(List.of(mentor), free(NINE, NINE.plusSeconds(60)));
    assertEquals(List.of(), free(NINE.plusSeconds(60), NINE.plusSeconds(1800)));
    assertEquals(List.of(), free(NINE.plusSeconds(7200), NINE.plusSeconds(90_000)));
    assertEquals(List.of(), free(NINE.minusSeconds(3600), NINE));
    Slot held = hold(student, NINE);
    house.ask(student, MentoringContract.BOOK, new Book(held.id(), null, "Career"));
    assertEquals(List.of(), free(NINE, NINE.plusSeconds(60)));
    assertEquals(List.of(mentor), free(NINE, NINE.plusSeconds(1801)));
    Slot offered = house.slot(mentor, NINE.plusSeconds(20_000));
    assertEquals(List.of(mentor), free(offered.startsAt(), offered.startsAt().plusSeconds(1)));
    hours(WEDNESDAYS, List.of(new OtherDay(LocalDate.of(2026, 3, 11), List.of(new Span("20:00", "21:00")))));
    assertEquals(List.of(), free(NINE, NINE.plusSeconds(7200)));
    assertEquals(List.of(mentor), free(Instant.parse("2026-03-11T14:30:00Z"), Instant.parse("2026-03-11T15:00:00Z")));
    house.refused(Failure.UNPROCESSABLE, student, MentorContract.LIST,
        new ListMentors(null, null, null, null, null, null, NINE, null, null, null, null));
  }

  private List<UUID> free(Instant from, Instant until) {
    return found(new ListMentors(null, null, null, null, null, null, from, until, null, null, null));
  }

  private static ListMentors search(String part, String skill, String company, BookingKind kind, Double rating) {
    return new ListMentors(part, skill, company, null, kind, rating, null, null, null, null, null);
  }

  private List<UUID> found(ListMentors ask) {
    return house.ask(student, MentorContract.LIST, ask).items().stream().map(Mentor::id).toList();
  }

  private static SaveProfile profile(String role, String company, List<String> skills, boolean listed) {
    return new SaveProfile(null, role, company, "IIT Madras", "Ten years of data.", skills, List.of("Data"),
        List.of("English", "Hindi"), List.of(BookingKind.CAREER_GUIDANCE, BookingKind.RESUME_REVIEW), null, listed);
  }

  private void save(UUID who, SaveProfile profile) {
    assertNotNull(house.ask(house.as(who, Role.EXPERT), MentorContract.SAVE, profile).name());
  }

  private void hours(List<Hours> week, List<OtherDay> days) {
    house.ask(house.as(mentor, Role.EXPERT), MentorContract.SET_AVAILABILITY,
        new SetAvailability(null, "Asia/Kolkata", 30, 28, week, days));
  }

  private List<FreeTime> times() {
    return timesOf(student);
  }

  private List<FreeTime> timesOf(UUID who) {
    return house.ask(who, MentorContract.TIMES, new ListTimes(mentor, null, null, null, null)).items();
  }

  private List<Instant> timesUntil(Instant until) {
    return house.ask(student, MentorContract.TIMES, new ListTimes(mentor, null, until, null, null)).items().stream()
        .map(FreeTime::startsAt).toList();
  }

  private Slot hold(UUID who, Instant at) {
    return house.ask(who, MentorContract.HOLD_TIME, new HoldTime(mentor, at));
  }
}
