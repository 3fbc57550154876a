package com.mas.domain.learning.credential;

import static com.mas.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.mas.process.Api;
import com.mas.process.Api.Reply;
import com.mas.process.SharedServer;
import com.mas.process.SharedServer.Person;
import com.mas.testkit.Browser;
import com.mas.testkit.Verifiers;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;

/** Checks credentials as their issuer, their holder and a stranger meet them. */
class CredentialProcessIT {
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private static String issuer(Api api) throws IOException {
    Reply made = api.post("/api/admin/credential-issuers", api.admin(), Map.of("slug",
        "p" + UUID.randomUUID().toString().substring(0, 8), "name", "Sandbox Campus", "url", "https://campus.example"));
    assertEquals(201, made.status(), made::text);
    return made.data().path("id").asText();
  }

  private static Reply issue(Api api, String issuer, String title, String email) throws IOException {
    Reply made = api.post("/api/admin/credentials", api.admin(), Map.of("issuerId", issuer, "title", title,
        "description", "Joins, windows and the art of asking: ₹ 5,000 worth of questions.", "recipientName",
        "Asha Kulkarni", "recipientEmail", email, "hours", 40, "completedOn", "2026-01-05"));
    assertEquals(201, made.status(), made::text);
    return made;
  }

  private static HttpResponse<byte[]> bytes(Api api, String path, String token) throws Exception {
    HttpRequest.Builder ask = HttpRequest.newBuilder(URI.create(api.base() + path));
    return HTTP.send(token == null ? ask.build() : ask.header("Authorization", "Bearer " + token).build(),
        BodyHandlers.ofByteArray());
  }

  private static HttpResponse<String> drop(Api api, byte[] file) throws Exception {
    return HTTP.send(HttpRequest.newBuilder(URI.create(api.base() + "/api/credentials/verify-file"))
        .header("Content-Type", "application/pdf").POST(BodyPublishers.ofByteArray(file)).build(),
        BodyHandlers.ofString());
  }

  @Test
  void itIsClaimedBySigningUpAndStillValid() throws Exception {
    Api api = SharedServer.get().api();
    String email = "later-" + UUID.randomUUID() + "@learner.example";
    Reply made = issue(api, issuer(api), "Issued before the account", email);
    String id = made.data().path("id").asText();
    assertEquals("unclaimed", made.data().path("state").asText());
    Reply account = api.post("/api/admin/users", api.admin(), Map.of("email", email, "fullName", "Asha Kulkarni",
        "role", "USER"));
    assertEquals(201, account.status(), account::text);
    eventually("it is claimed", Duration.ofSeconds(30), () -> "claimed".equals(
        api.get("/api/admin/credentials/" + id, api.admin()).data().path("state").asText()));
    assertTrue(api.get("/api/credentials/public/" + id, null).data().path("valid").asBoolean());
  }

  @Test
  void theHolderTakesItElsewhereAndAStrangerChecksTheFile(@TempDir Path folder) throws Exception {
    Api api = SharedServer.get().api();
    Person asha = SharedServer.get().newPerson("Asha Kulkarni", "USER");
    String token = api.login(asha.email(), SharedServer.PASSWORD);
    String id = issue(api, issuer(api), "SQL for Analysts", asha.email()).data().path("id").asText();

    HttpResponse<byte[]> badge = bytes(api, "/api/student/me/credentials/" + id + "/badge", token);
    assertEquals("application/vc+ld+json", badge.headers().firstValue("content-type").orElseThrow());
    JsonNode document = com.mas.bus.Json.MAPPER.readTree(badge.body());
    String list = document.at("/credentialStatus/statusListCredential").asText();
    JsonNode status = com.mas.bus.Json.MAPPER.readTree(bytes(api, URI.create(list).getPath(), null).body());
    Verifiers.Verdict verdict = Verifiers.ask(folder, Map.of(list, status), List.of(document)).getFirst();
    assertTrue(verdict.isAcceptedByAll(), verdict::toString);

    HttpResponse<byte[]> file = bytes(api, "/api/student/me/credentials/" + id + "/certificate", token);
    assertEquals("application/pdf", file.headers().firstValue("content-type").orElseThrow());
    assertEquals("%PDF-", new String(file.body(), 0, 5, StandardCharsets.US_ASCII));
    assertTrue(drop(api, file.body()).body().contains("\"valid\":true"));
    byte[] changed = file.body().clone();
    changed[changed.length / 2] ^= 1;
    assertTrue(drop(api, changed).body().contains("\"valid\":false"));
    assertEquals(413, drop(api, new byte[11 << 20]).statusCode());
    assertEquals(404, drop(api, "%PDF-1.4 of somebody".getBytes(StandardCharsets.US_ASCII)).statusCode());

    assertEquals(404, bytes(api, "/api/credentials/public/" + id + "/certificate", null).statusCode());
    assertEquals(200, api.ask("PATCH", "/api/student/me/credentials/" + id, token, "{\"showsName\":true}").status());
    assertArrayEquals(file.body(), bytes(api, "/api/credentials/public/" + id + "/certificate", null).body());

    Reply wallet = api.get("/ims/ob/v3p0/credentials", token);
    assertEquals(document, wallet.json().at("/credential/0"));
  }

  @Test
  void unknownAndMalformedNumbersAreAnsweredAlike() throws Exception {
    Api api = SharedServer.get().api();
    String unknown = api.get("/api/credentials/public/" + UUID.randomUUID(), null).json().path("message").asText();
    for (String id : List.of("x", "%2e%2e", "0".repeat(36), "a%20b", "' OR 1=1".replace(" ", "%20"))) {
      Reply reply = api.get("/api/credentials/public/" + id, null);
      assertEquals(404, reply.status(), reply::text);
      assertEquals(unknown, reply.json().path("message").asText());
    }
  }

