package com.mas.domain.people.notification;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.mas.bus.Call;
import com.mas.bus.Failure;
import com.mas.bus.Json;
import com.mas.bus.Text;
import com.mas.db.Database;
import com.mas.db.Tx;
import com.mas.domain.people.notification.NotificationContract.*;
import com.mas.domain.people.notification.OptOutRules.Meaning;
import com.mas.domain.people.notification.OptOutRules.Source;
import com.mas.domain.people.notification.OptOutRules.Wish;
import com.mas.domain.people.notification.WebhookRepository.Message;
import com.mas.domain.people.notification.WebhookRepository.Status;
import com.mas.phone.PhoneRules;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes what Meta tells: news of messages sent, and what people write to our number. */
final class WebhookService {
  private static final Logger LOG = LoggerFactory.getLogger(WebhookService.class);
  private static final int MAX_BODY = 3 << 20;
  private static final int MAX_ID = 300;
  private static final String HMAC = "HmacSHA256";
  private static final Set<String> STATUSES = Set.of("sent", "delivered", "read", "failed");

  private final Database db;
  private final WebhookRepository repository = new WebhookRepository();
  private final ChoiceRepository choices;
  private final byte[] appSecret;
  private final byte[] verifyToken;
  private final Clock clock;

  /** @param appSecret empty: nothing is accepted; {@code verifyToken} too */
  WebhookService(Database db, ChoiceRepository choices, String appSecret, String verifyToken, Clock clock) {
    this.db = db;
    this.choices = choices;
    this.appSecret = appSecret.getBytes(StandardCharsets.UTF_8);
    this.verifyToken = verifyToken.getBytes(StandardCharsets.UTF_8);
    this.clock = clock;
  }

  Challenge verify(Call call, VerifyWebhook ask) {
    if (verifyToken.length == 0 || !"subscribe".equals(ask.mode()) || ask.token() == null
        || !MessageDigest.isEqual(verifyToken, ask.token().getBytes(StandardCharsets.UTF_8))) {
      throw NotificationContract.WRONG_TOKEN.refusal();
    }
    return new Challenge(ask.challenge());
  }

  Received receive(Call call, ReceiveWebhook ask) {
    byte[] body = Base64.getDecoder().decode(ask.body() == null ? "" : ask.body());
    if (body.length > MAX_BODY) {
      throw Failure.TOO_LARGE.with("A webhook has at most 3 MB.");
    }
    if (!isSigned(body, ask.signature())) {
      throw NotificationContract.WRONG_SIGNATURE.refusal();
    }
    List<Status> statuses = new ArrayList<>();
    List<Message> messages = new ArrayList<>();
    read(body, statuses, messages);
    Instant now = clock.instant();
    Received received = db.transaction(tx -> {
      int newStatuses = statuses.isEmpty() ? 0 : repository.statuses(tx, statuses, now);
      int newMessages = messages.isEmpty() ? 0 : repository.messages(tx, messages, now);
      choices.take(tx, wishes(tx, statuses, messages));
      return new Received(newStatuses, newMessages);
    });
    LOG.info("webhook: {} statuses and {} messages, {} and {} of them new", statuses.size(), messages.size(),
        received.statuses(), received.messages());
    return received;
  }

  private List<Wish> wishes(Tx tx, List<Status> statuses, List<Message> messages) {
    List<Wish> wishes = new ArrayList<>();
    for (Message message : messages) {
      if (message.meaning() != Meaning.OTHER) {
        wishes.add(new Wish(PhoneRules.key(message.phone()), message.meaning() == Meaning.OPT_OUT, message.source(),
            message.at()));
      }
    }
    List<Status> refused = statuses.stream().filter(status -> status.status().equals("failed")
        && String.valueOf(WhatsAppRules.OPTED_OUT).equals(status.code())).toList();
    List<Status> nameless = refused.stream().filter(status -> status.phone() == null).toList();
    Map<String, String> recipients = nameless.isEmpty() ? Map.of() : repository.recipients(tx, nameless);
    for (Status status : refused) {
      String phone = status.phone() == null ? recipients.get(status.messageId()) : status.phone();
      if (phone != null) {
        wishes.add(new Wish(PhoneRules.key(phone), true, Source.REFUSED, status.at()));
      }
    }
    return wishes;
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

  /**
   * Reads a signed body and leaves out what it does not understand, since Meta would send a refused one again for days.
   */
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
        change.path("value").path("user_preferences").forEach(each -> addPreference(each, messages));
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
        error.has("code") ? plain(error.path("code").asText(), 20) : null, words.isEmpty() ? null : plain(words, 300),
        PhoneRules.told(status.path("recipient_id").asText())));
  }

  private static void addMessage(JsonNode message, List<Message> messages) {
    String id = id(message);
    String phone = PhoneRules.told(message.path("from").asText());
    Instant at = at(message);
    if (id != null && phone != null && at != null) {
      Meaning meaning = texts(message).map(OptOutRules::meaning).filter(each -> each != Meaning.OTHER)
          .min(Comparator.naturalOrder()).orElse(Meaning.OTHER);
      messages.add(new Message(id, phone, meaning, Source.INBOUND, at));
    }
  }

  /** Returns the text, or the title and the payload of the button that was pressed. */
  private static Stream<String> texts(JsonNode message) {
    String type = message.path("type").asText();
    JsonNode content = message.path(type);
    return switch (type) {
      case "text" -> Stream.of(content.path("body").asText());
      case "button" -> Stream.of(content.path("text").asText(), content.path("payload").asText());
      case "interactive" -> Stream.of(content.path("button_reply"), content.path("list_reply"))
          .flatMap(reply -> Stream.of(reply.path("title").asText(), reply.path("id").asText()));
      default -> Stream.of(content.path("caption").asText());
    };
  }

  /** WhatsApp's own menu has no message of its own: its words and its time are its name. */
  private static void addPreference(JsonNode preference, List<Message> messages) {
    String phone = PhoneRules.told(preference.path("wa_id").asText());
    String value = preference.path("value").asText();
    Instant at = at(preference);
    if (phone != null && at != null && (value.equals("stop") || value.equals("resume"))) {
      messages.add(new Message("preference:" + phone + ":" + plain(preference.path("category").asText(), 60) + ":"
          + value + ":" + at.getEpochSecond(), phone, value.equals("stop") ? Meaning.OPT_OUT : Meaning.OPT_IN,
          Source.PREFERENCE, at));
    }
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
    return Text.cut(plain, most);
  }
}
