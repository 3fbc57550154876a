package com.mas.domain.notification;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.mas.bus.Failure;
import com.mas.domain.notification.NotificationContract.Challenge;
import com.mas.domain.notification.NotificationContract.Delivery;
import com.mas.domain.notification.NotificationContract.DeliveryState;
import com.mas.domain.notification.NotificationContract.GetOptOut;
import com.mas.domain.notification.NotificationContract.ListDeliveries;
import com.mas.domain.notification.NotificationContract.ReceiveWebhook;
import com.mas.domain.notification.NotificationContract.Received;
import com.mas.domain.notification.NotificationContract.SetOptOut;
import com.mas.domain.notification.NotificationContract.VerifyWebhook;
import com.mas.testkit.TestDatabase;
import com.mas.testkit.TurnableClock;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class WebhookIT {
  @AutoClose static final TestDatabase database = TestDatabase.create();
  private static final String PHONE = "919900000001";

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
    Fixtures.result(node.db.send("DELETE FROM notification.phone_choices"));
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
    Fixtures.result(node.db.send(
        "UPDATE notification.deliveries SET state = 'sending', message_id = NULL WHERE id = $1", delivery));
    receive(status("delivered", wamid).put("biz_opaque_callback_data", delivery.toString()));
    assertEquals(DeliveryState.DELIVERED, state());
    assertEquals(wamid, log().messageId());
  }

  @Test
  void aStatusResolvesWhatWasUnknown() {
    Fixtures.result(node.db.send(
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
      calls.add(node.bus.send(node.system(), NotificationContract.RECEIVE_WEBHOOK, signed(body(statuses))));
      java.util.Collections.reverse(ids);
    }
    Fixtures.result(Future.all(calls));
    assertEquals(30, count("state = 'read'"));
  }

  @Test
  void whatIsNotSignedByMetaIsRefused() {
    byte[] body = body(status("delivered", wamid)).getBytes(StandardCharsets.UTF_8);
    String right = sign("sandbox-app-secret", body);
    for (String signature : new String[] {null, "", "sha256=", "sha256=zz", sign("another", body), right.substring(7),
        right.substring(0, 20), right.replace("sha256", "sha1")}) {
      assertEquals(Failure.FORBIDDEN, node.refusal(node.system(), NotificationContract.RECEIVE_WEBHOOK,
          new ReceiveWebhook(signature, Base64.getEncoder().encodeToString(body))).failure(), signature);
    }
    byte[] changed = new String(body, StandardCharsets.UTF_8).replace("delivered", "failed").getBytes(
        StandardCharsets.UTF_8);
    assertEquals(Failure.FORBIDDEN, node.refusal(node.system(), NotificationContract.RECEIVE_WEBHOOK,
        new ReceiveWebhook(right, Base64.getEncoder().encodeToString(changed))).failure());
    assertEquals(DeliveryState.SENT, state());
  }

  @Test
  void theSignatureIsOfTheBytesAsTheyCameWithTheirEscapes() {
    String escaped = body(status("delivered", wamid)).replace("/", "\\/").replace("entry", "\\u0065ntry");
    assertEquals(new Received(1, 0), node.ask(node.system(), NotificationContract.RECEIVE_WEBHOOK, signed(escaped)));
  }

  @Test
  void whatIsSignedAndNotUnderstoodIsAcceptedSoThatItDoesNotComeForDays() {
    for (String odd : List.of("not json", "[]", "{}", "{\"entry\":[{\"changes\":[{\"value\":{\"statuses\":[7,"
        + "{\"id\":\"x\",\"status\":\"warmed\",\"timestamp\":\"1\"},{\"id\":\"x\",\"status\":\"sent\"}]}}]}]}")) {
      assertEquals(new Received(0, 0), node.ask(node.system(), NotificationContract.RECEIVE_WEBHOOK, signed(odd)), odd);
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
    node.ask(node.system(), NotificationContract.SET_OPT_OUT, new SetOptOut("9900000001", true));
    assertEquals(true, optedOut());
  }

  @Test
  void theChallengeIsAnsweredOnlyForOurToken() {
    assertEquals(new Challenge("123"), node.ask(node.system(), NotificationContract.VERIFY_WEBHOOK,
        new VerifyWebhook("subscribe", "sandbox-verify-token", "123")));
    for (VerifyWebhook wrong : List.of(new VerifyWebhook("subscribe", "guess", "1"),
        new VerifyWebhook("unsubscribe", "sandbox-verify-token", "1"), new VerifyWebhook("subscribe", "", "1"))) {
      assertEquals(Failure.FORBIDDEN, node.refusal(node.system(), NotificationContract.VERIFY_WEBHOOK, wrong)
          .failure());
    }
  }

  private void stored(String state, String messageId) {
    Fixtures.result(node.db.send("""
        INSERT INTO notification.deliveries (id, tenant, key, channel, category, critical, person, recipient, template,
          state, message_id, attempts, created_at, updated_at)
        VALUES ($1, $2, $3, 'whatsapp', 'reminder', false, $4, $4, 't', $5, $3, 1, now(), now())""",
        messageId.equals(wamid) ? delivery : UUID.randomUUID(), node.tenant, messageId, PHONE, state));
  }

  private long count(String where) {
    return Fixtures.result(node.db.send("SELECT count(*) FROM notification.deliveries WHERE tenant = $1 AND " + where,
        node.tenant)).iterator().next().getLong(0);
  }

  private Received receive(JsonObject... statuses) {
    return node.ask(node.system(), NotificationContract.RECEIVE_WEBHOOK, signed(body(statuses)));
  }

  private void said(String id, String text, int second) {
    JsonObject message = new JsonObject().put("from", PHONE).put("id", id + delivery).put("type", "text")
        .put("timestamp", String.valueOf(1_772_000_000 + second)).put("text", new JsonObject().put("body", text));
    node.ask(node.system(), NotificationContract.RECEIVE_WEBHOOK,
        signed(wrap(new JsonObject().put("messages", new JsonArray().add(message)))));
  }

  private boolean optedOut() {
    return node.ask(node.system(), NotificationContract.GET_OPT_OUT, new GetOptOut("+91 99000 00001")).optedOut();
  }

  private static JsonObject status(String word, String id) {
    return new JsonObject().put("id", id).put("status", word).put("timestamp", "1772000000")
        .put("recipient_id", PHONE);
  }

  private static String body(JsonObject... statuses) {
    return wrap(new JsonObject().put("statuses", new JsonArray(List.of(statuses))));
  }

  private static String wrap(JsonObject value) {
    return new JsonObject().put("object", "whatsapp_business_account").put("entry", new JsonArray().add(
        new JsonObject().put("id", "WABA").put("changes", new JsonArray().add(
            new JsonObject().put("field", "messages").put("value", value))))).encode();
  }

  private static ReceiveWebhook signed(String body) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    return new ReceiveWebhook(sign("sandbox-app-secret", bytes), Base64.getEncoder().encodeToString(bytes));
  }

  private static String sign(String secret, byte[] body) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      return "sha256=" + HexFormat.of().formatHex(mac.doFinal(body));
    } catch (java.security.GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private Delivery log() {
    return node.ask(node.system(), NotificationContract.LIST_DELIVERIES,
        new ListDeliveries(null, null, null, wamid, null, null)).items().getFirst();
  }

  private DeliveryState state() {
    return log().state();
  }
}
