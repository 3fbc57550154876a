package com.mas.domain.learning.mentoring;

import static com.mas.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.mas.process.Api;
import com.mas.process.Api.Reply;
import com.mas.process.ServerProcess;
import com.mas.testkit.Browser;
import com.mas.testkit.TestDatabase;
import com.mas.testkit.TestServers;
import com.mas.testkit.TestTokens;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Presses the links that mails about meetings bring, over HTTP and in a browser. */
class LinkProcessIT {
  private static final String SITE = "https://learn.example";
  private static final String PASSWORD = "a-password-of-tests-1";
  private static final String TEMPORARY = "a-temporary-one-1";
  private static final Pattern SANDBOX = Pattern.compile("^\\s+Sandbox\\s+(http://[^/\\s]+)");
  private static final Pattern LINK = Pattern.compile("(Approve|Decline|Cancel[a-z ]*): (https://\\S+)");
  private static TestDatabase database;
  private static ServerProcess server;
  private static Api api;
  private static Api mail;

  private String mentor;
  private String student;
  private String mentorsAddress;
  private String studentsAddress;

  @BeforeAll
  static void start() throws IOException {
    database = TestDatabase.create();
    server = ServerProcess.start(TestServers.folder("links"), Map.of("SANDBOX", "true", "DATABASE_URL",
        database.url(), "REDIS_URL", TestServers.redis().url(), "JWT_SECRET", TestTokens.SECRET, "PUBLIC_URL", SITE));
    api = server.api();
    eventually("the greeting is there", () -> server.out.find(SANDBOX).isPresent());
    mail = new Api(server.out.find(SANDBOX).orElseThrow() + "/mail/sandbox");
  }

  @AfterAll
  static void stop() throws IOException {
    server.close();
    database.close();
  }

  private static String person(String role) throws IOException {
    String email = "links-" + UUID.randomUUID() + "@learner.example";
    Reply made = api.post("/api/admin/users", api.admin(), Map.of("email", email, "password", TEMPORARY,
        "fullName", "Asha Links", "role", role));
    assertEquals(201, made.status(), made::text);
    api.takeOver(email, TEMPORARY, PASSWORD);
    return email;
  }

  private String request(Instant at) throws IOException {
    mentorsAddress = person("EXPERT");
    studentsAddress = person("USER");
    mentor = api.login(mentorsAddress, PASSWORD);
    student = api.login(studentsAddress, PASSWORD);
    Reply manner = api.ask("PUT", "/api/mentors/me/booking-rules", mentor, "{\"onApproval\":true,\"bufferMinutes\":0}");
    assertEquals(200, manner.status(), manner::text);
    return api.post("/api/bookings", student, Map.of("slotId", slot(at), "title", "Mock interview")).data().path("id")
        .asText();
  }

  private String slot(Instant at) throws IOException {
    return api.post("/api/slots", mentor, Map.of("startsAt", at.toString(), "endsAt", at.plusSeconds(1800).toString()))
        .data().at("/slots/0/id").asText();
  }

  private JsonNode booking(String id) throws IOException {
    return api.get("/api/bookings/" + id, student).data();
  }

  /** Returns the addresses behind the links of the newest mail of that subject, by what they are for. */
  private static Map<String, String> links(String to, String subject) {
    Map<String, String> links = new LinkedHashMap<>();
    eventually("the mail is there: " + subject, Duration.ofSeconds(30), () -> {
      for (JsonNode each : mail.get("/messages?to=" + to, null).json().path("messages")) {
        Matcher found = LINK.matcher(each.path("text").asText().replaceAll("\\s+", " "));
        if (links.isEmpty() && each.path("subject").asText().startsWith(subject)) {
          while (found.find()) {
            links.put(found.group(1), found.group(2));
          }
        }
      }
      return !links.isEmpty();
    });
    return links;
  }

  private static Map<String, Object> token(String link) {
    assertTrue(link.startsWith(SITE + "/booking#token="), link);
    return Map.of("token", link.substring(link.indexOf('=') + 1));
  }

  private static Instant soon() {
    return Instant.now().plus(Duration.ofDays(3));
  }

