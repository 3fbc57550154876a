package com.mas.domain.people.notification;

import static com.mas.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import com.mas.bus.Failure;
import com.mas.bus.FailureException;
import com.mas.domain.people.notification.NotificationContract.Delivered;
import com.mas.domain.people.notification.NotificationContract.DeliveryState;
import com.mas.domain.people.notification.NotificationContract.SendEmail;
import com.mas.domain.people.notification.NotificationVerticle.Config;
import com.mas.testkit.House;
import com.mas.testkit.Sandbox;
import com.mas.testkit.TestDatabase;
import com.mas.testkit.TurnableClock;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A mail server that takes connections and falls silent somewhere: what was surely not sent is sent again. */
class SilentMailServerIT {
  @AutoClose static final TestDatabase database = TestDatabase.create();
  private static final Duration PATIENCE = Duration.ofSeconds(1);
  private static final int MORE_THAN_CONNECTIONS = 11;

  private final TurnableClock clock = TurnableClock.at("2026-03-01T09:00:00+05:30");
  private final Fixtures node = new Fixtures(database, clock);
  private final Sandbox sandbox = new Sandbox(node.vertx, clock);

  @BeforeEach
  void start() {
    Config config = Fixtures.config(sandbox);
    node.deploy(new Config(Fixtures.mail(sandbox, PATIENCE), config.whatsapp(), config.quiet(), config.perDay()));
  }

  @AfterEach
  void close() {
    node.close();
  }

  private void silentAt(String step) {
    sandbox.fault("mail", "hang path=" + step);
  }

  private void awaitClosed() {
    eventually("the silent connection is closed",
        () -> sandbox.ask("mail", "GET", "counts", null).getInteger("connections") == 0);
  }

  /** Returns whom the mails went to that the server has taken, the latest first. */
  private List<String> taken() {
    return sandbox.ask("mail", "GET", "messages", null).getJsonArray("messages").stream()
        .map(mail -> ((JsonObject) mail).getJsonArray("to").getString(0)).toList();
  }

  private static SendEmail mail(int number) {
    return new SendEmail("person" + number + "@x.example", "login_code",
        Map.of("name", "Asha", "code", "123456", "minutes", "10"), "otp:" + number);
  }

  private Future<Delivered> send(int number) {
    return node.bus.send(node.product(), NotificationContract.SEND_EMAIL, mail(number));
  }

  private void isTriedAgain(int number) {
    FailureException failure = assertInstanceOf(FailureException.class,
        House.await(send(number).<Throwable>map(sent -> null).otherwise(refused -> refused)));
    assertEquals(Failure.PROVIDER_FAILED, failure.failure());
    assertEquals("failed", logged(number, "state"));
  }

  private String logged(int number, String column) {
    return House.await(node.db.send("SELECT " + column + "::text FROM notification.deliveries WHERE tenant = $1 "
        + "AND key = $2", node.tenant, "otp:" + number)).iterator().next().getString(0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"greeting", "ehlo", "auth"})
  void silentBeforeTheMailBeganItHasNothingAndIsAskedAgain(String step) {
    silentAt(step);
    isTriedAgain(1);
    awaitClosed();
    sandbox.well("mail");
    assertEquals(DeliveryState.SENT, House.await(send(1)).state());
    assertEquals(List.of("person1@x.example"), taken());
    assertEquals("2", logged(1, "attempts"));
  }

  /** It may have taken the mail before its answer was lost. */
  @ParameterizedTest
  @ValueSource(strings = {"mail", "rcpt", "data", "end"})
  void silentAfterTheMailBeganNobodyKnowsAndItIsNotSentAgain(String step) {
    silentAt(step);
    assertEquals(DeliveryState.UNKNOWN, House.await(send(1)).state());
    awaitClosed();
    sandbox.well("mail");
    assertEquals(DeliveryState.UNKNOWN, House.await(send(1)).state());
    assertEquals("1", logged(1, "attempts"));
    assertEquals(List.of(), taken(), "what hangs is not done");
  }

  /** Mails that waited for a connection until their sender gave up do not go out later. */
  @Test
  void ofMoreMailsThanConnectionsEachIsSentOnce() {
    silentAt("greeting");
    List<Future<Delivered>> all = new ArrayList<>();
    for (int i = 0; i < MORE_THAN_CONNECTIONS; i++) {
      all.add(send(i));
    }
    House.await(Future.join(all).otherwiseEmpty());
    sandbox.well("mail");
    Set<String> expected = new HashSet<>();
    for (int i = 0; i < MORE_THAN_CONNECTIONS; i++) {
      assertEquals("failed", logged(i, "state"));
      assertEquals(DeliveryState.SENT, House.await(send(i)).state());
      expected.add("person" + i + "@x.example");
    }
    assertEquals(MORE_THAN_CONNECTIONS, taken().size());
    assertEquals(expected, new HashSet<>(taken()));
  }

  @Test
  void aLoginThatIsRefusedIsNoRefusalOfTheMail() {
    sandbox.fault("mail", "expire path=auth times=2");
    isTriedAgain(1);
    sandbox.well("mail");
    assertEquals(DeliveryState.SENT, House.await(send(1)).state());
  }
}
