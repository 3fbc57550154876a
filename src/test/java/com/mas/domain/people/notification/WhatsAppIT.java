package com.mas.domain.people.notification;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.bus.Failure;
import com.mas.bus.FailureException;
import com.mas.bus.Page;
import com.mas.domain.people.notification.NotificationContract.Addressee;
import com.mas.domain.people.notification.NotificationContract.Category;
import com.mas.domain.people.notification.NotificationContract.ChangePreferences;
import com.mas.domain.people.notification.NotificationContract.CheckWhatsApp;
import com.mas.domain.people.notification.NotificationContract.Choice;
import com.mas.domain.people.notification.NotificationContract.Delivered;
import com.mas.domain.people.notification.NotificationContract.Delivery;
import com.mas.domain.people.notification.NotificationContract.DeliveryState;
import com.mas.domain.people.notification.NotificationContract.ListDeliveries;
import com.mas.domain.people.notification.NotificationContract.SendEmail;
import com.mas.domain.people.notification.NotificationContract.SendWhatsApp;
import com.mas.domain.people.notification.NotificationContract.SetOptOut;
import com.mas.domain.people.notification.NotificationContract.Verdict;
import com.mas.testkit.Asked;
import com.mas.testkit.House;
import com.mas.testkit.Sandbox;
import com.mas.testkit.TestDatabase;
import com.mas.testkit.TurnableClock;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WhatsAppIT {
  @AutoClose static final TestDatabase database = TestDatabase.create();
  private static final String REMINDER = "mrlearn_course_progress_reminder";
  private static final String ASHA = "919900000001";

  private final TurnableClock clock = TurnableClock.at("2026-03-01T12:00:00+05:30");
  private final Fixtures node = new Fixtures(database, clock);
  private final Sandbox sandbox = new Sandbox(node.vertx, clock);

  @BeforeEach
  void deploy() {
    node.deploy(Fixtures.config(sandbox));
  }

  @AfterEach
  void close() {
    House.await(node.db.send("DELETE FROM notification.phone_choices"));
    node.close();
  }

  @Test
  void aMessageGoesOutOnceHoweverOftenItIsAsked() {
    List<Future<Delivered>> asked = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      asked.add(node.bus.send(node.product(), NotificationContract.SEND_WHATSAPP, message("k", ASHA)));
    }
    House.await(Future.join(asked).otherwiseEmpty());
    Delivered again = send("k");
    assertEquals(DeliveryState.SENT, again.state());
    assertEquals(1, counts().getInteger("accepted"));
    JsonObject sent = sandbox("GET", "messages", null).getJsonArray("messages").getJsonObject(0);
    assertEquals(ASHA, sent.getString("to"));
    assertEquals(5, sent.getJsonArray("parameters").size());
    assertEquals("courses/1/take", sent.getString("button"));
    Delivery logged = log().getFirst();
    assertEquals("meta", logged.provider());
    assertEquals(1, logged.attempts());
    assertTrue(logged.messageId().startsWith("wamid."));
  }

  @Test
  void whatMetaRefusesForGoodIsNotRetriedAndSaysWhetherOthersWouldBe() {
    Delivered unreachable = send("a", "919900000026");
    assertEquals(DeliveryState.REJECTED, unreachable.state());
    assertEquals("131026", unreachable.code());
    assertFalse(unreachable.forAll());
    sandbox("DELETE", "templates/" + REMINDER, null);
    Delivered missing = send("b");
    assertEquals("132001", missing.code());
    assertTrue(missing.forAll());
    assertEquals(0, counts().getInteger("accepted"));
    // once the template is there, the same message may go
    sandbox("PUT", "templates", new JsonObject().put("name", REMINDER).put("parameters", 5).put("button", 1));
    assertEquals(DeliveryState.SENT, send("b").state());
  }

  @Test
  void whatMayPassLaterFailsWithATimeAndPassesThen() {
    fault("error code=130429 times=1");
    FailureException later = refusal("k");
    assertEquals(Failure.TOO_MANY_REQUESTS, later.failure());
    assertTrue(later.detail().retryAfterSeconds() > 0);
    assertEquals(DeliveryState.FAILED, log().getFirst().state());
    assertEquals(DeliveryState.SENT, send("k").state());
    assertEquals(1, counts().getInteger("accepted"));
  }

  @Test
  void aSecondMessageToOnePersonWithinSecondsWaits() {
    assertEquals(DeliveryState.SENT, send("a").state());
    assertEquals(Failure.TOO_MANY_REQUESTS, refusal("b").failure());
    clock.advance(Duration.ofSeconds(7));
    assertEquals(DeliveryState.SENT, send("b").state());
  }

  @Test
  void aiSensyIsAskedWhereMetaRefusesOurAccount() {
    fault("error code=190");
    assertEquals(DeliveryState.SENT, send("k").state());
    Delivery logged = log().getFirst();
    assertEquals("aisensy", logged.provider());
    assertEquals(2, logged.attempts());
    assertEquals(DeliveryState.SENT, send("k").state());
    assertEquals(1, counts().getInteger("accepted"));
    assertEquals(List.of("refused", "accepted"), attempts());
  }

  @Test
  void aiSensyIsAskedWhereMetaCannotBeReached() {
    fault("error code=131042");
    assertEquals(DeliveryState.SENT, send("k").state());
    assertEquals("aisensy", log().getFirst().provider());
  }

  @Test
  void aiSensyIsNotAskedWhereMetaMayHaveSent() {
    fault("lose times=1");
    assertEquals(DeliveryState.UNKNOWN, send("k").state());
    assertEquals(DeliveryState.UNKNOWN, send("k").state());
    assertEquals(1, counts().getInteger("accepted"));
    assertEquals(List.of("unknown"), attempts());
  }

  @Test
  void anErrorPageOfSomethingInBetweenLeavesItUnknown() {
    fault("maintenance status=502");
    assertEquals(DeliveryState.UNKNOWN, send("k").state());
    fault("maintenance status=429");
    assertEquals(Failure.TOO_MANY_REQUESTS, refusal("l").failure());
  }

  @Test
  void noAnswerInTimeLeavesItUnknown() {
    fault("hang");
    assertEquals(DeliveryState.UNKNOWN, send("k").state());
  }

  @Test
  void aProcessThatDiedBetweenCallAndRecordLeavesItUnknownAndNothingGoesTwice() {
    send("k");
    House.await(node.db.send(
        "UPDATE notification.deliveries SET state = 'sending', message_id = NULL WHERE tenant = $1", node.tenant));
    House.await(node.db.send("UPDATE notification.attempts SET state = 'sending', message_id = NULL"));
    FailureException busy = refusal("k");
    assertEquals(Failure.UNAVAILABLE, busy.failure());
    clock.advance(Duration.ofMinutes(1));
    assertEquals(DeliveryState.UNKNOWN, send("k").state());
    assertEquals(1, counts().getInteger("accepted"));
  }

  @Test
  void whoOptedOutGetsNothingByWhicheverAccount() {
    node.ask(node.product(), NotificationContract.SET_OPT_OUT, new SetOptOut("+91 99000-00001", true));
    Delivered skipped = send("k");
    assertEquals(DeliveryState.SKIPPED, skipped.state());
    assertEquals("opted_out", skipped.reason());
    UUID user = node.person("Asha", ASHA);
    assertEquals("opted_out", send(message("l", ASHA, user)).reason());
    node.ask(node.product(), NotificationContract.SET_OPT_OUT, new SetOptOut(ASHA, false));
    assertEquals(DeliveryState.SENT, send("k").state());
  }

  @Test
  void aForeignNumberIsWrittenToByItsOwnCodeAlsoWhenItHadToWait() {
    clock.set(Instant.parse("2026-03-01T17:00:00Z")); // 22:30 in India
    Delivered held = send("far", "+65 9123 4567");
    assertEquals(DeliveryState.HELD, held.state());
    clock.set(held.until());
    String waiting = House.await(node.db.send("SELECT body->>'phone' FROM jobs.job WHERE tenant = $1", node.tenant))
        .iterator().next().getString(0);
    assertEquals(DeliveryState.SENT, send("far", waiting).state());
    assertEquals("6591234567", to());
    fault("error code=190");
    assertEquals(DeliveryState.SENT, send("l", "+45 20 12 34 56").state());
    assertEquals("4520123456", to());
    assertEquals("aisensy", log().getFirst().provider());
  }

  @Test
  void aNumberThatCouldBeSeveralIsNotWrittenToAndTheLogSaysSo() {
    for (String unclear : List.of("6591234567", "971501234567", "98200123456", "unclear 916591234567")) {
      Delivered skipped = send(unclear, unclear);
      assertEquals(DeliveryState.SKIPPED, skipped.state(), unclear);
      assertEquals("phone_unclear", skipped.reason());
      assertEquals(unclear, log().getFirst().recipient());
    }
    SendWhatsApp critical = new SendWhatsApp("6591234567", null, Category.ACCOUNT, REMINDER, "en",
        List.of("Asha", "Data Science", "42%", "8", "Friday"), "x", "critical");
    assertEquals("phone_unclear", send(critical).reason());
    assertEquals(0, counts().getInteger("accepted"));
    assertEquals(Failure.INVALID, node.refusal(node.product(), NotificationContract.SET_OPT_OUT,
        new SetOptOut("6591234567", true)).failure(), "nobody is opted out by a guess");
    assertEquals(DeliveryState.SENT, send("6591234567", "+6591234567").state(), "put right, it goes");
    assertEquals(DeliveryState.SENT, send("6591234567", "6591234567").state(), "and has gone");
    assertEquals(1, counts().getInteger("accepted"));
  }

  @Test
  void aRefusalBecauseThePersonHasOptedOutIsKept() {
    fault("error code=131050 times=1");
    Delivered refused = send("k");
    assertEquals(DeliveryState.REJECTED, refused.state());
    assertFalse(refused.forAll());
    assertEquals("opted_out", send("l").reason());
    SendWhatsApp critical = new SendWhatsApp(ASHA, null, Category.ACCOUNT, REMINDER, "en",
        List.of("Asha", "Data Science", "42%", "8", "Friday"), "x", "critical");
    assertEquals(DeliveryState.SENT, send(critical).state());
  }

  @Test
  void aCategoryThatIsSwitchedOffIsNotSentAndAnotherIs() {
    UUID user = node.person("Asha", ASHA);
    node.ask(node.as(user), NotificationContract.CHANGE_PREFERENCES, Asked.with(ChangePreferences.class,
        "categories", List.of(new Choice(Category.REMINDER, null, null, false))));
    assertEquals("switched_off", send(message("k", ASHA, user)).reason());
    SendWhatsApp course = new SendWhatsApp(ASHA, user, Category.COURSE, REMINDER, "en",
        List.of("Asha", "Data Science", "42%", "8", "Friday"), "x", "l");
    assertEquals(DeliveryState.SENT, send(course).state());
  }

  @Test
  void atNightItIsHeldBackAndStoredForTheMorning() {
    clock.set(Instant.parse("2026-03-01T17:00:00Z")); // 22:30 in India
    Delivered held = send("k");
    assertEquals(DeliveryState.HELD, held.state());
    assertEquals(Instant.parse("2026-03-02T02:30:00Z"), held.until());
    assertEquals(held, send("k"));
    assertEquals(1, stored("notification.whatsapp.send"));
    assertEquals(0, counts().getInteger("accepted"));
    clock.set(held.until());
    assertEquals(DeliveryState.SENT, send("k").state());
  }

  @Test
  void onePersonsAttentionIsOneBudgetOverAllSendersAndADayLaterItIsNew() {
    for (int i = 0; i < Fixtures.PER_DAY; i++) {
      assertEquals(DeliveryState.SENT, send("k" + i).state());
      clock.advance(Duration.ofSeconds(7));
    }
    assertEquals("attention_budget", send("more").reason());
    assertEquals(DeliveryState.SENT, send("other", "919900000002").state());
    SendWhatsApp critical = new SendWhatsApp(ASHA, null, Category.ACCOUNT, REMINDER, "en",
        List.of("Asha", "Data Science", "42%", "8", "Friday"), "x", "critical");
    assertEquals(DeliveryState.SENT, send(critical).state());
    assertEquals("attention_budget", check(new Addressee(ASHA, null)).getFirst().reason());
    clock.advance(Duration.ofDays(1));
    assertEquals(DeliveryState.SENT, send("more").state());
  }

  @Test
  void mailAndWhatsAppTakeOneBudget() {
    UUID user = node.person("Asha", ASHA);
    for (int i = 0; i < Fixtures.PER_DAY; i++) {
      assertEquals(DeliveryState.SENT, node.ask(node.product(), NotificationContract.SEND_EMAIL,
          new SendEmail("asha@learner.example", "account_created", Map.of("name", "Asha", "email",
              "asha@learner.example"), "mail" + i, Category.REMINDER, user, null, null))
          .state());
    }
    assertEquals("attention_budget", send(message("k", ASHA, user)).reason());
    assertEquals(DeliveryState.SENT, send(message("other", "919900000002", null)).state());
  }

  @Test
  void whatCertainlyDidNotGoTakesNoAttention() {
    for (int i = 0; i < Fixtures.PER_DAY + 2; i++) {
      assertEquals(DeliveryState.REJECTED, send("k" + i, "919900000026").state());
    }
  }

  @Test
  void aLotOfMessagesAtOnceDoesNotBreakTheBudget() {
    sandbox("PUT", "pair-limit", new JsonObject().put("seconds", 0));
    List<Future<Delivered>> asked = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      asked.add(node.bus.send(node.product(), NotificationContract.SEND_WHATSAPP, message("k" + i, ASHA)));
    }
    House.await(Future.all(asked));
    assertEquals(Fixtures.PER_DAY, counts().getInteger("accepted"));
  }

  @Test
  void aCheckSaysWhatASendWouldDoAndSendsNothing() {
    node.ask(node.product(), NotificationContract.SET_OPT_OUT, new SetOptOut("919900000002", true));
    List<Verdict> verdicts = check(new Addressee(ASHA, null), new Addressee("919900000002", null),
        new Addressee(null, null), new Addressee("nonsense", UUID.randomUUID()));
    assertNull(verdicts.get(0).reason());
    assertEquals("opted_out", verdicts.get(1).reason());
    assertEquals("no_phone", verdicts.get(2).reason());
    assertEquals("no_phone", verdicts.get(3).reason());
    clock.set(Instant.parse("2026-03-01T17:00:00Z"));
    assertEquals("phone_unclear", check(new Addressee("6591234567", null)).getFirst().reason());
    assertNotNull(check(new Addressee(ASHA, null)).getFirst().until());
    assertEquals(0, counts().getInteger("accepted"));
  }

  @Test
  void whatCannotBeAMessageIsRefused() {
    for (SendWhatsApp wrong : List.of(message("k", "12"), message("k".repeat(201), ASHA),
        new SendWhatsApp(ASHA, null, Category.REMINDER, null, "en", List.of(), null, "k"))) {
      assertEquals(Failure.INVALID,
          node.refusal(node.product(), NotificationContract.SEND_WHATSAPP, wrong).failure());
    }
  }

  private String to() {
    return sandbox("GET", "messages", null).getJsonArray("messages").getJsonObject(0).getString("to");
  }

  private Delivered send(String key) {
    return send(message(key, ASHA));
  }

  private Delivered send(String key, String phone) {
    return send(message(key, phone));
  }

  private Delivered send(SendWhatsApp message) {
    return node.ask(node.product(), NotificationContract.SEND_WHATSAPP, message);
  }

  private FailureException refusal(String key) {
    return node.refusal(node.product(), NotificationContract.SEND_WHATSAPP, message(key, ASHA));
  }

  private List<Verdict> check(Addressee... addressees) {
    return node.ask(node.product(), NotificationContract.CHECK_WHATSAPP,
        new CheckWhatsApp(Category.REMINDER, List.of(addressees))).verdicts();
  }

  private static SendWhatsApp message(String key, String phone) {
    return message(key, phone, null);
  }

  private static SendWhatsApp message(String key, String phone, UUID user) {
    return new SendWhatsApp(phone, user, Category.REMINDER, REMINDER, "en",
        List.of("Asha\nRao", "Data     Science", "42%", "8", "Friday"), "courses/1/take", key);
  }

  private List<Delivery> log() {
    Page<Delivery> page = node.ask(node.product(), NotificationContract.LIST_DELIVERIES,
        new ListDeliveries(null, null, null, null, null, null));
    return page.items();
  }

  private List<String> attempts() {
    List<String> states = new ArrayList<>();
    House.await(node.db.send("""
        SELECT a.state FROM notification.attempts a JOIN notification.deliveries d ON d.id = a.delivery_id
        WHERE d.tenant = $1 ORDER BY a.begun_at, a.id""", node.tenant)).forEach(row -> states.add(row.getString(0)));
    return states;
  }

  private long stored(String address) {
    return House.await(node.db.send("SELECT count(*) FROM jobs.job WHERE address = $1 AND tenant = $2", address,
        node.tenant)).iterator().next().getLong(0);
  }

  private JsonObject counts() {
    return sandbox("GET", "counts", null);
  }

  private void fault(String fault) {
    sandbox.fault("whatsapp", fault);
  }

  private JsonObject sandbox(String method, String path, JsonObject body) {
    return sandbox.ask("whatsapp", method, path, body);
  }
}
