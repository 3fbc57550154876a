package com.mas.bench;

import static com.mas.testkit.Eventually.eventually;

import com.mas.bench.HttpLoad.Ask;
import com.mas.bus.Json;
import com.mas.bus.Principal.Role;
import com.mas.testkit.TestTokens;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;

/**
 * Measures a server alone, loaded by {@link Load}, and prints a JSON line per case: medians of {@code ROUNDS} rounds
 * of {@code SECS} seconds, {@code *_us} is CPU time per operation. Arguments: {@code progress}, {@code grant},
 * {@code sync}, {@code jobs}, {@code terminals}, {@code verify}, {@code dashboard}, {@code booking}.
 */
public final class Bench {
  private static final String SYNC = "com.mas.domain.learning.sync.SyncBench";
  private static final String JOBS = "com.mas.jobs.JobsBench";
  private static final String TERMINALS = "com.mas.bench.TerminalLoad";
  private static final long CHILD_MINUTES = 10;
  private static final int CREDENTIALS = 200;
  private static final int SLOTS = 100_000;
  /** Students who want the same slot. */
  private static final int RIVALS = 8;
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final Map<String, String> env = System.getenv();
  private final int users = number("USERS", 20_000);
  private final int rounds = number("ROUNDS", 3);
  private final int seconds = number("SECS", 8);
  private final int connections = number("CONNS", 64);

  public static void main(String[] cases) throws Exception {
    Bench bench = new Bench();
    for (String name : cases) {
      switch (name) {
        case "progress" -> bench.http(name, bench.mine("/api/student/me/progress"));
        case "dashboard" -> bench.http(name, bench.mine("/api/student/dashboard"));
        case "grant" -> bench.http(name, bench.grant());
        case "booking" -> bench.booking();
        case "verify" -> bench.http(name, bench.verify());
        case "sync" -> bench.children(name, SYNC, Map.of("WAVE", "1"), Map.of("WAVE", "2"));
        case "jobs" -> bench.children(name, JOBS, Map.of());
        case "terminals" -> bench.children(name, TERMINALS, Map.of());
        default -> throw new IllegalArgumentException(
            "no case " + name + "; there are progress, dashboard, grant, booking, verify, sync, jobs and terminals");
      }
    }
    System.exit(0);
  }

  /** Asks for what is each student's own, one student after the other. */
  private LongFunction<Ask> mine(String path) {
    String[] tokens = new String[users];
    for (int i = 0; i < users; i++) {
      tokens[i] = token(user(i + 1), "USER");
    }
    return n -> new Ask(path, tokens[(int) (n % users)], null);
  }

  /** A new source id with each request. */
  private LongFunction<Ask> grant() {
    String admin = token(user(0), "ADMIN");
    String run = Long.toString(System.currentTimeMillis(), 36);
    long[] number = {0};
    return n -> new Ask("/api/admin/students/" + user(1 + (int) (n % users)) + "/xp", admin,
        "{\"type\":\"test_taken\",\"sourceId\":\"" + run + "-" + number[0]++ + "\"}");
  }

  /** Lets so many students at a time want the same slot, each of which one of them gets; then looks for doubles. */
  private void booking() throws Exception {
    String slots =
        "SELECT id FROM mentoring.slots WHERE mentor_id IN (SELECT id FROM identity.users WHERE email LIKE 'bench-m%')";
    List<String> ids = new ArrayList<>();
    try (Connection database = Load.connect(env.get("DATABASE_URL"));
        Statement statement = database.createStatement()) {
      Load.run(env.get("DATABASE_URL"), "booking.sql", Map.of("users", String.valueOf(users), "slots",
          String.valueOf(SLOTS), "'platform'", "'my-analytics-school'"));
      try (ResultSet found = statement.executeQuery(slots)) {
        while (found.next()) {
          ids.add(found.getString(1));
        }
      }
    }
    String[] tokens = new String[users];
    for (int i = 0; i < users; i++) {
      tokens[i] = token(user(i + 1), "USER");
    }
    long[] asked = {0}; // goes on from round to round
    http("booking", n -> {
      long number = asked[0]++;
      return new Ask("/api/bookings", tokens[(int) (number % users)], "{\"slotId\":\""
          + ids.get((int) (number / RIVALS % ids.size())) + "\",\"title\":\"Talk\"}", 409);
    });
    System.out.println(Load.run(env.get("DATABASE_URL"), "booked.sql", Map.of()));
  }

  /** Asks for the checks of credentials that the log holds. */
  private LongFunction<Ask> verify() throws Exception {
    String admin = token(user(0), "ADMIN");
    String issuer = post("/api/admin/credential-issuers", admin, new JsonObject()
        .put("slug", "b" + Long.toString(System.currentTimeMillis(), 36)).put("name", "Bench")).getString("id");
    List<String> paths = new ArrayList<>();
    for (int i = 0; i < CREDENTIALS; i++) {
      paths.add("/api/credentials/public/" + post("/api/admin/credentials", admin, new JsonObject()
          .put("issuerId", issuer).put("title", "Course " + i).put("recipientName", "Asha Kulkarni")
          .put("recipientEmail", "bench" + i + "@learner.example").put("hours", 40)).getString("id"));
    }
    try (Connection database = Load.connect(env.get("DATABASE_URL"));
        Statement statement = database.createStatement()) {
      statement.execute("UPDATE jobs.schedule SET next_at = now() WHERE key = 'credential-anchor'");
      eventually("they are in the log", Duration.ofMinutes(1), () -> {
        try (ResultSet waiting = statement.executeQuery(
            "SELECT count(*) FROM credential.entries WHERE anchor IS NULL")) {
          return waiting.next() && waiting.getInt(1) == 0;
        }
      });
    }
    return n -> new Ask(paths.get((int) (n % CREDENTIALS)), null, null);
  }

