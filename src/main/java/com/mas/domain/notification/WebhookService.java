package com.mas.domain.notification;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.mas.bus.Call;
import com.mas.bus.Failure;
import com.mas.bus.Json;
import com.mas.db.Database;
import com.mas.domain.notification.NotificationContract.Challenge;
import com.mas.domain.notification.NotificationContract.ReceiveWebhook;
import com.mas.domain.notification.NotificationContract.Received;
import com.mas.domain.notification.NotificationContract.VerifyWebhook;
import com.mas.domain.notification.WebhookRepository.Message;
import com.mas.domain.notification.WebhookRepository.Status;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What Meta tells: news of messages sent, and what people write to our number. */
final class WebhookService {
  private static final Logger LOG = LoggerFactory.getLogger(WebhookService.class);
  private static final int MAX_BODY = 3 << 20;
  private static final int MAX_ID = 300;
  private static final String HMAC = "HmacSHA256";
  private static final Set<String> STATUSES = Set.of("sent", "delivered", "read", "failed");

  private final Database db;
  private final WebhookRepository repository = new WebhookRepository();
  private final byte[] appSecret;
  private final byte[] verifyToken;
  private final Clock clock;

  /** @param appSecret empty: nothing is accepted; {@code verifyToken} too */
  WebhookService(Database db, String appSecret, String verifyToken, Clock clock) {
    this.db = db;
    this.appSecret = appSecret.getBytes(StandardCharsets.UTF_8);
    this.verifyToken = verifyToken.getBytes(StandardCharsets.UTF_8);
    this.clock = clock;
  }

  Challenge verify(Call call, VerifyWebhook ask) {
    if (verifyToken.length == 0 || !"subscribe".equals(ask.mode()) || ask.token() == null
        || !MessageDigest.isEqual(verifyToken, ask.token().getBytes(StandardCharsets.UTF_8))) {
      throw Failure.FORBIDDEN.with("This is not the token that was agreed on.");
    }
    return new Challenge(ask.challenge());
  }

  Received receive(Call call, ReceiveWebhook ask) {
    byte[] body = Base64.getDecoder().decode(ask.body() == null ? "" : ask.body());
    if (body.length > MAX_BODY) {
      throw Failure.TOO_LARGE.with("A webhook has at most 3 MB.");
    }
    if (!isSigned(body, ask.signature())) {
      throw Failure.FORBIDDEN.with("The signature does not fit the body.");
    }
    List<Status> statuses = new ArrayList<>();
    List<Message> messages = new ArrayList<>();
    read(body, statuses, messages);
    Instant now = clock.instant();
    Received received = db.transaction(tx -> new Received(
        statuses.isEmpty() ? 0 : repository.statuses(tx, statuses, now),
        messages.isEmpty() ? 0 : repository.messages(tx, messages, now)));
    LOG.info("webhook: {} statuses and {} messages, {} and {} of them new", statuses.size(), messages.size(),
        received.statuses(), received.messages());
    return received;
  }

  private boolean isSigned(byte[] body, String signature) {
    if (appSecret.length == 0 || signature == null || !signature.startsWith("sha256=")) {
      return false;
    }
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(new SecretKeySpec(appSecret, HMAC));
      return MessageDigest.isEqual(mac.doFinal(body), HexFormat.of().parseHex(signature.substring(7)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    } catch (IllegalArgumentException e) {
      return false; // no hexadecimal digits
    }
  }

  /** What is signed and not understood is left out: to refuse it would have it sent again for days. */
  private static void read(byte[] body, List<Status> statuses, List<Message> messages) {
    JsonNode json;
    try {
      json = Json.MAPPER.readTree(new String(body, StandardCharsets.UTF_8));
    } catch (JsonProcessingException e) {
      LOG.warn("webhook: signed, but not JSON");
      return;
    }
    for (JsonNode entry : json.path("entry")) {
      for (JsonNode change : entry.path("changes")) {
        change.path("value").path("statuses").forEach(each -> addStatus(each, statuses));
        change.path("value").path("messages").forEach(each -> addMessage(each, messages));
      }
    }
  }

  private static void addStatus(JsonNode status, List<Status> statuses) {
    String word = status.path("status").asText().equals("played") ? "read" : status.path("status").asText();
    String id = id(status);
    Instant at = at(status);
    if (id == null || at == null || !STATUSES.contains(word)) {
      return;
    }
    JsonNode error = status.path("errors").path(0);
    String words = error.path("error_data").path("details").asText(error.path("title").asText(""));
    statuses.add(new Status(id, word, uuid(status.path("biz_opaque_callback_data").asText()), at,
        error.has("code") ? plain(error.path("code").asText(), 20) : null, words.isEmpty() ? null : plain(words, 300)));
  }

  private static void addMessage(JsonNode message, List<Message> messages) {
    String id = id(message);
    String phone = PhoneRules.normal(message.path("from").asText());
    Instant at = at(message);
    if (id == null || phone == null || at == null) {
      return;
    }
    String text = switch (message.path("type").asText()) {
      case "text" -> message.path("text").path("body").asText();
      case "button" -> message.path("button").path("text").asText();
      case "interactive" -> message.path("interactive").path("button_reply").path("title").asText();
      default -> "";
    };
    messages.add(new Message(id, phone, NotificationRules.meaning(text), at));
  }

  private static String id(JsonNode node) {
    String id = plain(node.path("id").asText(), MAX_ID);
    return id.isEmpty() ? null : id;
  }

  private static Instant at(JsonNode node) {
    String seconds = node.path("timestamp").asText();
    return seconds.matches("\\d{1,11}") ? Instant.ofEpochSecond(Long.parseLong(seconds)) : null;
  }

  private static UUID uuid(String text) {
    try {
      return text.length() == 36 ? UUID.fromString(text) : null;
    } catch (IllegalArgumentException e) {
      return null; // not ours
    }
  }

  private static String plain(String text, int most) {
    String plain = text.replaceAll("\\p{Cntrl}+", " ");
    return plain.length() <= most ? plain : plain.substring(0, most);
  }
}
