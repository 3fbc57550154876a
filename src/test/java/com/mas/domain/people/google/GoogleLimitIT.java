package com.mas.domain.people.google;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.mas.bus.Call;
import com.mas.bus.Failure;
import com.mas.bus.FailureException;
import com.mas.domain.people.identity.LoginContract.BeginSignIn;
import com.mas.domain.people.identity.LoginContract.FinishSignIn;
import com.mas.domain.people.identity.LoginContract.SignInBegun;
import com.mas.sandbox.google.GoogleSimulator;
import com.mas.testkit.House;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Counts beginnings at Google: signing in counts for a network, connecting for a person. */
class GoogleLimitIT {
  private static final int MOST_AN_HOUR = 60;

  @AutoClose private static final GoogleHouse house = new GoogleHouse();
  private static final SignInService signIns = house.limited();
  private static final Connections connections = house.connections(signIns, Duration.ofSeconds(20));

  /** Belongs to no other test and no other method. */
  private final String network = String.format("2001:db8:%x:%x:", random(), random());

  private static int random() {
    return ThreadLocalRandom.current().nextInt(1, 0xffff);
  }

  private Call from(int client) {
    house.from(network + ":" + Integer.toHexString(client));
    return house.stranger();
  }

  private static SignInBegun begin(Call call) {
    return house.on(() -> signIns.begin(call, new BeginSignIn(GoogleHouse.BACK)));
  }

  private static Failure refused(Callable<?> work) {
    FailureException refused = House.refusal(house.onVirtualThread(work));
    return refused.failure();
  }

  @Test
  void signInsOfOneNetworkCountTogetherAndThoseThatSucceedDoNot() {
    SignInBegun first = begin(from(1));
    for (int i = 1; i < MOST_AN_HOUR; i++) {
      begin(from(1 + i));
    }
    Map<String, String> back = house.chosen(first, GoogleSimulator.STRANGER);
    Call call = from(0xfff);
    assertEquals(GoogleSimulator.STRANGER, house.on(() -> signIns.finish(call,
        new FinishSignIn(back.get("code"), back.get("state"), first.proof()))).email());
    begin(call);
    assertEquals(Failure.TOO_MANY_REQUESTS, refused(() -> signIns.begin(call, new BeginSignIn(GoogleHouse.BACK))));
  }

  @Test
  void connectingCountsForThePersonAndNotForTheNetwork() {
    UUID asha = UUID.randomUUID();
    begin(from(1));
    for (int i = 0; i < MOST_AN_HOUR; i++) {
      connect(asha);
    }
    assertEquals(Failure.TOO_MANY_REQUESTS, refused(() -> connections.begin(house.as(asha), Purpose.DRIVE,
        new BeginSignIn(GoogleHouse.BACK))));
    connect(UUID.randomUUID());
    begin(from(1));
  }

  private static void connect(UUID person) {
    house.on(() -> connections.begin(house.as(person), Purpose.CALENDAR, new BeginSignIn(GoogleHouse.BACK)));
  }
}
