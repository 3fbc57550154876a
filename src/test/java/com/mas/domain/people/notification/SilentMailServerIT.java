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
import com.mas.testkit.TestDatabase;
import com.mas.testkit.TurnableClock;
import io.vertx.core.Future;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import io.vertx.core.parsetools.RecordParser;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
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
  private final AtomicInteger open = new AtomicInteger();
  private final List<String> taken = new CopyOnWriteArrayList<>();
  /** The step at which it says nothing any more; empty: none. */
  private volatile String silentAt = "";
  private volatile String login = "235 welcome";

  @BeforeEach
  void start() {
    NetServer smtp = House.await(node.vertx.createNetServer().connectHandler(this::converse)
        .listen(0, "127.0.0.1"));
    Config config = Fixtures.config("127.0.0.1", smtp.actualPort());
    node.deploy(new Config(new NotificationVerticle.Mail("127.0.0.1", smtp.actualPort(), "mailer", "secret", "off",
        "no-reply@mas.example", PATIENCE), config.whatsapp(), config.quiet(), config.perDay()));
  }

  @AfterEach
  void close() {
    node.close();
  }

  private void converse(NetSocket socket) {
    open.incrementAndGet();
    socket.closeHandler(closed -> open.decrementAndGet());
    socket.exceptionHandler(broken -> { });
    String[] recipient = {null};
    boolean[] reading = {false};
    RecordParser lines = RecordParser.newDelimited("\r\n", socket);
    lines.handler(bytes -> {
      String line = bytes.toString();
      if (reading[0]) {
        if (line.equals(".")) {
          reading[0] = false;
          taken.add(recipient[0]);
          say(socket, "END", "250 kept");
        }
        return;
      }
      String verb = line.split("[ :]", 2)[0];
      switch (verb) {
        case "EHLO" -> say(socket, verb, "250-test\r\n250 AUTH PLAIN");
        case "AUTH" -> say(socket, verb, login);
        case "RCPT" -> {
          recipient[0] = line.substring(line.indexOf('<') + 1, line.indexOf('>'));
          say(socket, verb, "250 ok");
        }
        case "DATA" -> {
          reading[0] = true;
          say(socket, verb, "354 go on");
        }
        case "QUIT" -> socket.end();
        default -> say(socket, verb, "250 ok");
      }
    });
    say(socket, "GREETING", "220 test");
  }

  private void say(NetSocket socket, String step, String answer) {
    if (!step.equals(silentAt)) {
      socket.write(answer + "\r\n");
    }
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
  @ValueSource(strings = {"GREETING", "EHLO", "AUTH"})
  void silentBeforeTheMailBeganItHasNothingAndIsAskedAgain(String step) {
    silentAt = step;
    isTriedAgain(1);
    eventually("the silent connection is closed", () -> open.get() == 0);
    silentAt = "";
    assertEquals(DeliveryState.SENT, House.await(send(1)).state());
    assertEquals(List.of("person1@x.example"), taken);
    assertEquals("2", logged(1, "attempts"));
  }

  /** It may have taken the mail before its answer was lost. */
  @ParameterizedTest
  @ValueSource(strings = {"MAIL", "RCPT", "DATA", "END"})
  void silentAfterTheMailBeganNobodyKnowsAndItIsNotSentAgain(String step) {
    silentAt = step;
    assertEquals(DeliveryState.UNKNOWN, House.await(send(1)).state());
    eventually("the silent connection is closed", () -> open.get() == 0);
    silentAt = "";
    assertEquals(DeliveryState.UNKNOWN, House.await(send(1)).state());
    assertEquals("1", logged(1, "attempts"));
    assertEquals(step.equals("END") ? 1 : 0, taken.size());
  }

  /** Mails that waited for a connection until their sender gave up do not go out later. */
  @Test
  void ofMoreMailsThanConnectionsEachIsSentOnce() {
    silentAt = "GREETING";
    List<Future<Delivered>> all = new ArrayList<>();
    for (int i = 0; i < MORE_THAN_CONNECTIONS; i++) {
      all.add(send(i));
    }
    House.await(Future.join(all).otherwiseEmpty());
    silentAt = "";
    Set<String> expected = new HashSet<>();
    for (int i = 0; i < MORE_THAN_CONNECTIONS; i++) {
      assertEquals("failed", logged(i, "state"));
      assertEquals(DeliveryState.SENT, House.await(send(i)).state());
      expected.add("person" + i + "@x.example");
    }
    assertEquals(MORE_THAN_CONNECTIONS, taken.size());
    assertEquals(expected, new HashSet<>(taken));
  }

  @Test
  void aLoginThatIsRefusedIsNoRefusalOfTheMail() {
    login = "535 wrong password";
    isTriedAgain(1);
    login = "235 welcome";
    assertEquals(DeliveryState.SENT, House.await(send(1)).state());
  }
}
