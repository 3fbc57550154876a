package com.mas.domain.people.notification;

import com.mas.domain.people.notification.NotificationContract.ReceiveWebhook;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Webhooks as Meta sends them, with its signature. */
final class MetaWebhooks {
  /** Number of the person whom they are about. */
  static final String PHONE = "919900000001";

  private MetaWebhooks() {}

  static JsonObject text(String body) {
    return new JsonObject().put("type", "text").put("text", new JsonObject().put("body", body));
  }

  static JsonObject pressed(String text, String payload) {
    return new JsonObject().put("type", "button").put("button", new JsonObject().put("text", text)
        .put("payload", payload));
  }

  static JsonObject reply(String kind, String title, String id) {
    return new JsonObject().put("type", "interactive").put("interactive", new JsonObject().put("type", kind)
        .put(kind, new JsonObject().put("title", title).put("id", id)));
  }

  static JsonObject status(String word, String id) {
    return new JsonObject().put("id", id).put("status", word).put("timestamp", "1772000000")
        .put("recipient_id", PHONE);
  }

  static String body(JsonObject... statuses) {
    return wrap(new JsonObject().put("statuses", new JsonArray(List.of(statuses))));
  }

  static String wrap(JsonObject value) {
    return wrap(value, "messages");
  }

  static String wrap(JsonObject value, String field) {
    return new JsonObject().put("object", "whatsapp_business_account").put("entry", new JsonArray().add(
        new JsonObject().put("id", "WABA").put("changes", new JsonArray().add(
            new JsonObject().put("field", field).put("value", value)))))
        .encode();
  }

  static ReceiveWebhook signed(String body) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    return new ReceiveWebhook(sign("sandbox-app-secret", bytes), Base64.getEncoder().encodeToString(bytes));
  }

  static String sign(String secret, byte[] body) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      return "sha256=" + HexFormat.of().formatHex(mac.doFinal(body));
    } catch (java.security.GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
