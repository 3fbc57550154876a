package com.mas.sandbox.whatsapp;

import com.mas.sandbox.kit.Kept;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Tells the product what became of its messages, signed as Meta signs. News wait for the next round, which takes up to
 * {@value #MOST_AT_ONCE} of them in one call; a call that fails is repeated in the next rounds. What is more than
 * {@value #MOST_WAITING} waiting is lost.
 */
final class WhatsAppWebhooks {
  private static final int MOST_AT_ONCE = 100;
  private static final int MOST_WAITING = 200_000;
  private static final long ROUND_MS = 200;
  private static final String HMAC = "HmacSHA256";

  private final HttpClient client;
  private final String secret;
  /** A {@code changes[]} element: what it is about, and the news. */
  private record News(String field, JsonObject value) {}

  private final Deque<News> waiting = new ArrayDeque<>();
  private final Random random = new Random(7);
  private String url;
  private boolean shuffle;
  private boolean duplicate;
  private boolean badSignature;
  private boolean underWay;
  private long told;

  WhatsAppWebhooks(Vertx vertx, String secret) {
    this.client = vertx.createHttpClient();
    this.secret = secret;
    vertx.setPeriodic(ROUND_MS, round -> tell());
  }

  /** @param to null: nobody is told anything, and what waits is forgotten */
  void set(String to, boolean shuffled, boolean twice, boolean badlySigned) {
    url = to;
    shuffle = shuffled;
    duplicate = twice;
    badSignature = badlySigned;
    if (to == null) {
      waiting.clear();
    }
  }

  /** Forgets what waits, and tells the same receiver from now on, in order, once, rightly signed. */
  void reset() {
    waiting.clear();
    set(url, false, false, false);
  }

  JsonObject toJson() {
    return new JsonObject().put("url", url).put("shuffle", shuffle).put("duplicate", duplicate)
        .put("badSignature", badSignature).put("waiting", waiting.size()).put("told", told);
  }

  Kept.Held held() {
    return new Kept.Held(waiting.size(), MOST_WAITING + 1);
  }

  /**
   * @param field what Meta calls the kind of news
   * @param value what it has as {@code changes[].value}, without the words about our own number
   */
  void add(String field, JsonObject value) {
    if (url != null && waiting.size() < MOST_WAITING) {
      waiting.add(new News(field, value));
      if (duplicate) {
        waiting.add(new News(field, value.copy()));
      }
    }
  }

  private void tell() {
    if (url == null || waiting.isEmpty() || underWay) {
      return;
    }
    List<News> batch = new ArrayList<>();
    if (shuffle) {
      List<News> all = new ArrayList<>(waiting);
      Collections.shuffle(all, random);
      waiting.clear();
      waiting.addAll(all);
    }
    while (batch.size() < MOST_AT_ONCE && !waiting.isEmpty()) {
      batch.add(waiting.pollFirst());
    }
    JsonArray entries = new JsonArray();
    batch.forEach(news -> entries.add(new JsonObject().put("id", "WABA").put("changes", new JsonArray().add(
        new JsonObject().put("field", news.field).put("value", news.value.copy().put("messaging_product", "whatsapp")
            .put("metadata", new JsonObject().put("display_phone_number", "911100000000")
                .put("phone_number_id", WhatsAppSimulator.PHONE_NUMBER_ID)))))));
    // Meta signs what it sends, and it sends slashes escaped
    byte[] body = new JsonObject().put("object", "whatsapp_business_account").put("entry", entries).encode()
        .replace("/", "\\/").getBytes(StandardCharsets.UTF_8);
    underWay = true;
    client.request(new RequestOptions().setMethod(HttpMethod.POST).setAbsoluteURI(url).setTimeout(5_000))
        .compose(request -> request.putHeader("content-type", "application/json")
            .putHeader("x-hub-signature-256", "sha256=" + sign(body)).send(Buffer.buffer(body)))
        .onComplete(answer -> {
          underWay = false;
          if (answer.succeeded() && answer.result().statusCode() == 200) {
            told += batch.size();
          } else if (url != null) {
            batch.stream().limit(Math.max(0, MOST_WAITING - waiting.size())).forEach(waiting::addLast);
          }
        });
  }

  private String sign(byte[] body) {
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(new SecretKeySpec((badSignature ? "another" : secret).getBytes(StandardCharsets.UTF_8), HMAC));
      return HexFormat.of().formatHex(mac.doFinal(body));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
