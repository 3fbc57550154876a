package com.mas.domain.people.google;

import static java.util.Map.entry;

import com.mas.bus.FailureException;
import com.mas.domain.people.google.ConnectionContract.Enter;
import com.mas.domain.people.google.ConnectionContract.Push;
import com.mas.domain.people.google.ConnectionRepository.Key;
import com.mas.domain.people.notification.AppointmentContract.Appointment;
import com.mas.domain.people.notification.AppointmentContract.Guest;
import com.mas.sandbox.HttpSandboxConformance;
import com.mas.sandbox.google.GoogleSimulator;
import com.mas.testkit.Sandbox;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;

class GoogleCalendarSandboxIT extends HttpSandboxConformance {
  @AutoClose private static final GoogleHouse house = new GoogleHouse();
  private static final CalendarService patient = house.calendars(Duration.ofSeconds(20));
  private static final CalendarService impatient = house.calendars(Duration.ofMillis(400));

  GoogleCalendarSandboxIT() {
    super("google", "insert");
  }

  @Override
  protected Sandbox sandbox() {
    return house.sandbox;
  }

  @Override
  protected void prepare() {
    house.execute("TRUNCATE google.connections; TRUNCATE google.events");
  }

  @Override
  protected Verdict call(boolean isPatient) {
    UUID person = UUID.randomUUID();
    house.connect(person, GoogleSimulator.STRANGER);
    house.ask(house.product(), ConnectionContract.ENTER,
        new Enter(new Appointment(UUID.randomUUID(), 0, false, house.clock.instant().plusSeconds(60),
            house.clock.instant().plusSeconds(120), "Career", null, List.of(new Guest(person, null)))));
    try {
      house.on(() -> (isPatient ? patient : impatient).push(house.product(), new Push(person), () -> false));
      return house.number("SELECT count(*) FROM google.events WHERE refused IS NOT NULL") > 0 ? Verdict.REFUSED
          : Verdict.USED;
    } catch (FailureException failed) {
      return Verdict.of(failed);
    }
  }

  /** Answers of Google to a change are not read: a status says all. */
  @Override
  protected Map<String, Verdict> declared() {
    return Map.ofEntries(entry("status status=400", Verdict.REFUSED), entry("status status=401", Verdict.REFUSED),
        entry("status status=403", Verdict.REFUSED), entry("status status=409 times=1", Verdict.USED),
        entry("status status=429 retryAfter=0", Verdict.RETRY), entry("status status=500", Verdict.UNREACHABLE),
        entry("status status=503 retryAfter=0", Verdict.UNREACHABLE),
        entry("maintenance retryAfter=0", Verdict.UNREACHABLE), entry("maintenance status=200", Verdict.USED),
        entry("redirect", Verdict.REFUSED), entry("hang", Verdict.UNREACHABLE),
        entry("close", Verdict.UNREACHABLE), entry("lose", Verdict.UNREACHABLE), entry("expire", Verdict.USED),
        entry("slow delayMs=50", Verdict.USED), entry("slow delayMs=5000", Verdict.UNREACHABLE),
        entry("slowBody delayMs=100", Verdict.USED), entry("slowBody delayMs=50000", Verdict.UNREACHABLE),
        entry("truncated", Verdict.UNREACHABLE), entry("contentType", Verdict.USED), entry("garbage", Verdict.USED),
        entry("huge", Verdict.UNREACHABLE), entry("otherNonce", Verdict.USED), entry("otherAudience", Verdict.USED),
        entry("forged", Verdict.USED), entry("stale", Verdict.USED), entry("deadGrant", Verdict.USED),
        entry("notLasting", Verdict.USED), entry("rotates", Verdict.USED), entry("rateLimited", Verdict.RETRY),
        entry("notPermitted", Verdict.REFUSED), entry("gone", Verdict.USED), entry("pendingConference", Verdict.USED),
        entry("exportTooLong", Verdict.USED), entry("noDownload", Verdict.USED));
  }

  @Override
  protected Ask good(int n) {
    UUID person = UUID.randomUUID();
    house.connect(person, GoogleSimulator.STRANGER);
    String sealed = house.text("SELECT access_token FROM google.connections WHERE user_id = ?", person);
    return ask(house.opened(new Key(house.tenant, person, Purpose.CALENDAR), sealed), UUID.randomUUID());
  }

  @Override
  protected Ask wrong() {
    return ask("ya29.another", UUID.randomUUID());
  }

  private static Ask ask(String token, UUID entry) {
    return new Ask("POST", "/calendar/v3/calendars/primary/events",
        Map.of("content-type", "application/json", "authorization", "Bearer " + token),
        new JsonObject().put("id", Appointment.eventId(entry)).put("summary", "Career")
            .put("start", new JsonObject().put("dateTime", "2026-03-12T09:00:00Z"))
            .put("end", new JsonObject().put("dateTime", "2026-03-12T09:30:00Z")).encode());
  }
}
