package com.mas.domain.people.google;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import com.mas.bus.Call;
import com.mas.bus.Failure;
import com.mas.bus.FailureException;
import com.mas.bus.Json;
import com.mas.bus.Principal.Role;
import com.mas.domain.people.google.ConnectionContract.ConnectionState;
import com.mas.domain.people.google.ConnectionContract.Disconnect;
import com.mas.domain.people.google.ConnectionContract.Enter;
import com.mas.domain.people.google.ConnectionContract.GetConnection;
import com.mas.domain.people.google.ConnectionContract.Push;
import com.mas.domain.people.google.ConnectionContract.Pushed;
import com.mas.domain.people.google.ConnectionContract.Revoke;
import com.mas.domain.people.notification.AppointmentContract.Appointment;
import com.mas.domain.people.notification.AppointmentContract.Guest;
import com.mas.sandbox.google.GoogleSimulator;
import com.mas.secrets.Vault;
import com.mas.seed.School;
import com.mas.testkit.Eventually;
import com.mas.testkit.House;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Permissions of people: how they are kept alive, and how they are given back. */
class GooglePermissionIT {
  @AutoClose private static final GoogleHouse house = new GoogleHouse();

  private final UUID asha = UUID.randomUUID();
  private final Call elsewhere = house.as(UUID.randomUUID(), Role.USER, "another");

  @BeforeEach
  void nothing() {
    house.sandbox.reset("google");
    house.execute("TRUNCATE google.connections; TRUNCATE google.events; TRUNCATE google.consents; TRUNCATE jobs.job");
  }

  private void disconnect() {
    house.ask(asha, ConnectionContract.DISCONNECT_CALENDAR, new Disconnect());
  }

  private void enter() {
    Instant start = house.clock.instant().plusSeconds(86_400);
    house.ask(house.product(), ConnectionContract.ENTER, new Enter(new Appointment(UUID.randomUUID(), 0, false, start,
        start.plusSeconds(1_800), "Career", null, List.of(new Guest(asha, null)))));
  }

  private Future<Pushed> push() {
    return house.bus.send(house.product(), ConnectionContract.PUSH, new Push(asha));
  }

  /** Connects, has something to tell, and lets the access token end. */
  private void stale() {
    house.connect(asha, GoogleSimulator.STRANGER);
    enter();
    house.clock.advance(Duration.ofHours(1));
  }

  private static long version() {
    return house.number("SELECT version FROM google.connections");
  }

  @Test
  void noLockIsHeldWhileGoogleIsAskedForANewToken() {
    stale();
    house.sandbox.fault("google", "hang path=refresh");
    Future<Pushed> pushed = push();
    Eventually.eventually("Google is asked", () -> house.sandbox.calls("google", "refresh") == 1);
    assertEquals(1, house.number("SELECT count(*) FROM (SELECT FROM google.connections FOR UPDATE NOWAIT) AS free"));
    assertEquals(0, house.number("""
        SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND state = 'idle in transaction'"""));
    house.connect(asha, GoogleSimulator.STRANGER);
    long connected = version();
    house.sandbox.well("google");
    assertEquals(0, House.await(pushed).told(), "another connection has taken its place");
    assertEquals(connected, version(), "what Google gives for the one before is not written");
    assertEquals(1, House.await(push()).told());
  }

  @Test
  void whoeverFindsARenewalUnderWayWaitsForItsToken() {
    stale();
    house.execute("UPDATE google.connections SET renewing_until = ?::timestamptz",
        house.clock.instant().plusSeconds(10).toString());
    Future<Pushed> pushed = push();
    String access = house.text("SELECT access_token FROM google.connections");
    house.execute("UPDATE google.connections SET version = 2, access_until = ?::timestamptz, renewing_until = NULL",
        house.clock.instant().plusSeconds(3_000).toString());
    assertEquals(1, House.await(pushed).told());
    assertEquals(2, house.sandbox.calls("google", "insert"), "that token is used, and refused");
    assertNotEquals(access, house.text("SELECT access_token FROM google.connections"));
    assertEquals(3, version());
  }

  @Test
  void aNodeThatDiesWhileItRenewsKeepsOthersForAMomentOnly() {
    stale();
    house.execute("UPDATE google.connections SET renewing_until = ?::timestamptz",
        house.clock.instant().plusSeconds(10).toString());
    FailureException waiting = house.refusal(house.product(), ConnectionContract.PUSH, new Push(asha));
    assertEquals("google_away", waiting.detail().reason());
    assertEquals(5, waiting.detail().retryAfterSeconds());
    house.clock.advance(Duration.ofSeconds(11));
    assertEquals(1, House.await(push()).told());
  }