  private JsonObject post(String path, String token, JsonObject body) throws Exception {
    HttpResponse<String> answer = HTTP.send(HttpRequest.newBuilder(URI.create(env.get("URL") + path))
        .header("Content-Type", "application/json").header("Authorization", "Bearer " + token)
        .POST(HttpRequest.BodyPublishers.ofString(body.encode())).build(), HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() != 201) {
      throw new IllegalStateException(path + " answers " + answer.statusCode() + ": " + answer.body());
    }
    return new JsonObject(answer.body()).getJsonObject("data");
  }

  private void http(String name, LongFunction<Ask> asks) throws Exception {
    long server = number("SERVER_PID", 0);
    long database = number("PG_PID", 0);
    List<Map<String, Double>> results = new ArrayList<>();
    try (HttpLoad load = new HttpLoad(URI.create(env.get("URL")), connections)) {
      load.run(Duration.ofSeconds(number("WARMUP", 20)), asks);
      for (int round = 0; round < rounds; round++) {
        double serverBefore = Cpu.seconds(server);
        double databaseBefore = Cpu.seconds(database);
        HttpLoad.Result result = load.run(Duration.ofSeconds(seconds), asks);
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put("ops_s", result.requests() / result.seconds());
        figures.put("p50_ms", result.p50());
        figures.put("p95_ms", result.p95());
        figures.put("p99_ms", result.p99());
        figures.put("server_us", (Cpu.seconds(server) - serverBefore) * 1e6 / result.requests());
        figures.put("pg_us", (Cpu.seconds(database) - databaseBefore) * 1e6 / result.requests());
        figures.put("errors", (double) result.errors());
        results.add(figures);
      }
    }
    print(name, Map.of("users", users, "secs", seconds, "conns", connections), results);
  }

  /** A process per round and environment, each of which ends with a line of figures. */
  @SafeVarargs
  private void children(String name, String main, Map<String, String>... environments) throws Exception {
    List<List<Map<String, Double>>> results = new ArrayList<>();
    for (int round = 0; round < rounds; round++) {
      for (int i = 0; i < environments.length; i++) {
        if (round == 0) {
          results.add(new ArrayList<>());
        }
        results.get(i).add(child(main, environments[i]));
      }
    }
    for (int i = 0; i < environments.length; i++) {
      print(name, environments[i], results.get(i));
    }
  }

  private static Map<String, Double> child(String main, Map<String, String> environment)
      throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(ProcessHandle.current().info().command().orElse("java"),
        "-XX:+UseCompactObjectHeaders", "--sun-misc-unsafe-memory-access=allow", "-Xmx1g",
        "-cp", System.getProperty("java.class.path"), main).redirectError(Redirect.INHERIT);
    builder.environment().putAll(environment);
    Process process = builder.start();
    try (AutoCloseableProcess ended = new AutoCloseableProcess(process)) {
      List<String> lines = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).lines().toList();
      if (!process.waitFor(CHILD_MINUTES, TimeUnit.MINUTES) || process.exitValue() != 0) {
        throw new IllegalStateException(main + " did not end well");
      }
      Map<String, Double> figures = new LinkedHashMap<>();
      new JsonObject(lines.getLast()).forEach(figure -> {
        if (figure.getValue() instanceof Number value) {
          figures.put(figure.getKey(), value.doubleValue());
        }
      });
      return figures;
    }
  }

  private record AutoCloseableProcess(Process process) implements AutoCloseable {
    @Override
    public void close() {
      process.destroyForcibly();
    }
  }

  private void print(String name, Map<String, ?> about, List<Map<String, Double>> results) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("case", name);
    line.put("rounds", rounds);
    line.putAll(about);
    for (String figure : results.getFirst().keySet()) {
      List<Double> sorted = results.stream().map(result -> result.getOrDefault(figure, Double.NaN)).sorted().toList();
      line.put(figure, Math.round(sorted.get(sorted.size() / 2) * 100) / 100.0);
    }
    System.out.println(Json.write(line));
  }

  /** Returns a token that the server's secret signs, good for a day. */
  static String token(UUID user, String role) {
    long now = Instant.now().getEpochSecond();
    Map<String, Object> claims = new TestTokens(Clock.systemUTC()).claims(user, Role.valueOf(role));
    claims.put("exp", now + TimeUnit.DAYS.toSeconds(1));
    return TestTokens.sign("HS256", "HmacSHA256", System.getenv("JWT_SECRET"), claims);
  }

  /** Returns the id that {@code load.sql} gives to a user. */
  static UUID user(int n) {
    return new UUID(0x4000L, 0x8000_000000000000L | n);
  }

  private int number(String name, int otherwise) {
    return Integer.parseInt(env.getOrDefault(name, String.valueOf(otherwise)));
  }
}
