package com.mas.sandbox.mail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.testkit.House;
import com.mas.testkit.Sandbox;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.mail.LoginOption;
import io.vertx.ext.mail.MailClient;
import io.vertx.ext.mail.MailConfig;
import io.vertx.ext.mail.MailMessage;
import java.time.Clock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MailSimulatorTest {
  private final Vertx vertx = Vertx.vertx();
  private final Sandbox sandbox = new Sandbox(vertx, Clock.systemUTC());
  private MailClient client;

  @BeforeEach
  void start() {
    client = MailClient.create(vertx, new MailConfig("127.0.0.1", sandbox.smtpPort()).setOwnHostname("test")
        .setLogin(LoginOption.REQUIRED).setUsername(MailSimulator.USER).setPassword(MailSimulator.PASSWORD));
  }

  @AfterEach
  void stop() {
    House.await(vertx.close());
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
    sandbox.ask("mail", "DELETE", "messages", null);
    assertEquals(0, shown("").size());
  }

  @Test
  void mailsAreCountedByReceiver() {
    send("asha@x.example", "one", "1");
    send("rohan@x.example", "two", "2");
    send("Asha@x.example", "three", "3");
    JsonObject counts = sandbox.ask("mail", "GET", "counts", null);
    counts.remove("connections");
    assertEquals(new JsonObject().put("received", 3).put("recipients", 2).put("mostPerRecipient", 2), counts);
    assertEquals(2, sandbox.ask("mail", "GET", "counts?to=asha", null).getInteger("received"));
  }

  private void send(String to, String subject, String text) {
    House.await(client.sendMail(new MailMessage("from@x.example", to, subject, text).setHtml("<p>html</p>")));
  }

  private JsonArray shown(String query) {
    return sandbox.ask("mail", "GET", "messages" + query, null).getJsonArray("messages");
  }
}
