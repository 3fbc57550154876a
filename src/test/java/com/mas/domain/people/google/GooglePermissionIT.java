package com.mas.domain.people.google;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.mas.bus.Call;
import com.mas.bus.Failure;
import com.mas.bus.Json;
import com.mas.bus.Principal.Role;
import com.mas.domain.people.google.ConnectionContract.ConnectionState;
import com.mas.domain.people.google.ConnectionContract.Disconnect;
import com.mas.domain.people.google.ConnectionContract.GetConnection;
import com.mas.domain.people.google.ConnectionContract.Revoke;
import com.mas.sandbox.google.GoogleSimulator;
import com.mas.seed.School;
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
