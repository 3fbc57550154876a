package com.mas.process.contract;

import static com.mas.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.mas.bus.Json;
import com.mas.process.Api;
import com.mas.process.Api.Reply;
import com.mas.process.SharedServer;
import com.mas.process.Sql;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Phone numbers all the way: over HTTP in, by the sandbox's Meta out, and back by its signed webhook. */
class PhoneProcessIT {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final String CONFIG = UUID.randomUUID().toString();

  private Api api;
  private Api sandbox;
  private String admin;

  @Test
  void aForeignNumberIsNobodyElsesFromTheFirstLetterToTheLast() throws Exception {
    SharedServer server = SharedServer.get();
    try (Sql sql = server.sql()) {
      api = server.api();
      sandbox = server.sandbox("whatsapp");
      sandbox.ask("DELETE", "/messages", null, null);
      admin = api.admin();
      optOutsAreOfTheNumberThatIsNamed();
      aReminderGoesToTheForeigner(sql);
      aForeignersStopIsTheForeigners();
      otherWaysToSayStop();
      aPhoneIsKeptAsItIsDialled();
      namesThatShowNothingAreNone();
    }
  }

  private void optOutsAreOfTheNumberThatIsNamed() throws IOException {
    Map<String, String> numbers = Map.of("+65 9123 4567", "6591234567", "+45 20 12 34 56", "4520123456",
        "+354 555 1234", "3545551234", "0065 91234567", "6591234567", "98200 12345", "919820012345",
        "\uff0b\u0966\u202a", "", "call me", "", "+99 9900000001", "");
    for (Map.Entry<String, String> number : numbers.entrySet()) {
      Reply reply = api.get(optOuts(number.getKey()), admin);
      assertEquals(number.getValue().isEmpty() ? 400 : 200, reply.status(), number.getKey() + reply.text());
      assertEquals(number.getValue(), reply.data().path("phone").asText());
    }
  }

  private void aReminderGoesToTheForeigner(Sql sql) throws IOException {
    sql.change("""
        INSERT INTO mrlearn.sync_configs (id, tenant, graphy_course_id, course_title, interval_hours, enabled,
          include_detailed_reports, created_at, updated_at)
        VALUES ('%s', 'my-analytics-school', 'reminded', 'Reminded', 24, true, true, now(), now())
        """.formatted(CONFIG));
    sql.change("""
        INSERT INTO mrlearn.learners (id, tenant, graphy_course_id, graphy_user_id, name, mobile, progress_percent,
          total_time_seconds, is_completed, created_at, updated_at)
        SELECT gen_random_uuid(), 'my-analytics-school', 'reminded', 'user-' || n, 'Learner ' || n, m, 10, 0, false,
          now(), now()
        FROM unnest(ARRAY['+65 9123 4567', '+91 65912 34567', '12345', '4520123456', '098200 12345'])
          WITH ORDINALITY AS t (m, n)""");
    Reply preview = api.get("/api/graphy/sync/configs/" + CONFIG + "/reminders/preview?verdict=phone_unclear", admin);
    assertEquals("4520123456", preview.data().path("learners").path(0).path("phone").asText(), preview::text);
    assertEquals(Map.of("sent", 3, "skipped", 2), remind());
    assertEquals(List.of("6591234567", "916591234567", "919820012345"), recipients());
  }

  private void aForeignersStopIsTheForeigners() throws IOException {
    assertEquals(200, sandbox.post("/inbound", null, Map.of("from", "6591234567", "text", "stop please \ud83d\ude4f"))
        .status());
    eventually("the foreigner is out", PATIENCE, () -> isOut("+65 9123 4567"));
    assertEquals(false, isOut("+91 65912 34567"));
  }

  private void otherWaysToSayStop() throws IOException {
    sandbox.post("/preference", null, Map.of("from", "919822000001", "value", "stop"));
    sandbox.post("/inbound", null, Map.of("from", "919822000002", "type", "list_reply", "text", "STOP"));
    sandbox.post("/inbound", null, Map.of("from", "919822000003", "type", "button", "text", "STOP"));
    sandbox.post("/inbound", null, Map.of("from", "919822000004", "text", "\u092c\u0902\u0926 \u0915\u0930\u094b"));
    for (int i = 1; i <= 4; i++) {
      String phone = "+91 98220 0000" + i;
      eventually(phone + " is out", PATIENCE, () -> isOut(phone));
    }
  }

  private void aPhoneIsKeptAsItIsDialled() throws IOException {
    Reply made = signUp("Asha", "+65 9123 4567");
    assertEquals("+6591234567", made.data().path("phone").asText(), made::text);
    assertEquals("+919820012345", signUp("Asha", "0\u00a098200-12345").data().path("phone").asText());
    Reply refused = signUp("Asha", "12345");
    assertEquals(400, refused.status(), refused::text);
    assertEquals("/phone", refused.json().path("errors").path(0).path("path").asText());
    Reply unclear = signUp("Asha", "6591234567");
    assertEquals(400, unclear.status(), unclear::text);
    assertTrue(unclear.text().contains("write it with its country's code"), unclear::text);
  }

  private void namesThatShowNothingAreNone() throws IOException {
    for (String name : List.of("\u00a0\u00a0", "\u200b", "\u3164", "\u0301", "\u202e\u202c")) {
      Reply refused = signUp(name, null);
      assertEquals(400, refused.status(), refused::text);
      assertEquals("/fullName", refused.json().path("errors").path(0).path("path").asText());
      Reply batch = api.post("/api/admin/batches", admin, Map.of("code", "B-1", "name", name, "startsOn",
          "2026-01-01"));
      assertEquals(400, batch.status(), batch::text);
    }
    assertEquals(201, signUp("\ud83d\ude00".repeat(61), null).status());
    assertEquals(400, signUp("\ud83d\ude00".repeat(121), null).status());
  }

  private Reply signUp(String name, String phone) throws IOException {
    Map<String, Object> body = new HashMap<>(Map.of("email", UUID.randomUUID() + "@learner.example", "password",
        "learner-password-1", "fullName", name));
    if (phone != null) {
      body.put("phone", phone);
    }
    return api.post("/api/auth/signup", null, body);
  }

  private Map<String, Integer> remind() throws IOException {
    Reply sent = api.post("/api/graphy/sync/configs/" + CONFIG + "/reminders/send", admin, Map.of("scope", "all"));
    assertEquals(202, sent.status(), sent::text);
    String run = "/api/graphy/sync/reminders/runs/" + sent.data().path("runId").asText();
    eventually("the run is over", PATIENCE,
        () -> !api.get(run, admin).data().path("status").asText().equals("running"));
    JsonNode over = api.get(run, admin).data();
    return Map.of("sent", over.path("sent").asInt(), "skipped", over.path("skipped").asInt());
  }

  private List<String> recipients() throws IOException {
    List<String> recipients = new ArrayList<>();
    Json.read(sandbox.get("/messages", null).text(), JsonNode.class).path("messages")
        .forEach(message -> recipients.add(message.path("to").asText()));
    return recipients.stream().sorted().toList();
  }

  private boolean isOut(String phone) throws IOException {
    return api.get(optOuts(phone), admin).data().path("optedOut").asBoolean();
  }

  private static String optOuts(String phone) {
    return "/api/admin/notifications/opt-outs?phone=" + URLEncoder.encode(phone, StandardCharsets.UTF_8);
  }
}
