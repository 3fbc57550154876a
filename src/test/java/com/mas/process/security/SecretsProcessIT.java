package com.mas.process.security;

import static com.mas.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.mas.process.Api;
import com.mas.process.Api.Reply;
import com.mas.process.ServerProcess;
import com.mas.testkit.TestDatabase;
import com.mas.testkit.TestServers;
import com.mas.testkit.TestTokens;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A server that logs all there is, as every library does at TRACE, and people who use what must not be seen: none of it
 * is in the log, in an error's answer, in the metrics, in what administrators see of jobs, or readable in the database.
 */
class SecretsProcessIT {
  private static final Duration ASIDE = Duration.ofSeconds(60);
  private static final Pattern CODE = Pattern.compile("(?m)^\\s+(\\d{6})\\s*$");
  private static final Pattern MAILS = Pattern.compile("Mail sent\\s+(http://\\S+)/mail\\S*");
  private static final String LEARNER = "asha.kulkarni@learner.example";
  /** Settings that are secret; each has a value that is nowhere else. */
  private static final Map<String, String> SETTINGS = Map.of(
      "JWT_SECRET", TestTokens.SECRET,
      "CREDENTIALS_KEY", "marker-of-the-key-of-credentials-0001",
      "SUPER_ADMIN_PASSWORD", "marker-of-the-super-admin-0002",
      "METRICS_TOKEN", "marker-of-the-metrics-0003",
      "GROQ_API_KEY", "marker-of-the-language-model-0004",
      "AISENSY_API_KEY", "marker-of-the-fall-back-0005",
      "WHATSAPP_APP_SECRET", "marker-of-the-signature-0006",
      "WHATSAPP_VERIFY_TOKEN", "marker-of-the-challenge-0007",
      "TURN_SECRET", "marker-of-the-relay-0008");

  @TempDir private Path data;
  /** Secrets that must not be seen, by what they are. */
  private final Map<String, String> secrets = new LinkedHashMap<>(SETTINGS);
  private final List<String> refusals = new ArrayList<>();
  private Api api;

  @Test
  void whatIsSecretIsSeenNowhere() throws Exception {
    Path everything = data.resolve("everything.xml");
    Files.writeString(everything, """
        <configuration>
          <appender name="out" class="ch.qos.logback.core.ConsoleAppender">
            <encoder class="com.mas.log.RedactingEncoder"><format>text</format></encoder>
          </appender>
          <root level="TRACE"><appender-ref ref="out"/></root>
        </configuration>
        """);
    Map<String, String> settings = new HashMap<>(SETTINGS);
    try (TestDatabase database = TestDatabase.create()) {
      settings.putAll(Map.of("DATABASE_URL", database.url(), "REDIS_URL", TestServers.redis().url(), "SANDBOX", "true",
          "TURN_URLS", "turn:turn.example:3478", "JAVA_TOOL_OPTIONS",
          "-Dlogback.configurationFile=" + everything));
      try (ServerProcess server = ServerProcess.start(data, settings)) {
        api = server.api();
        String admin = api.login(Api.ADMIN, SETTINGS.get("SUPER_ADMIN_PASSWORD"));
        secrets.put("the admin's token", admin);
        signIn(server);
        String learner = wordsAreChanged(server);
        provider(admin);
        terminal(learner);
        failures(learner);
        String jobs = jobs(admin);
        String metrics = api.ask("GET", "/metrics", SETTINGS.get("METRICS_TOKEN"), null).text();
        assertTrue(metrics.contains("http_"), "these are metrics");
        String log = String.join("\n", server.out.lines()) + String.join("\n", server.errors.lines());
        assertTrue(server.out.lines().size() < 20_000, "none of it is lost");
        assertTrue(log.contains(" TRACE ") || log.contains(" DEBUG "), "everything is logged");
        Map<String, String> places = new LinkedHashMap<>(Map.of("the log", log, "the metrics", metrics, "jobs", jobs,
            "refusals", String.join("\n", refusals)));
        places.putAll(tables(database));
        assertEquals(List.of(), found(places));
      }
    }
  }

  private List<String> found(Map<String, String> places) {
    List<String> found = new ArrayList<>();
    places.forEach((place, text) -> secrets.forEach((what, secret) -> {
      int at = text.indexOf(secret);
      if (at >= 0) {
        found.add(what + " in " + place + ": …" + text.substring(Math.max(0, at - 150), at) + "…");
      }
    }));
    return found;
  }

  private Reply ask(int status, String path, String token, Object body, String... headers) throws IOException {
    Reply reply = api.ask("POST", path, token, com.mas.bus.Json.write(body), headers);
    assertEquals(status, reply.status(), () -> path + ": " + reply.text());
    if (status >= 400) {
      refusals.add(reply.text());
    }
    return reply;
  }

  private void signIn(ServerProcess server) throws IOException {
    secrets.put("a wrong password", "marker-of-a-wrong-password-0010");
    ask(401, "/api/auth/login", null, Map.of("email", LEARNER, "password", secrets.get("a wrong password")));
    Reply session = ask(200, "/api/auth/login", null, Map.of("email", LEARNER, "password", "learner-password-1"));
    keep("first", session);
    Reply next = ask(200, "/api/auth/refresh", null, Map.of("refreshToken", secrets.get("the first refresh token")));
    keep("second", next);
    ask(202, "/api/auth/otp/request", null, Map.of("email", LEARNER, "purpose", "login"));
    String code = mailed(server, 1);
    ask(401, "/api/auth/otp/verify", null, Map.of("email", LEARNER, "purpose", "login", "code", "000000"));
    keep("third", ask(200, "/api/auth/otp/verify", null, Map.of("email", LEARNER, "purpose", "login", "code", code)));
  }