  @Test
  void thePageOfChecksIsForEverybody(@TempDir Path folder) throws Exception {
    Api api = SharedServer.get().api();
    Person asha = SharedServer.get().newPerson("Asha Kulkarni", "USER");
    String issuer = issuer(api);
    String id = issue(api, issuer, "SQL for Analysts", asha.email()).data().path("id").asText();
    Path pdf = folder.resolve("certificate.pdf");
    Files.write(pdf, bytes(api, "/api/student/me/credentials/" + id + "/certificate",
        api.login(asha.email(), SharedServer.PASSWORD)).body());
    try (Browser browser = Browser.desktop()) {
      browser.open(api.base() + "/verify/" + id);
      browser.see(".verdict.good", "This certificate is genuine.");
      browser.see(".certificate .who", "A. K.");
      assertEquals(9, browser.all(".checks li").size());
      assertFalse(browser.see("body").getText().contains("learner.example"));
      browser.screenshot("verify");
      browser.assertUsable();
      browser.assertAccessible();
      browser.driver().findElement(By.id("file")).sendKeys(pdf.toString());
      browser.see(".checks li", "Signature");
      browser.see(".verdict.good");

      assertEquals(200, api.post("/api/admin/credentials/" + id + "/revoke", api.admin(),
          Map.of("reason", "It was given by mistake")).status());
      browser.open(api.base() + "/verify/" + id);
      browser.see(".verdict.bad", "This certificate was revoked.");
      browser.see(".verdict.bad", "It was given by mistake");
      browser.screenshot("verify-revoked");
      browser.assertAccessible();
      browser.open(api.base() + "/verify/no-such-number");
      browser.see(".verdict.bad", "Nothing was found.");
      browser.assertNoErrors("404");
    }
    try (Browser phone = Browser.phone()) {
      phone.open(api.base() + "/verify/" + id);
      phone.see(".verdict");
      phone.screenshot("verify-phone");
      phone.assertUsable();
      phone.assertAccessible();
      phone.open(api.base() + "/verify/");
      phone.see(".note");
      phone.assertUsable();
      phone.assertAccessible();
    }
  }

  @Test
  void administratorsIssueAndHoldersSeeThem() throws Exception {
    Api api = SharedServer.get().api();
    Person asha = SharedServer.get().newPerson("Asha Kulkarni", "USER");
    String id = issue(api, issuer(api), "Seen at the console", asha.email()).data().path("id").asText();
    try (Browser browser = Browser.desktop()) {
      browser.openAs(api.base() + "/console/credentials?search=Seen%20at", Api.ADMIN, Api.PASSWORD);
      browser.click("table .rowlink", "Seen at the console");
      browser.see("dialog", "Asha Kulkarni");
      browser.screenshot("credentials");
      browser.go("/console/credentials/issuers");
      browser.see("table", "Sandbox Campus");
      browser.go("/console/credentials/log");
      browser.see("h1", "Log");
      browser.assertNoErrors();
    }
    try (Browser browser = Browser.desktop()) {
      browser.openAs(api.base() + "/console/certificates", asha.email(), SharedServer.PASSWORD);
      browser.see("article h2", "Seen at the console");
      browser.click("article button", "Show my name to everybody");
      browser.see("article button", "Hide my name");
      browser.screenshot("certificates");
      browser.assertUsable();
      browser.assertAccessible();
      browser.assertNoErrors();
    }
    assertEquals("Asha Kulkarni", api.get("/api/credentials/public/" + id, null).data().path("recipient").asText());
  }

  @Test
  void administratorsSeeOutsideIssuersAndSyncThem() throws Exception {
    Api api = SharedServer.get().api();
    try (Browser browser = Browser.desktop()) {
      browser.openAs(api.base() + "/console/credentials/outside", Api.ADMIN, Api.PASSWORD);
      browser.see("article h2", "Udemy");
      browser.click("section .btn", "Stop the scheduler");
      browser.see("section .badge", "Stopped");
      browser.click("section .btn", "Start the scheduler");
      browser.see("section .badge", "Running");
      eventually("it is synced", Duration.ofMinutes(1), () -> {
        Reply begun = api.post("/admin/external-sync/trigger", api.admin(), Map.of("provider_id", "udemy"));
        return begun.status() == 202 || "completed".equals(state(api, "udemy"));
      });
      eventually("it is completed", Duration.ofMinutes(1), () -> "completed".equals(state(api, "udemy")));
      browser.see("article .badge", "Up to date");
      browser.see("table", "Udemy");
      browser.assertUsable();
      browser.screenshot("outside-issuers");
      browser.click("table .btn", "Details");
      browser.see("dialog h2", "What was not kept");
      browser.screenshot("outside-issuers-sync");
      browser.go("/console/sources");
      browser.see("section h2", "NSDC");
      browser.screenshot("sources-with-issuers");
      browser.assertUsable();
      browser.assertNoErrors();
    }
    Reply status = api.get("/admin/external-sync/status", api.admin());
    assertEquals(200, status.status(), status::text);
    assertTrue(status.data().at("/providers/1/sync_state/credentials_synced").asInt() >= 30, status::text);
    assertEquals(1, status.data().at("/scheduler/interval_hours").asInt());
  }

  private static String state(Api api, String provider) throws IOException {
    for (JsonNode each : api.get("/admin/external-sync/status", api.admin()).data().path("providers")) {
      if (each.path("id").asText().equals(provider)) {
        return each.at("/sync_state/status").asText();
      }
    }
    return "";
  }
}
