package com.mas.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.mail.MailClient;
import io.vertx.ext.mail.MailConfig;
import io.vertx.ext.mail.MailMessage;
import java.time.Clock;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MailSimulatorTest {
  private final Vertx vertx = Vertx.vertx();
  private final SandboxVerticle sandbox = new SandboxVerticle("127.0.0.1", 0, Clock.systemUTC());
  private MailClient client;

  @BeforeEach
  void start() {
    result(vertx.deployVerticle(sandbox));
    client = MailClient.create(vertx, new MailConfig("127.0.0.1", sandbox.mailPort()).setOwnHostname("test"));
  }

  @AfterEach
  void stop() {
    result(vertx.close());
  }

  @Test
  void aMailIsShownWithItsTextDecoded() {
    send("asha@x.example", "आपका कोड — your code", "नमस्ते, 100% = good\n.a line with a dot\n" + "long ".repeat(60));
    JsonObject mail = shown("").getJsonObject(0);
    assertEquals("from@x.example", mail.getString("from"));
    assertEquals(new JsonArray().add("asha@x.example"), mail.getJsonArray("to"));
    assertEquals("आपका कोड — your code", mail.getString("subject"));
    assertTrue(mail.getString("text").contains("नमस्ते, 100% = good"));
    assertTrue(mail.getString("text").contains("\n.a line with a dot"));
    assertTrue(mail.getString("text").contains("long long long"));
    assertTrue(mail.getString("raw").contains("text/html"));
  }

  @Test
  void mailsAreShownNewestFirstByReceiverAndForgotten() {
    send("asha@x.example", "one", "1");
    send("rohan@x.example", "two", "2");
    assertEquals("two", shown("").getJsonObject(0).getString("subject"));
    assertEquals(1, shown("?to=ASHA@x.example").size());
    result(vertx.createHttpClient().request(HttpMethod.DELETE, sandbox.port(), "127.0.0.1", "/mail/messages")
        .compose(request -> request.send()).compose(response -> response.body()));
    assertEquals(0, shown("").size());
  }

  @Test
  void mailsAreCountedByReceiver() {
    send("asha@x.example", "one", "1");
    send("rohan@x.example", "two", "2");
    send("Asha@x.example", "three", "3");
    assertEquals(new JsonObject().put("received", 3).put("recipients", 2).put("mostPerRecipient", 2),
        get("/mail/counts").toJsonObject());
  }

  private void send(String to, String subject, String text) {
    result(client.sendMail(new MailMessage("from@x.example", to, subject, text).setHtml("<p>html</p>")));
  }

  private JsonArray shown(String query) {
    return get("/mail/messages" + query).toJsonArray();
  }

  private Buffer get(String path) {
    return result(vertx.createHttpClient().request(HttpMethod.GET, sandbox.port(), "127.0.0.1", path)
        .compose(request -> request.send()).compose(response -> response.body()));
  }

  private static <T> T result(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
  }
}
