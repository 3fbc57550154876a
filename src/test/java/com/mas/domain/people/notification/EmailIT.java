package com.mas.domain.people.notification;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetup;
import com.mas.bus.Bus;
import com.mas.bus.Call;
import com.mas.bus.Capacity;
import com.mas.bus.Failure;
import com.mas.bus.FailureException;
import com.mas.db.Database;
import com.mas.db.UuidV7;
import com.mas.domain.people.identity.IdentityContract;
import com.mas.domain.people.notification.NotificationContract.Delivered;
import com.mas.domain.people.notification.NotificationContract.DeliveryState;
import com.mas.domain.people.notification.NotificationContract.SendEmail;
import com.mas.jobs.Jobs;
import com.mas.testkit.TestDatabase;
import com.mas.testkit.TurnableClock;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetServer;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeUtility;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class EmailIT {
  @AutoClose static final TestDatabase database = TestDatabase.create();

  private final GreenMail server = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
  private final TurnableClock clock = TurnableClock.at("2026-03-01T09:00:00+05:30");
  private final Vertx vertx = Vertx.vertx();
  private final Bus bus = new Bus(vertx, clock);
  private final Database db = Database.open(vertx, database.url(), 4);
  private final String tenant = UUID.randomUUID().toString();
  private final Map<String, String> data = Map.of("name", "Asha <b>Rao</b>", "code", "123456", "minutes", "10");
  private final SendEmail mail = new SendEmail("asha@x.example", "login_code", data, "otp:1");

  @AfterEach
  void close() {
    result(vertx.close());
    server.stop();
  }

  @Test
  void aMailHasTextAndHtmlAndMarkupInItIsText() throws Exception {
    greenMail();
    assertEquals(DeliveryState.SENT, send(mail).state());
    MimeMessage received = server.getReceivedMessages()[0];
    assertEquals("Your code to log in", received.getSubject());
    assertEquals("no-reply@mas.example", received.getFrom()[0].toString());
    assertEquals("asha@x.example", received.getAllRecipients()[0].toString());
    String whole = GreenMailUtil.getWholeMessage(received);
    assertTrue(whole.contains("text/plain") && whole.contains("text/html"));
    assertTrue(whole.contains("123456"));
    assertTrue(whole.contains("Asha &lt;b&gt;Rao&lt;/b&gt;"));
    assertEquals("sent", logged("state"));
    assertTrue(logged("message_id").contains("@"));
  }

  @Test
  void aSubjectKeepsItsEmoji() throws Exception {
    greenMail();
    String title = "Booked: Party \ud83d\ude00, नमस्ते " + "\ud83d\udc69\u200d\ud83d\udc67".repeat(12);
    send(new SendEmail("asha@x.example", "notice", Map.of("title", title, "text", "x", "name", "Asha"), "k"));
    MimeMessage received = server.getReceivedMessages()[0];
    assertEquals(title, received.getSubject());
    String raw = received.getHeader("Subject", null);
    assertTrue(raw.startsWith("=?UTF-8?Q?Booked:_Party_=F0=9F=98=80,_"), raw);
    for (String line : ("Subject: " + raw).split("\r\n")) {
      assertTrue(line.length() <= 76, line);
    }
    for (String word : raw.split("\r\n ")) {
      assertTrue(word.length() <= 75 && !MimeUtility.decodeText(word).contains("\ufffd"), word);
    }
    send(new SendEmail("asha@x.example", "notice", Map.of("title", "=?UTF-8?Q?=3F?=", "text", "x", "name", "Asha"),
        "l"));
    assertEquals("=?UTF-8?Q?=3F?=", server.getReceivedMessages()[1].getSubject(), "as it was written");
  }

  @Test
  void theSendersNameIsShownAndItsDomainGreetsTheServer() throws Exception {
    String[][] senders = {
        {"My School <no-reply@school.example>", "My School <no-reply@school.example>", "My School"},
        {"\"School, My\" <no-reply@school.example>", "\"School, My\" <no-reply@school.example>", "School, My"},
        {"स्कूल \ud83d\ude00 <no-reply@school.example>", null, "स्कूल \ud83d\ude00"},
        {"no-reply@School.example", "no-reply@School.example", null}};
    for (String[] sender : senders) {
      List<String> greetings = new CopyOnWriteArrayList<>();
      List<String> froms = new CopyOnWriteArrayList<>();
      NetServer smtp = result(vertx.createNetServer().connectHandler(socket -> {
        socket.write("220 test\r\n");
        socket.handler(bytes -> {
          String text = bytes.toString();
          text.lines().filter(line -> line.matches("(EHLO|HELO) .*")).forEach(greetings::add);
          text.lines().filter(line -> line.startsWith("MAIL FROM:")).forEach(froms::add);
          Matcher from = Pattern.compile("(?m)^From: (.*(?:\r\n .*)*)").matcher(text);
          while (from.find()) {
            froms.add(from.group(1));
          }
          socket.write(text.startsWith("DATA") ? "354 go on\r\n"
              : text.startsWith("QUIT") ? "221 bye\r\n" : "250 ok\r\n");
        });
      }).listen(0, "127.0.0.1"));
      String id = result(vertx.deployVerticle(new NotificationVerticle(bus, new Capacity("notification", 1, 100), db,
          new Jobs(clock), new UuidV7(clock), Fixtures.config("127.0.0.1", smtp.actualPort(), "http://127.0.0.1:1",
              sender[0]), IdentityContract.PEOPLE),
          new DeploymentOptions().setThreadingModel(ThreadingModel.VIRTUAL_THREAD)));
      assertEquals(DeliveryState.SENT,
          send(new SendEmail("asha@x.example", "login_code", data, "from " + sender[0])).state());
      assertEquals(List.of("EHLO school.example"), greetings);
      assertTrue(froms.getFirst().matches("(?i)MAIL FROM:<no-reply@school.example>.*"), froms::toString);
      InternetAddress shown = InternetAddress.parseHeader(froms.getLast(), true)[0];
      assertEquals(sender[2], shown.getPersonal());
      if (sender[1] != null) {
        assertEquals(sender[1], froms.getLast());
      }
      result(vertx.undeploy(id));
      result(smtp.close());
    }
  }

  @Test
  void whatIsFilledInIsNotKept() throws Exception {
    greenMail();
    send(mail);
    try (Connection connection = database.connect(); Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT e::text FROM notification.deliveries e WHERE tenant = '"
            + tenant + "'")) {
      rows.next();
      assertFalse(rows.getString(1).contains("123456"));
    }
    assertFalse(mail.toString().contains("123456"));
  }

  @Test
  void oneKeyIsOneMailHoweverOftenItIsAsked() {
    greenMail();
    List<Future<Delivered>> asked = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      asked.add(bus.send(call(), NotificationContract.SEND_EMAIL, mail));
    }
    result(Future.join(asked).otherwiseEmpty());
    assertEquals(DeliveryState.SENT, send(mail).state());
    assertEquals(1, server.getReceivedMessages().length);
  }

  @Test
  void aLineBreakInTheDataIsNoHeader() throws Exception {
    greenMail();
    send(new SendEmail("asha@x.example", "account_created",
        Map.of("name", "Asha\r\nBcc: all@x.example\r\n", "email", "asha@x.example"), "k"));
    assertEquals(1, server.getReceivedMessages()[0].getAllRecipients().length);
    assertEquals(Failure.INVALID,
        refusal(new SendEmail("asha@x.example\r\nRCPT TO:<all@x.example>", "login_code", data, "k2")).failure());
    assertEquals(Failure.INVALID, refusal(new SendEmail("a@x.example,b@x.example", "login_code", data, "k2"))
        .failure());
  }

  @Test
  void aMailWithAHoleIsNotSent() {
    greenMail();
    assertEquals(Failure.INVALID, refusal(new SendEmail("asha@x.example", "login_code", Map.of("name", "Asha"), "k"))
        .failure());
    for (String template : new String[] {"../../conf", "none", "", "layout"}) {
      assertEquals(Failure.INVALID, refusal(new SendEmail("asha@x.example", template, data, "k")).failure());
    }
    assertEquals(0, server.getReceivedMessages().length);
  }

  @Test
  void whatCouldNotBeHandedOverIsTriedAgain() throws Exception {
    greenMail();
    int port = server.getSmtp().getPort();
    server.stop();
    assertEquals(Failure.PROVIDER_FAILED, refusal(mail).failure());
    assertEquals("failed", logged("state"));
    GreenMail back = new GreenMail(new ServerSetup(port, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    back.start();
    try {
      assertEquals(DeliveryState.SENT, send(mail).state());
      assertEquals("2", logged("attempts"));
    } finally {
      back.stop();
    }
  }

  @Test
  void whatTheServerRefusesForGoodIsNotRetried() throws Exception {
    scripted("550 no such user here");
    FailureException refused = refusal(mail);
    assertEquals(Failure.UNPROCESSABLE, refused.failure());
    assertFalse(refused.failure().retryable());
    assertEquals("rejected", logged("state"));
  }

  @Test
  void whatWasLostOnTheWayIsUnknownAndNeverSentAgain() throws Exception {
    scripted(null);
    assertEquals(DeliveryState.UNKNOWN, send(mail).state());
    assertEquals("unknown", logged("state"));
    assertEquals(DeliveryState.UNKNOWN, send(mail).state());
    assertEquals("1", logged("attempts"));
  }

  @Test
  void aProcessThatDiedWhileSendingLeavesItUnknown() throws Exception {
    greenMail();
    try (Connection connection = database.connect(); Statement statement = connection.createStatement()) {
      statement.execute("INSERT INTO notification.deliveries (id, tenant, key, channel, category, critical, person, "
          + "recipient, template, state, attempts, created_at, updated_at) VALUES (gen_random_uuid(), '" + tenant
          + "', 'otp:1', 'email', 'account', true, 'x', 'asha@x.example', 'login_code', 'sending', 1, '"
          + clock.instant() + "', '" + clock.instant() + "')");
    }
    FailureException busy = refusal(mail);
    assertEquals(Failure.UNAVAILABLE, busy.failure());
    assertTrue(busy.detail().retryAfterSeconds() > 0);
    clock.advance(Duration.ofMinutes(2));
    assertEquals(DeliveryState.UNKNOWN, send(mail).state());
    assertEquals("unknown", logged("state"));
    assertEquals(0, server.getReceivedMessages().length);
  }

  @Test
  void withoutAMailServerItSaysSo() {
    deploy("", 25);
    FailureException failure = refusal(mail);
    assertEquals(Failure.NOT_CONFIGURED, failure.failure());
    assertFalse(failure.failure().retryable());
  }

  private void greenMail() {
    server.start();
    deploy("127.0.0.1", server.getSmtp().getPort());
  }

  /**
   * Talks like a mail server until the recipient is named; then says that, or hangs up after the message if it is null.
   */
  private void scripted(String afterRecipient) {
    NetServer smtp = result(vertx.createNetServer().connectHandler(socket -> {
      socket.write("220 test\r\n");
      socket.handler(bytes -> {
        String line = bytes.toString();
        if (line.startsWith("RCPT") && afterRecipient != null) {
          socket.write(afterRecipient + "\r\n");
        } else if (line.startsWith("DATA")) {
          socket.write("354 go on\r\n");
        } else if (line.endsWith("\r\n.\r\n")) {
          socket.close();
        } else if (line.startsWith("EHLO") || line.startsWith("MAIL") || line.startsWith("RCPT")
            || line.startsWith("RSET")) {
          socket.write("250 ok\r\n");
        }
      });
    }).listen(0, "127.0.0.1"));
    deploy("127.0.0.1", smtp.actualPort());
  }

  private void deploy(String host, int port) {
    result(vertx.deployVerticle(new NotificationVerticle(bus, new Capacity("notification", 1, 100), db,
        new Jobs(clock), new UuidV7(clock),
        Fixtures.config(host, port), IdentityContract.PEOPLE),
        new DeploymentOptions().setThreadingModel(ThreadingModel.VIRTUAL_THREAD)));
  }

  private Delivered send(SendEmail mail) {
    return result(bus.send(call(), NotificationContract.SEND_EMAIL, mail));
  }

  private FailureException refusal(SendEmail mail) {
    try {
      throw new AssertionError("was not refused: " + send(mail));
    } catch (CompletionException e) {
      return assertInstanceOf(FailureException.class, e.getCause());
    }
  }

  private Call call() {
    return bus.systemCall(tenant, Duration.ofSeconds(50));
  }

  private String logged(String column) throws Exception {
    try (Connection connection = database.connect(); Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT " + column + " FROM notification.deliveries WHERE tenant = '"
            + tenant + "'")) {
      row.next();
      return row.getString(1);
    }
  }

  private static <T> T result(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().orTimeout(30, TimeUnit.SECONDS).join();
  }
}
