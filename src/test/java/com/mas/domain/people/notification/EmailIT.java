package com.mas.domain.people.notification;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetup;
import com.mas.bus.Failure;
import com.mas.bus.FailureException;
import com.mas.domain.people.notification.AppointmentContract.Invitation;
import com.mas.domain.people.notification.NotificationContract.Delivered;
import com.mas.domain.people.notification.NotificationContract.DeliveryState;
import com.mas.domain.people.notification.NotificationContract.SendEmail;
import com.mas.testkit.House;
import com.mas.testkit.Sandbox;
import com.mas.testkit.TestDatabase;
import com.mas.testkit.TurnableClock;
import io.vertx.core.Future;
import jakarta.mail.BodyPart;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.internet.MimeUtility;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class EmailIT {
  @AutoClose static final TestDatabase database = TestDatabase.create();

  private final GreenMail server = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
  private final TurnableClock clock = TurnableClock.at("2026-03-01T09:00:00+05:30");
  private final Fixtures node = new Fixtures(database, clock);
  private final Map<String, String> data =
      Map.of("name", "Asha <b>Rao</b>", "code", "123456", "minutes", "10");
  private final SendEmail mail = new SendEmail("asha@x.example", "login_code", data, "otp:1");

  @AfterEach
  void close() {
    node.close();
    server.stop();
  }

  @Test
  void aMailHasTextAndHtmlAndMarkupInItIsText() throws Exception {
    greenMail();
    assertEquals(DeliveryState.SENT, send(mail).state());
    MimeMessage received = server.getReceivedMessages()[0];
    assertEquals("Your code to sign in", received.getSubject());
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
  void anInvitationIsOneFormOfTheMailAndAFileToo() throws Exception {
    greenMail();
    String text = "BEGIN:VCALENDAR\r\nSUMMARY:नमस्ते 😀\r\nEND:VCALENDAR\r\n";
    send(new SendEmail("asha@x.example", "notice", Map.of("title", "Booked", "text", "नमस्ते < you", "name", "Asha"),
        "invited", null, null, new Invitation(true, text), null));
    MimeMessage received = server.getReceivedMessages()[0];
    assertEquals("Booked", received.getSubject());
    MimeMultipart all = (MimeMultipart) received.getContent();
    assertTrue(received.getContentType().startsWith("multipart/mixed"));
    assertEquals(2, all.getCount());
    assertTrue(all.getBodyPart(0).getContentType().startsWith("multipart/alternative"));
    MimeMultipart forms = (MimeMultipart) all.getBodyPart(0).getContent();
    assertEquals(List.of("text/plain; charset=utf-8", "text/html; charset=utf-8",
        "text/calendar; charset=utf-8; method=CANCEL"),
        List.of(forms.getBodyPart(0).getContentType(),
            forms.getBodyPart(1).getContentType(), forms.getBodyPart(2).getContentType()));
    assertTrue(forms.getBodyPart(0).getContent().toString().contains("नमस्ते < you"));
    assertTrue(forms.getBodyPart(1).getContent().toString().contains("नमस्ते &lt; you"));
    assertEquals(text, bytes(forms.getBodyPart(2)));
    assertEquals("invite.ics", all.getBodyPart(1).getFileName());
    assertEquals(text, bytes(all.getBodyPart(1)));
  }

  private static String bytes(BodyPart part) throws Exception {
    return new String(part.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
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
    Sandbox sandbox = new Sandbox(node.vertx, clock);
    String[][] senders = {
        {"My School <no-reply@school.example>", "My School <no-reply@school.example>", "My School"},
        {"\"School, My\" <no-reply@school.example>", "\"School, My\" <no-reply@school.example>", "School, My"},
        {"स्कूल \ud83d\ude00 <no-reply@school.example>", null, "स्कूल \ud83d\ude00"},
        {"no-reply@School.example", "no-reply@School.example", null}};
    for (String[] sender : senders) {
      sandbox.reset("mail");
      String id = node.deploy(Fixtures.config(Fixtures.mail(sandbox, sender[0])));
      assertEquals(DeliveryState.SENT,
          send(new SendEmail("asha@x.example", "login_code", data, "from " + sender[0])).state());
      String said = sandbox.ask("mail", "GET", "requests", null).getJsonArray("recent").encode();
      assertTrue(said.contains("EHLO school.example"), said);
      assertTrue(said.matches("(?i).*MAIL FROM:<no-reply@school.example>.*"), said);
      Matcher from = Pattern.compile("(?m)^From: (.*(?:\r\n .*)*)").matcher(sandbox.ask("mail", "GET", "messages", null)
          .getJsonArray("messages").getJsonObject(0).getString("raw"));
      assertTrue(from.find());
      InternetAddress shown = InternetAddress.parseHeader(from.group(1), true)[0];
      assertEquals(sender[2], shown.getPersonal());
      if (sender[1] != null) {
        assertEquals(sender[1], from.group(1));
      }
      House.await(node.vertx.undeploy(id));
    }
  }

  @Test
  void whatIsFilledInIsNotKept() throws Exception {
    greenMail();
    send(mail);
    assertFalse(logged("d").contains("123456"));
    assertFalse(mail.toString().contains("123456"));
  }

  @Test
  void oneKeyIsOneMailHoweverOftenItIsAsked() {
    greenMail();
    List<Future<Delivered>> asked = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      asked.add(node.bus.send(node.product(), NotificationContract.SEND_EMAIL, mail));
    }
    House.await(Future.join(asked).otherwiseEmpty());
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
    assertEquals(Failure.INVALID, refusal(
        new SendEmail("asha@x.example", "login_code", Map.of("name", "Asha"), "k"))
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
    sandboxed("status status=550 path=rcpt");
    FailureException refused = refusal(mail);
    assertEquals(Failure.UNPROCESSABLE, refused.failure());
    assertFalse(refused.failure().retryable());
    assertEquals("rejected", logged("state"));
  }

  @Test
  void whatWasLostOnTheWayIsUnknownAndNeverSentAgain() throws Exception {
    sandboxed("lose path=end");
    assertEquals(DeliveryState.UNKNOWN, send(mail).state());
    assertEquals("unknown", logged("state"));
    assertEquals(DeliveryState.UNKNOWN, send(mail).state());
    assertEquals("1", logged("attempts"));
  }

  @Test
  void aProcessThatDiedWhileSendingLeavesItUnknown() throws Exception {
    greenMail();
    node.execute("INSERT INTO notification.deliveries (id, tenant, key, channel, category, critical, person, "
        + "recipient, template, state, attempts, created_at, updated_at) VALUES (gen_random_uuid(), '" + node.tenant
        + "', 'otp:1', 'email', 'account', true, 'x', 'asha@x.example', 'login_code', 'sending', 1, '"
        + clock.instant() + "', '" + clock.instant() + "')");
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

  private void sandboxed(String fault) {
    Sandbox sandbox = new Sandbox(node.vertx, clock);
    sandbox.fault("mail", fault);
    node.deploy(Fixtures.config(sandbox));
  }

  private void deploy(String host, int port) {
    node.deploy(Fixtures.config(host, port));
  }

  private Delivered send(SendEmail mail) {
    return node.ask(node.product(), NotificationContract.SEND_EMAIL, mail);
  }

  private FailureException refusal(SendEmail mail) {
    return node.refusal(node.product(), NotificationContract.SEND_EMAIL, mail);
  }

  /** Returns a column of what is kept about the only mail; {@code d} for all of them. */
  private String logged(String column) {
    return node.text("SELECT (" + column + ")::text FROM notification.deliveries d WHERE tenant = '" + node.tenant
        + "'");
  }
}
