package com.mas.domain.people.notification;

import static com.mas.domain.people.notification.MetaWebhooks.PHONE;
import static com.mas.domain.people.notification.MetaWebhooks.body;
import static com.mas.domain.people.notification.MetaWebhooks.pressed;
import static com.mas.domain.people.notification.MetaWebhooks.reply;
import static com.mas.domain.people.notification.MetaWebhooks.sign;
import static com.mas.domain.people.notification.MetaWebhooks.signed;
import static com.mas.domain.people.notification.MetaWebhooks.status;
import static com.mas.domain.people.notification.MetaWebhooks.text;
import static com.mas.domain.people.notification.MetaWebhooks.wrap;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.mas.bus.Failure;
import com.mas.domain.people.notification.NotificationContract.Addressee;
import com.mas.domain.people.notification.NotificationContract.Category;
import com.mas.domain.people.notification.NotificationContract.Challenge;
import com.mas.domain.people.notification.NotificationContract.CheckWhatsApp;
import com.mas.domain.people.notification.NotificationContract.Delivery;
import com.mas.domain.people.notification.NotificationContract.DeliveryState;
import com.mas.domain.people.notification.NotificationContract.GetOptOut;
import com.mas.domain.people.notification.NotificationContract.ListDeliveries;
import com.mas.domain.people.notification.NotificationContract.OptOut;
import com.mas.domain.people.notification.NotificationContract.ReceiveWebhook;
import com.mas.domain.people.notification.NotificationContract.Received;
import com.mas.domain.people.notification.NotificationContract.SetOptOut;
import com.mas.domain.people.notification.NotificationContract.VerifyWebhook;
import com.mas.testkit.House;
import com.mas.testkit.TestDatabase;
import com.mas.testkit.TurnableClock;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class WebhookIT {
  @AutoClose static final TestDatabase database = TestDatabase.create();

  private final TurnableClock clock = TurnableClock.at("2026-03-01T12:00:00+05:30");
  private final Fixtures node = new Fixtures(database, clock);
  private final UUID delivery = UUID.randomUUID();
  private final String wamid = "wamid." + delivery;

  @BeforeEach
  void deploy() {
    node.deploy(Fixtures.config("", 25));
    stored("sent", wamid);
  }

  @AfterEach
  void close() {
    House.await(node.db.send("DELETE FROM notification.phone_choices"));
    node.close();
  }

  @Test
  void statusesFoldInWhateverOrderTheyCome() {
    receive(status("read", wamid));
    receive(status("sent", wamid));
    receive(status("delivered", wamid));
    assertEquals(DeliveryState.READ, state());
  }

  @Test
  void whatWasDeliveredAfterItFailedIsDelivered() {
    receive(status("failed", wamid).put("errors", new JsonArray().add(new JsonObject().put("code", 131049)
        .put("title", "kept back"))));
    assertEquals(DeliveryState.UNDELIVERED, state());
    assertEquals("131049", log().errorCode());
    receive(status("delivered", wamid));
    assertEquals(DeliveryState.DELIVERED, state());
    assertEquals(null, log().errorCode());
    receive(status("failed", wamid));
    assertEquals(DeliveryState.DELIVERED, state());
  }

  @Test
  void aReplayedWebhookChangesNothing() {
    JsonObject status = status("delivered", wamid);
    assertEquals(new Received(1, 0), receive(status));
    Delivery once = log();
    assertEquals(new Received(0, 0), receive(status));
    assertEquals(new Received(0, 0), receive(status, status, status));
    assertEquals(once, log());
  }

  @Test
  void aStatusThatComesBeforeTheAnswerIsNotLost() {
    House.await(node.db.send(
        "UPDATE notification.deliveries SET state = 'sending', message_id = NULL WHERE id = $1", delivery));
    receive(status("delivered", wamid).put("biz_opaque_callback_data", delivery.toString()));
    assertEquals(DeliveryState.DELIVERED, state());
    assertEquals(wamid, log().messageId());
  }

  @Test
  void aStatusResolvesWhatWasUnknown() {
    House.await(node.db.send(
        "UPDATE notification.deliveries SET state = 'unknown', message_id = NULL WHERE id = $1", delivery));
    receive(status("sent", wamid).put("biz_opaque_callback_data", delivery.toString()));
    assertEquals(DeliveryState.SENT, state());
  }

  @RepeatedTest(10)
  void manyEntriesInOneCallAndManyCallsAtOnceAllCount() {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      ids.add("wamid.many" + i + delivery);
      stored("sent", ids.getLast());
    }
    List<Future<Received>> calls = new ArrayList<>();
    for (String word : List.of("sent", "delivered", "read", "failed", "delivered")) {
      JsonObject[] statuses = ids.stream().map(id -> status(word, id)).toArray(JsonObject[]::new);
      calls.add(node.bus.send(node.product(), NotificationContract.RECEIVE_WEBHOOK, signed(body(statuses))));
      java.util.Collections.reverse(ids);
    }
    House.await(Future.all(calls));
    assertEquals(30, count("state = 'read'"));
  }

  @Test
  void whatIsNotSignedByMetaIsRefused() {
    byte[] body = body(status("delivered", wamid)).getBytes(StandardCharsets.UTF_8);
    String right = sign("sandbox-app-secret", body);
    for (String signature : new String[] {null, "", "sha256=", "sha256=zz", sign("another", body), right.substring(7),
        right.substring(0, 20), right.replace("sha256", "sha1")}) {
      assertEquals(Failure.FORBIDDEN, node.refusal(node.product(), NotificationContract.RECEIVE_WEBHOOK,
          new ReceiveWebhook(signature, Base64.getEncoder().encodeToString(body))).failure(), signature);
    }
    byte[] changed = new String(body, StandardCharsets.UTF_8).replace("delivered", "failed").getBytes(
        StandardCharsets.UTF_8);
    assertEquals(Failure.FORBIDDEN, node.refusal(node.product(), NotificationContract.RECEIVE_WEBHOOK,
        new ReceiveWebhook(right, Base64.getEncoder().encodeToString(changed))).failure());
    assertEquals(DeliveryState.SENT, state());
  }

  @Test
  void theSignatureIsOfTheBytesAsTheyCameWithTheirEscapes() {
    String escaped = body(status("delivered", wamid)).replace("/", "\\/").replace("entry", "\\u0065ntry");
    assertEquals(new Received(1, 0), node.ask(node.product(), NotificationContract.RECEIVE_WEBHOOK, signed(escaped)));
  }

  @Test
  void whatIsSignedAndNotUnderstoodIsAcceptedSoThatItDoesNotComeForDays() {
    for (String odd : List.of("not json", "[]", "{}", "{\"entry\":[{\"changes\":[{\"value\":{\"statuses\":[7,"
        + "{\"id\":\"x\",\"status\":\"warmed\",\"timestamp\":\"1\"},{\"id\":\"x\",\"status\":\"sent\"}]}}]}]}")) {
      assertEquals(new Received(0, 0),
          node.ask(node.product(), NotificationContract.RECEIVE_WEBHOOK, signed(odd)), odd);
    }
    assertEquals(new Received(1, 0), receive(status("sent", "wamid.of-somebody-else")));
  }

  @Test
  void stopOptsOutAndStartInAgainAndTheLastWordCounts() {
    said("m1", "STOP", 100);
    assertEquals(true, optedOut());
    said("m2", "START", 200);
    assertEquals(false, optedOut());
    said("m1", "STOP", 100); // a replay
    assertEquals(false, optedOut());
    said("m3", "stop", 150); // late
    assertEquals(false, optedOut());
    said("m4", "thank you!", 300);
    assertEquals(false, optedOut());
    node.ask(node.product(), NotificationContract.SET_OPT_OUT, new SetOptOut("9900000001", true));
    assertEquals(true, optedOut());
  }

  @Test
  void aWebhooksNumberHasItsCountryAndLeavesTheIndianOneWithItsDigitsAlone() {
    said("6591234567", "f1", text("STOP"), 1);
    assertEquals(true, optedOut("+65 9123 4567"));
    assertEquals("6591234567", optOut("+65 9123 4567").phone());
    assertEquals(true, optedOut("0065 91234567"));
    assertEquals(false, optedOut("+91 65912 34567"));
    assertEquals(false, optedOut("65912 34567"));
  }

  @Test
  void theTwoWritingsOfOneMobileAreOnePerson() {
    said("5215512345678", "mx", text("stop"), 1);
    assertEquals(true, optedOut("+52 55 1234 5678"));
    assertEquals(true, optedOut("+52 1 55 1234 5678"));
    said("551187654321", "br", text("stop"), 1);
    assertEquals(true, optedOut("+55 11 98765-4321"));
    assertEquals(false, optedOut("+55 11 98765-4322"));
  }

  @Test
  void everyButtonThatSaysStopOptsOut() {
    List<JsonObject> ways = List.of(
        pressed("No more", "STOP"), pressed("Stop", "x17"), reply("list_reply", "STOP", "3"),
        reply("button_reply", "Stop promotions", "3"), reply("list_reply", "Enough", "stop"),
        new JsonObject().put("type", "image").put("image", new JsonObject().put("caption", "बंद करो")));
    for (int i = 0; i < ways.size(); i++) {
      said(PHONE, "out" + i, ways.get(i), 10 * i);
      assertEquals(true, optedOut(), ways.get(i).encode());
      said(PHONE, "in" + i, reply("list_reply", "START", "1"), 10 * i + 1);
      assertEquals(false, optedOut(), ways.get(i).encode());
    }
    said(PHONE, "sentence", reply("list_reply", "When do I stop?", "help"), 1_000);
    assertEquals(false, optedOut());
  }

  @Test
  void whatsAppsOwnMenuOptsOutOfAllButWhatIsCriticalAndInAgain() {
    preferred("stop", 1_764_380_000);
    assertEquals(true, optedOut());
    assertEquals("preference", optOut(PHONE).source());
    assertEquals("opted_out", check(Category.REMINDER));
    assertEquals(null, check(Category.ACCOUNT));
    assertEquals(new Received(0, 0), preferred("stop", 1_764_380_000), "a replay");
    preferred("resume", 1_764_380_100);
    assertEquals(false, optedOut());
    preferred("stop", 1_764_380_050);
    assertEquals(false, optedOut(), "it was said before");
    preferred("pause", 1_764_380_200);
    assertEquals(false, optedOut());
  }

  @Test
  void aWeakerOptOutTakesNoPlaceOfOneOfEverything() {
    said("m1", "STOP", 100);
    preferred("stop", 1_772_000_000 + 200);
    assertEquals("inbound", optOut(PHONE).source());
    assertEquals("opted_out", check(Category.ACCOUNT));
  }

  @Test
  void aRefusalBecauseThePersonHasOptedOutIsAnOptOut() {
    JsonObject refused = status("failed", wamid).put("errors", new JsonArray().add(new JsonObject().put("code", 131050)
        .put("title", "User has opted out")));
    receive(refused);
    assertEquals(DeliveryState.UNDELIVERED, state());
    assertEquals("refused", optOut(PHONE).source());
    assertEquals("opted_out", check(Category.REMINDER));
    assertEquals(null, check(Category.ACCOUNT));
    said("m1", "START", 100);
    assertEquals(false, optedOut());
    receive(refused);
    assertEquals(false, optedOut(), "a replay");
  }

  @Test
  void aRefusalThatNamesNobodyIsOfWhomTheMessageWentTo() {
    JsonObject refused = status("failed", wamid).put("errors",
        new JsonArray().add(new JsonObject().put("code", 131050)));
    refused.remove("recipient_id");
    receive(refused);
    assertEquals(true, optedOut());
    JsonObject strange = status("failed", "wamid.strange").put("errors",
        new JsonArray().add(new JsonObject().put("code", 131050)));
    strange.remove("recipient_id");
    assertEquals(new Received(1, 0), receive(strange));
  }

  @Test
  void aNoteOfAnErrorIsNotCutWithinACharacter() {
    String words = "a".repeat(299) + "\ud83d\udc69\u200d\ud83d\udc67" + "z".repeat(50);
    receive(status("failed", wamid).put("errors", new JsonArray().add(new JsonObject().put("code", 1)
        .put("title", words))));
    assertEquals("a".repeat(299), log().error());
  }

  @Test
  void theLogIsFoundByANumberAsItIsTypedAndAsItStandsThere() {
    for (String asked : List.of("+91 99000 00001", PHONE, "9900000001")) {
      assertEquals(1, node.ask(node.product(), NotificationContract.LIST_DELIVERIES,
          new ListDeliveries(null, null, asked, wamid, null, null)).items().size(), asked);
    }
  }

  @Test
  void whatIsNoNumberIsRefusedWithWordsThatHelp() {
    for (String none : new String[] {"12345", "call me", "+99 9900000001", null}) {
      assertEquals("/phone", node.refusal(node.product(), NotificationContract.GET_OPT_OUT, new GetOptOut(none))
          .detail().errors().getFirst().path());
    }
  }

  @Test
  void theChallengeIsAnsweredOnlyForOurToken() {
    assertEquals(new Challenge("123"), node.ask(node.product(), NotificationContract.VERIFY_WEBHOOK,
        new VerifyWebhook("subscribe", "sandbox-verify-token", "123")));
    for (VerifyWebhook wrong : List.of(new VerifyWebhook("subscribe", "guess", "1"),
        new VerifyWebhook("unsubscribe", "sandbox-verify-token", "1"), new VerifyWebhook("subscribe", "", "1"))) {
      assertEquals(Failure.FORBIDDEN, node.refusal(node.product(), NotificationContract.VERIFY_WEBHOOK, wrong)
          .failure());
    }
  }

  private void stored(String state, String messageId) {
    House.await(node.db.send("""
        INSERT INTO notification.deliveries (id, tenant, key, channel, category, critical, person, recipient, template,
          state, message_id, attempts, created_at, updated_at)
        VALUES ($1, $2, $3, 'whatsapp', 'reminder', false, $4, $4, 't', $5, $3, 1, now(), now())""",
        messageId.equals(wamid) ? delivery : UUID.randomUUID(), node.tenant, messageId, PHONE, state));
  }

  private long count(String where) {
    return House.await(node.db.send("SELECT count(*) FROM notification.deliveries WHERE tenant = $1 AND " + where,
        node.tenant)).iterator().next().getLong(0);
  }

  private Received receive(JsonObject... statuses) {
    return node.ask(node.product(), NotificationContract.RECEIVE_WEBHOOK, signed(body(statuses)));
  }

  private void said(String id, String text, int second) {
    said(PHONE, id, text(text), second);
  }

  private void said(String from, String id, JsonObject content, int second) {
    JsonObject message = content.copy().put("from", from).put("id", id + delivery)
        .put("timestamp", String.valueOf(1_772_000_000 + second));
    node.ask(node.product(), NotificationContract.RECEIVE_WEBHOOK,
        signed(wrap(new JsonObject().put("messages", new JsonArray().add(message)))));
  }

  private Received preferred(String value, long second) {
    JsonObject preference = new JsonObject().put("wa_id", PHONE).put("category", "marketing_messages")
        .put("value", value).put("timestamp", second);
    return node.ask(node.product(), NotificationContract.RECEIVE_WEBHOOK, signed(wrap(new JsonObject()
        .put("user_preferences", new JsonArray().add(preference)), "user_preferences")));
  }

  private boolean optedOut() {
    return optedOut("+91 99000 00001");
  }

  private boolean optedOut(String phone) {
    return optOut(phone).optedOut();
  }

  private OptOut optOut(String phone) {
    return node.ask(node.product(), NotificationContract.GET_OPT_OUT, new GetOptOut(phone));
  }

  private String check(Category category) {
    return node.ask(node.product(), NotificationContract.CHECK_WHATSAPP,
        new CheckWhatsApp(category, List.of(new Addressee("+" + PHONE, null)))).verdicts().getFirst().reason();
  }

  private Delivery log() {
    return node.ask(node.product(), NotificationContract.LIST_DELIVERIES,
        new ListDeliveries(null, null, null, wamid, null, null)).items().getFirst();
  }

  private DeliveryState state() {
    return log().state();
  }
}
