package com.mas.domain.people.google;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.bus.Failure;
import com.mas.domain.people.google.ConnectionContract.Connection;
import com.mas.domain.people.google.ConnectionContract.ConnectionState;
import com.mas.domain.people.google.ConnectionContract.Disconnect;
import com.mas.domain.people.google.ConnectionContract.Enter;
import com.mas.domain.people.google.ConnectionContract.GetConnection;
import com.mas.domain.people.google.ConnectionContract.Push;
import com.mas.domain.people.google.ConnectionContract.Pushed;
import com.mas.domain.people.google.ConnectionContract.Sweep;
import com.mas.domain.people.identity.LoginContract.BeginSignIn;
import com.mas.domain.people.identity.LoginContract.FinishSignIn;
import com.mas.domain.people.notification.AppointmentContract.Appointment;
import com.mas.domain.people.notification.AppointmentContract.Guest;
import com.mas.sandbox.google.GoogleSimulator;
import com.mas.seed.School;
import com.mas.testkit.Eventually;
import com.mas.testkit.House;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GoogleCalendarIT {
  @AutoClose private static final GoogleHouse house = new GoogleHouse();

  private final UUID asha = UUID.randomUUID();
  private final UUID rohan = UUID.randomUUID();
  private final UUID booking = UUID.randomUUID();

  @BeforeEach
  void nothing() {
    house.sandbox.reset("google");
    house.execute("TRUNCATE google.connections; TRUNCATE google.events; TRUNCATE google.consents; TRUNCATE jobs.job");
  }

  private Appointment entry(int sequence, boolean cancelled, int hours) {
    Instant start = house.clock.instant().plus(Duration.ofHours(hours));
    return new Appointment(booking, sequence, cancelled, start, start.plusSeconds(1800), "Career, \"advice\" 😀",
        "/console/meeting/?id=" + booking, List.of(new Guest(asha, null), new Guest(rohan, null)));
  }

  private static int enter(Appointment entry) {
    return house.ask(house.product(), ConnectionContract.ENTER, new Enter(entry)).calendars();
  }

  private static int push(UUID person) {
    return house.ask(house.product(), ConnectionContract.PUSH, new Push(person)).told();
  }

  private static List<JsonObject> events() {
    return house.sandbox.ask("google", "GET", "events", null).getJsonArray("events").stream()
        .map(JsonObject.class::cast).toList();
  }

  private static Connection status(UUID person) {
    return house.ask(person, ConnectionContract.CALENDAR, new GetConnection());
  }

  private static long told(String template) {
    return house.number("SELECT count(*) FROM jobs.every_job WHERE body::jsonb ->> 'template' = ?", template);
  }

  @Test
  void aBookingIsEnteredChangedAndTakenOutForWhoeverHasACalendar() {
    assertEquals(ConnectionState.NONE, status(asha).state());
    Connection connected = house.connect(asha, GoogleSimulator.STRANGER);
    assertEquals(ConnectionState.CONNECTED, connected.state());
    assertEquals(GoogleSimulator.STRANGER, connected.email());
    assertEquals(connected, status(asha));

    assertEquals(1, enter(entry(0, false, 24)));
    assertEquals(List.of(1, 0, 0), List.of(push(asha), push(asha), push(rohan)));
    JsonObject event = events().getFirst();
    assertEquals(Appointment.eventId(booking), event.getString("id"));
    assertEquals(Appointment.uid(booking), event.getString("iCalUID"), "as in the mail");
    assertEquals("Career, \"advice\" 😀", event.getString("summary"));
    assertEquals("https://learn.example/console/meeting/?id=" + booking, event.getString("location"));
    assertEquals(house.clock.instant().plus(Duration.ofHours(24)),
        Instant.parse(event.getJsonObject("start").getString("dateTime")));

    enter(entry(1, false, 48));
    enter(entry(0, false, 24));
    assertEquals(1, push(asha), "an older one changes nothing");
    assertEquals(1, events().size());
    assertEquals(house.clock.instant().plus(Duration.ofHours(48)),
        Instant.parse(events().getFirst().getJsonObject("start").getString("dateTime")));

    enter(entry(2, true, 48));
    assertEquals(1, push(asha));
    assertEquals("cancelled", events().getFirst().getString("status"));
    assertEquals(0, push(asha));
  }

  @Test
  void whatWasBookedBeforeIsEnteredWhenACalendarComes() {
    assertEquals(0, enter(entry(0, false, 24)));
    house.connect(asha, GoogleSimulator.STRANGER);
    assertEquals(1, house.number("SELECT count(*) FROM jobs.job WHERE address = 'google.calendar.push'"));
    assertEquals(1, push(asha));
    house.clock.advance(Duration.ofHours(30));
    enter(entry(1, false, -24));
    assertEquals(0, push(asha), "what is over is told no more");
  }

  @Test
  void anAnswerThatIsLostMakesNoSecondEvent() {
    house.connect(asha, GoogleSimulator.STRANGER);
    enter(entry(0, false, 24));
    house.sandbox.fault("google", "lose path=insert times=1");
    house.refused(Failure.PROVIDER_FAILED, asha, ConnectionContract.PUSH, new Push(asha));
    assertEquals(1, push(asha));
    assertEquals(1, events().size());
    enter(entry(1, true, 24));
    house.sandbox.fault("google", "lose path=delete times=1");
    house.refused(Failure.PROVIDER_FAILED, asha, ConnectionContract.PUSH, new Push(asha));
    assertEquals(1, push(asha), "410 is done");
  }

  @Test
  void whatItsOwnerHasTakenOutStaysOut() {
    house.connect(asha, GoogleSimulator.STRANGER);
    enter(entry(0, false, 24));
    push(asha);
    enter(entry(1, false, 48));
    house.sandbox.fault("google", "gone path=patch");
    assertEquals(1, push(asha));
    assertEquals(0, push(asha));
    assertEquals(0, house.sandbox.calls("google", "delete"));
  }

  @Test
  void aDeadTokenBreaksTheConnectionTellsOnceAndIsHealedByConnectingAgain() {
    house.connect(asha, GoogleSimulator.STRANGER);
    enter(entry(0, false, 24));
    house.clock.advance(Duration.ofHours(1));
    house.sandbox.fault("google", "deadGrant path=refresh");
    house.refused(Failure.PROVIDER_UNAUTHENTICATED, asha, ConnectionContract.PUSH, new Push(asha));
    assertEquals(ConnectionState.BROKEN, status(asha).state());
    assertEquals(1, told("google_broken"));
    long asked = house.sandbox.calls("google", null);
    assertEquals(List.of(0, 0), List.of(push(asha), push(asha)));
    assertEquals(asked, house.sandbox.calls("google", null), "Google is left alone");
    assertEquals(1, told("google_broken"));

    assertEquals(0, enter(entry(1, false, 48)), "bookings go on");
    house.sandbox.well("google");
    house.connect(asha, GoogleSimulator.STRANGER);
    assertEquals(ConnectionState.CONNECTED, status(asha).state());
    assertEquals(1, push(asha));
    assertEquals(1, events().size());
  }

  @Test
  void twoNodesRenewOneTokenOnce() {
    house.deploy(house.node(true));
    house.connect(asha, GoogleSimulator.STRANGER);
    enter(entry(0, false, 24));
    house.clock.advance(Duration.ofHours(1));
    List<Future<Pushed>> asked = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      asked.add(house.bus.send(house.product(), ConnectionContract.PUSH, new Push(asha)));
    }
    House.await(Future.join(asked));
    assertEquals(1, events().size());
    assertEquals(2, house.number("SELECT version FROM google.connections"));
    assertEquals(1, house.sandbox.calls("google", "refresh"));
  }

  @Test
  void aRenewalWithoutALastingTokenKeepsTheOneThereIs() {
    house.connect(asha, GoogleSimulator.STRANGER);
    String before = lasting();
    for (int hour = 0; hour < 2; hour++) {
      house.clock.advance(Duration.ofHours(1));
      enter(entry(hour, false, 24));
      assertEquals(1, push(asha));
      assertEquals(before, lasting());
    }
    house.clock.advance(Duration.ofHours(1));
    house.sandbox.fault("google", "rotates path=refresh");
    enter(entry(2, false, 24));
    assertEquals(1, push(asha));
    assertFalse(before.equals(lasting()), "a new one takes its place");
    house.sandbox.fault("google", "notLasting path=token");
    house.connect(asha, GoogleSimulator.STRANGER);
    assertEquals(ConnectionState.CONNECTED, status(asha).state());
    assertEquals("google_permission_missing", house.refusal(house.as(rohan), ConnectionContract.CALENDAR_CALLBACK,
        house.consented(rohan, GoogleSimulator.STRANGER)).detail().reason());
    assertEquals(ConnectionState.NONE, status(rohan).state());
  }

  private static String lasting() {
    String sealed = house.text("SELECT refresh_token FROM google.connections LIMIT 1");
    assertTrue(sealed.startsWith("v1."), "sealed");
    String person = house.text("SELECT user_id FROM google.connections LIMIT 1");
    return house.vault.open(sealed, "google refresh token of " + house.text(
        "SELECT tenant FROM google.connections LIMIT 1") + " " + person + " calendar").orElseThrow();
  }

  @Test
  void aTokenThatGoogleRefusesIsRenewedOnce() {
    house.connect(asha, GoogleSimulator.STRANGER);
    enter(entry(0, false, 24));
    house.sandbox.fault("google", "expire path=insert times=1");
    assertEquals(1, push(asha));
    assertEquals(1, house.sandbox.calls("google", "refresh"));
  }

  @Test
  void tooManyRequestsAreToldApartFromAPermissionThatIsMissing() {
    house.connect(asha, GoogleSimulator.STRANGER);
    enter(entry(0, false, 24));
    house.sandbox.fault("google", "rateLimited path=insert");
    assertEquals(60, house.refused(Failure.TOO_MANY_REQUESTS, asha, ConnectionContract.PUSH, new Push(asha)).detail()
        .retryAfterSeconds());
    assertEquals(ConnectionState.CONNECTED, status(asha).state());
    house.sandbox.well("google");
    house.sandbox.fault("google", "notPermitted path=insert");
    house.refused(Failure.PROVIDER_UNAUTHENTICATED, asha, ConnectionContract.PUSH, new Push(asha));
    assertEquals(ConnectionState.BROKEN, status(asha).state());
  }

  @Test
  void aVisitCountsOnceForItsPersonInItsBrowserAndForAWhile() {
    assertEquals("google_no_way_back", house.refusal(house.as(asha), ConnectionContract.CONNECT_CALENDAR,
        new BeginSignIn("https://evil.example/auth/google/callback")).detail().reason());
    FinishSignIn back = house.consented(asha, GoogleSimulator.STRANGER);
    refusedVisit(rohan, back);
    refusedVisit(asha, new FinishSignIn(back.code(), back.state(), "another"));
    refusedVisit(asha, new FinishSignIn(back.code(), "another", back.proof()));
    house.ask(asha, ConnectionContract.CALENDAR_CALLBACK, back);
    refusedVisit(asha, back);
    FinishSignIn late = house.consented(rohan, GoogleSimulator.STRANGER);
    house.clock.advance(Duration.ofMinutes(11));
    refusedVisit(rohan, late);
    for (String fault : List.of("otherNonce", "otherAudience", "forged", "stale")) {
      house.sandbox.fault("google", fault + " path=token");
      refusedVisit(rohan, house.consented(rohan, GoogleSimulator.STRANGER));
      house.sandbox.well("google");
    }
  }

  private static void refusedVisit(UUID person, FinishSignIn back) {
    assertEquals("google_consent_over",
        house.refusal(house.as(person), ConnectionContract.CALENDAR_CALLBACK, back).detail().reason());
  }

  @Test
  void aConnectionIsGivenBackAndForgotten() {
    house.connect(asha, GoogleSimulator.STRANGER);
    enter(entry(0, false, 24));
    push(asha);
    assertEquals(ConnectionState.NONE,
        house.ask(asha, ConnectionContract.DISCONNECT_CALENDAR, new Disconnect()).state());
    house.ask(asha, ConnectionContract.DISCONNECT_CALENDAR, new Disconnect());
    assertEquals(List.of(1L, 1L), List.of(house.givenBack(), house.sandbox.calls("google", "revoke")));
    assertNull(status(asha).email());
    assertEquals(1, events().size(), "what stands there stays");
  }

  @Test
  void aCalendarThatTakesThePlaceOfAnotherIsToldEverything() {
    house.connect(asha, GoogleSimulator.STRANGER);
    enter(entry(0, false, 24));
    push(asha);
    enter(entry(1, false, 48));
    house.sandbox.fault("google", "hang path=patch");
    Future<Pushed> late = house.bus.send(house.product(), ConnectionContract.PUSH, new Push(asha));
    Eventually.eventually("the old calendar is told", () -> house.sandbox.calls("google", "patch") == 1);
    house.clock.advance(Duration.ofSeconds(1));
    house.connect(asha, School.LEARNER.email());
    house.sandbox.well("google");
    House.await(late.otherwiseEmpty());
    assertEquals(0, house.number("SELECT count(*) FROM google.events WHERE pushed IS NOT NULL"));
    assertEquals(1, push(asha));
    assertEquals(List.of(GoogleSimulator.STRANGER, School.LEARNER.email()),
        events().stream().map(event -> event.getString("calendar")).toList());
  }

  @Test
  void aChangeOfWhatWasToldToAnotherCalendarIsEntered() {
    house.connect(asha, School.LEARNER.email());
    enter(entry(0, false, 24));
    house.execute("UPDATE google.events SET pushed = 0, told_to = NULL");
    enter(entry(1, false, 48));
    assertEquals(1, push(asha));
    assertEquals(1, events().size());
    assertEquals(1, house.number("SELECT count(*) FROM google.events e JOIN google.connections c USING (user_id) "
        + "WHERE e.told_to = c.connected_at AND e.pushed = 1"));
  }

  @Test
  void aSweepFindsThoseWhoseCalendarsAreBehind() {
    house.connect(asha, GoogleSimulator.STRANGER);
    house.connect(rohan, GoogleSimulator.STRANGER);
    enter(entry(0, false, 24));
    push(asha);
    house.execute("TRUNCATE jobs.job");
    assertEquals(1, house.ask(house.product(), ConnectionContract.SWEEP, new Sweep()).calendars());
    assertEquals(rohan.toString(), house.text("SELECT body ->> 'userId' FROM jobs.job"));
    house.ask(house.product(), ConnectionContract.SWEEP, new Sweep());
    assertEquals(1, house.number("SELECT count(*) FROM jobs.job"));
  }

  @Test
  void aCalendarThatIsFarBehindIsToldBatchByBatch() {
    house.connect(asha, GoogleSimulator.STRANGER);
    house.execute("""
        INSERT INTO google.events (tenant, user_id, entry_id, sequence, cancelled, title, starts_at, ends_at)
        SELECT 'mas', ?::uuid, gen_random_uuid(), 0, false, 'Career', ?::timestamptz, ?::timestamptz + interval '1 h'
          FROM generate_series(1, 60)""", asha.toString(), house.clock.instant().toString(),
        house.clock.instant().toString());
    house.execute("TRUNCATE jobs.job");
    assertEquals(CalendarService.MOST_AT_ONCE, push(asha));
    assertEquals(asha.toString(), house.text("SELECT body ->> 'userId' FROM jobs.job"), "the rest is stored");
    house.execute("TRUNCATE jobs.job");
    assertEquals(10, push(asha));
    assertEquals(0, house.number("SELECT count(*) FROM jobs.job"));
  }

  @Test
  void calendarsThatAreBehindTakeTurns() {
    house.connect(asha, GoogleSimulator.STRANGER);
    house.connect(rohan, GoogleSimulator.STRANGER);
    enter(entry(0, false, 24));
    house.execute("UPDATE google.connections SET tried_at = ?::timestamptz WHERE user_id = ?::uuid",
        house.clock.instant().toString(), asha.toString());
    house.clock.advance(Duration.ofMinutes(15));
    assertEquals(List.of(rohan, asha, rohan), List.of(next(), next(), next()));
  }

  /** Returns whose turn it is in a sweep that has time for one. */
  private static UUID next() {
    house.clock.advance(Duration.ofMinutes(15));
    return house.on(() -> house.db.transaction(tx -> new EventRepository(house.db)
        .behind(tx, house.clock.instant(), 1))).getFirst().userId();
  }

  @Test
  void aConnectionWhoseNewTokenGoogleRefusesIsBroken() {
    house.connect(asha, GoogleSimulator.STRANGER);
    enter(entry(0, false, 24));
    house.sandbox.fault("google", "status status=401 path=insert");
    house.refused(Failure.PROVIDER_UNAUTHENTICATED, asha, ConnectionContract.PUSH, new Push(asha));
    assertEquals(1, house.sandbox.calls("google", "refresh"));
    assertEquals(ConnectionState.BROKEN, status(asha).state());
    assertEquals(1, told("google_broken"));
  }

  @Test
  void theIdOfAnEventIsTheBookingsInTheLettersThatGoogleTakes() {
    assertEquals("0".repeat(26), Appointment.eventId(new UUID(0, 0)));
    assertEquals("v".repeat(25) + "s", Appointment.eventId(new UUID(-1, -1)));
    assertEquals("00000000000000000000000004", Appointment.eventId(new UUID(0, 1)));
  }

  @Test
  void withoutGoogleNothingIsOffered() {
    try (GoogleHouse without = new GoogleHouse(false)) {
      assertFalse(without.ask(asha, ConnectionContract.CALENDAR, new GetConnection()).offered());
      assertEquals(0, without.ask(without.product(), ConnectionContract.ENTER, new Enter(entry(0, false, 1)))
          .calendars());
      assertEquals(2, without.number("SELECT count(*) FROM google.events"), "noted for when Google is on");
      assertEquals(0, without.number("SELECT count(*) FROM jobs.job"));
      assertEquals("google_not_set_up", without.refusal(without.as(asha), ConnectionContract.CONNECT_CALENDAR,
          new BeginSignIn(GoogleHouse.BACK)).detail().reason());
    }
  }
}