  private String wordsAreChanged(ServerProcess server) throws IOException {
    ask(202, "/api/auth/password/forgot", null, Map.of("email", LEARNER));
    String code = mailed(server, 2);
    secrets.put("a reset password", "marker-of-a-reset-password-0011");
    ask(200, "/api/auth/password/reset", null, Map.of("email", LEARNER, "code", code, "newPassword",
        secrets.get("a reset password")));
    keep("fourth", ask(200, "/api/auth/login", null, Map.of("email", LEARNER, "password",
        secrets.get("a reset password"))));
    secrets.put("a changed password", "marker-of-a-changed-password-0012");
    keep("fifth", ask(200, "/api/auth/password/change", secrets.get("the fourth access token"),
        Map.of("currentPassword", secrets.get("a reset password"), "newPassword", secrets.get("a changed password")),
        "Idempotency-Key", "change-1"));
    return secrets.get("the fifth access token");
  }

  private void keep(String which, Reply session) {
    secrets.put("the " + which + " access token", session.data().path("accessToken").asText());
    secrets.put("the " + which + " refresh token", session.data().path("refreshToken").asText());
  }

  /** The newest code, when there are so many. Six digits may be anywhere, so it is not looked for. */
  private String mailed(ServerProcess server, int mails) throws IOException {
    Api sandbox = new Api(server.out.find(MAILS).orElseThrow());
    eventually("the mail has come", ASIDE, () -> codes(sandbox).size() >= mails);
    return codes(sandbox).getFirst();
  }

  private static List<String> codes(Api sandbox) throws IOException {
    List<String> codes = new ArrayList<>();
    for (JsonNode mail : sandbox.get("/mail/sandbox/messages?to=" + LEARNER, null).json().path("messages")) {
      Matcher code = CODE.matcher(mail.path("text").asText());
      if (code.find()) {
        codes.add(code.group(1));
      }
    }
    return codes;
  }

  private void provider(String admin) throws IOException {
    secrets.put("the provider's wrong password", "marker-of-a-providers-password-0013");
    Reply refused = api.post("/api/graphy/auth/login", admin, Map.of("email", "admin@mrlearn.example", "password",
        secrets.get("the provider's wrong password")));
    assertTrue(refused.status() >= 400, refused::text);
    refusals.add(refused.text());
    secrets.put("the provider's password", "sandbox-password");
    ask(200, "/api/graphy/auth/login", admin, Map.of("email", "admin@mrlearn.example", "password", "sandbox-password"));
    api.get("/api/graphy/courses", admin);
  }

  private void terminal(String learner) throws IOException {
    Reply made = ask(201, "/api/terminal-sessions", learner, Map.of("title", "A shell"), "Idempotency-Key", "shell-1");
    secrets.put("the host's token", made.data().path("hostToken").asText());
    made.data().path("links").forEach(link -> secrets.put("a link of mode " + link.path("mode").asText(),
        link.path("token").asText(link.path("url").asText())));
    assertTrue(secrets.get("the host's token").length() > 20, made::text);
    Reply link = ask(201, "/api/terminal-sessions/" + made.data().path("id").asText() + "/links", learner,
        Map.of("mode", "write"), "Idempotency-Key", "link-1");
    secrets.put("a further link", link.data().path("token").asText());
    assertTrue(secrets.get("a further link").length() > 20, link::text);
  }

  private void failures(String learner) throws IOException {
    refusals.add(api.ask("POST", "/api/auth/login", null, "{\"password\": \"marker-of-a-wrong-password-0010").text());
    refusals.add(api.post("/api/auth/login", null, Map.of("password", secrets.get("a wrong password"))).text());
    refusals.add(api.get("/api/admin/jobs", learner).text());
    refusals.add(api.get("/api/auth/me?token=" + learner, learner + "x").text());
    refusals.add(api.ask("POST", "/api/webhooks/whatsapp", null, "{}", "X-Hub-Signature-256",
        "sha256=" + SETTINGS.get("WHATSAPP_APP_SECRET")).text());
    refusals.add(api.get("/api/webhooks/whatsapp?hub.mode=subscribe&hub.challenge=1&hub.verify_token=wrong", null)
        .text());
    refusals.add(api.get("/metrics", "wrong").text());
  }

  private String jobs(String admin) throws IOException {
    StringBuilder seen = new StringBuilder();
    for (JsonNode job : api.get("/api/admin/jobs?limit=100", admin).data()) {
      seen.append(job).append('\n').append(api.get("/api/admin/jobs/" + job.path("id").asText(), admin).text());
    }
    assertTrue(seen.length() > 100, "there were jobs");
    return seen.toString();
  }

  private static Map<String, String> tables(TestDatabase database) throws SQLException {
    Map<String, String> tables = new LinkedHashMap<>();
    try (Connection connection = database.connect(); Statement statement = connection.createStatement()) {
      List<String> names = new ArrayList<>();
      try (ResultSet found = statement.executeQuery("""
          SELECT format('%I.%I', schemaname, tablename) FROM pg_tables
          WHERE schemaname NOT IN ('pg_catalog', 'information_schema') ORDER BY 1""")) {
        while (found.next()) {
          names.add(found.getString(1));
        }
      }
      for (String name : names) {
        StringBuilder rows = new StringBuilder();
        try (ResultSet found = statement.executeQuery("SELECT t::text FROM " + name + " t LIMIT 20000")) {
          while (found.next()) {
            rows.append(found.getString(1)).append('\n');
          }
        }
        tables.put("the table " + name, rows.toString());
      }
    }
    assertTrue(tables.size() > 50, "there are tables");
    return tables;
  }
}