  @Test
  void openingLinksChangesNothingAndPressingActsOnce() throws Exception {
    String id = request(soon());
    JsonNode before = booking(id);
    assertEquals("requested", before.path("state").asText());
    Map<String, String> links = links(mentorsAddress, "Requested:");
    assertEquals(List.of("Approve", "Decline"), List.copyOf(links.keySet()));
    assertEquals(List.of("Cancel the request"), List.copyOf(links(studentsAddress, "Requested:").keySet()));
    for (String link : links.values()) {
      String token = token(link).get("token").toString();
      for (String path : List.of("/booking", "/booking?token=" + token, "/booking/" + token,
          "/api/meeting-actions?token=" + token, "/api/meeting-actions/look?token=" + token)) {
        for (String method : List.of("GET", "HEAD")) {
          int status = api.ask(method, path, null, null).status();
          assertEquals(path.startsWith("/api") ? 405 : 200, status, method + " " + path);
        }
      }
      assertEquals("ready", api.post("/api/meeting-actions/look", null, token(link)).data().path("standing").asText());
    }
    assertEquals(before, booking(id));

    Reply approved = api.post("/api/meeting-actions", null, token(links.get("Approve")));
    assertEquals(200, approved.status(), approved::text);
    assertEquals("done", approved.data().path("standing").asText());
    assertEquals(approved.data(), api.post("/api/meeting-actions", null, token(links.get("Approve"))).data());
    assertEquals("booked", booking(id).path("state").asText());
    assertEquals(2, booking(id).path("version").asInt());
    Reply declined = api.post("/api/meeting-actions", null, token(links.get("Decline")));
    assertEquals(409, declined.status(), declined::text);
    assertEquals("link_outdated", declined.json().path("reason").asText());
    assertEquals("booked", booking(id).path("state").asText());

    Map<String, String> cancel = links(studentsAddress, "Booked:");
    assertEquals(List.of("Cancel the meeting"), List.copyOf(cancel.keySet()));
    assertEquals(200, api.post("/api/meeting-actions", null, token(cancel.get("Cancel the meeting"))).status());
    assertEquals("cancelled", booking(id).path("state").asText());
    eventually("both are told", Duration.ofSeconds(30), () -> mail.get("/messages?to=" + mentorsAddress, null).text()
        .contains("Cancelled: Mock interview"));
  }

  @Test
  void anOlderMailAndAMadeUpLinkDoNothing() throws Exception {
    String id = request(soon());
    Map<String, String> links = links(mentorsAddress, "Requested:");
    String next = slot(soon().plusSeconds(7200));
    assertEquals(200, api.post("/api/bookings/" + id + "/move", student, Map.of("slotId", next)).status());
    JsonNode moved = booking(id);
    for (String link : links.values()) {
      Reply reply = api.post("/api/meeting-actions", null, token(link));
      assertEquals("link_outdated", reply.json().path("reason").asText(), reply::text);
      assertTrue(reply.text().contains("changed after this e-mail was sent"), reply::text);
    }
    Reply made = api.post("/api/meeting-actions", null, Map.of("token", "v1.000000000000.AAAA"));
    assertEquals(404, made.status(), made::text);
    assertEquals(moved, booking(id));
    assertFalse(server.out.toString().contains(token(links.get("Approve")).get("token").toString()));
  }

  @Test
  void aPageSaysWhatWillHappenAndItsButtonDoesIt() throws Exception {
    String id = request(soon());
    String decline = links(mentorsAddress, "Requested:").get("Decline").replace(SITE, api.base());
    try (Browser browser = Browser.phone()) {
      browser.open(decline);
      browser.see("h1", "Mock interview");
      browser.see("#message", "You decline this meeting.");
      browser.assertUsable();
      browser.assertAccessible();
      browser.screenshot("booking-link");
      assertEquals("requested", booking(id).path("state").asText());
      browser.type("#reason", "I am away that day");
      browser.click("#act");
      browser.see("#message", "This request was declined. There is nothing left to do.");
      browser.assertAccessible();
      assertEquals("I am away that day", booking(id).path("cancelReason").asText());
      browser.open(api.base() + "/booking");
      browser.see("#message", "This address is not complete.");
      browser.assertNoErrors();
    }
    try (Browser browser = Browser.desktop()) {
      browser.open(decline);
      browser.see("#message", "This request was declined.");
      assertTrue(browser.all("#act").isEmpty());
      browser.assertUsable();
      browser.assertAccessible();
      browser.assertNoErrors();
    }
  }
}