  @Test
  void aRenewalThatGoogleDoesNotAnswerLetsTheNextOneBegin() {
    stale();
    house.sandbox.fault("google", "close path=refresh");
    assertEquals("google_away",
        house.refusal(house.product(), ConnectionContract.PUSH, new Push(asha)).detail().reason());
    house.sandbox.well("google");
    assertEquals(1, House.await(push()).told());
  }

  @Test
  void aKeyThatDoesNotOpenPermissionsBreaksNone() {
    stale();
    String before = house.text("SELECT c::text FROM google.connections c");
    String lasting = house.text("SELECT refresh_token FROM google.connections");
    house.execute("UPDATE google.connections SET refresh_token = ?",
        Vault.of("o".repeat(32), "s".repeat(32)).seal("1//another", "google"));
    assertEquals("google_permission_sealed",
        house.refusal(house.product(), ConnectionContract.PUSH, new Push(asha)).detail().reason());
    assertEquals("google_permission_sealed", house.refusal(house.product(), ConnectionContract.REVOKE,
        new Revoke("nobody's", house.text("SELECT refresh_token FROM google.connections"), "google")).detail()
        .reason());
    house.execute("UPDATE google.connections SET refresh_token = ?", lasting);
    assertEquals(before, house.text("SELECT c::text FROM google.connections c"), "nothing has changed");
    assertEquals(0, house.sandbox.calls("google", "refresh"));
    assertEquals(0, house.number("SELECT count(*) FROM jobs.job WHERE body ->> 'template' = 'google_broken'"));
    assertEquals(1, House.await(push()).told(), "with the right key again");
  }

  @Test
  void anAccountThatAnotherTenantHasTooKeepsItsPermission() {
    house.connect(asha, GoogleSimulator.STRANGER);
    house.connect(elsewhere, GoogleSimulator.STRANGER);
    disconnect();
    assertEquals(0, house.givenBack());
    assertEquals(0, house.sandbox.calls("google", "revoke"));
    house.ask(elsewhere, ConnectionContract.DISCONNECT_CALENDAR, new Disconnect());
    assertEquals(1, house.givenBack());
    assertEquals(1, house.sandbox.calls("google", "revoke"));
  }

  @Test
  void whoConnectsAgainBeforeThePermissionIsGivenBackKeepsIt() {
    house.connect(asha, GoogleSimulator.STRANGER);
    disconnect();
    house.connect(asha, GoogleSimulator.STRANGER);
    assertEquals(0, house.givenBack());
    assertEquals(0, house.sandbox.calls("google", "revoke"));
  }

  @Test
  void aPermissionThatGoogleDoesNotTakeBackIsGivenBackLater() {
    house.connect(asha, GoogleSimulator.STRANGER);
    disconnect();
    assertEquals(ConnectionState.NONE,
        house.ask(asha, ConnectionContract.CALENDAR, new GetConnection()).state());
    String body = house.text("SELECT body::text FROM jobs.job WHERE address = ?", ConnectionContract.REVOKE.address());
    assertFalse(body.contains("1//"), "sealed");
    Revoke stored = Json.read(body, Revoke.class);
    for (String fault : List.of("close path=revoke", "status status=500 path=revoke",
        "status status=403 path=revoke")) {
      house.sandbox.fault("google", fault);
      assertEquals(Failure.PROVIDER_FAILED,
          house.refusal(house.product(), ConnectionContract.REVOKE, stored).failure(), fault);
    }
    house.sandbox.well("google");
    assertEquals(List.of(1L, 0L), List.of(house.givenBack(), house.givenBack()));
    house.ask(house.product(), ConnectionContract.REVOKE, stored);
  }

  @Test
  void thePermissionOfAnAccountThatAnotherTakesThePlaceOfIsGivenBack() {
    house.connect(asha, GoogleSimulator.STRANGER);
    house.connect(asha, GoogleSimulator.STRANGER);
    assertEquals(0, house.number("SELECT count(*) FROM jobs.job WHERE address = 'google.permission.revoke'"));
    house.connect(asha, School.LEARNER.email());
    assertEquals(1, house.givenBack());
    assertEquals(1, house.number("SELECT count(*) FROM google.connections WHERE subject = '10001'"));
    disconnect();
    assertEquals(1, house.givenBack());
    assertEquals(2, house.sandbox.calls("google", "revoke"));
  }
}
