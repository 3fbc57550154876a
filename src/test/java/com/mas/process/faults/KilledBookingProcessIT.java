package com.mas.process.faults;

import static com.mas.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.mas.bus.Json;
import com.mas.bus.Principal.Role;
import com.mas.process.Api;
import com.mas.process.Api.Reply;
import com.mas.process.ServerProcess;
import com.mas.process.Sql;
import com.mas.testkit.Ports;
import com.mas.testkit.Sandbox;
import com.mas.testkit.TestDatabase;
import com.mas.testkit.TestServers;
import com.mas.testkit.TestTokens;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A server that is killed at random instants while students want the same slots of two mentors, one of whom decides
 * about each request; {@code -Dkills=20} for the long form, {@code -Dseed=N} for the instants of an earlier one.
 */
class KilledBookingProcessIT {
  private static final int KILLS = Integer.getInteger("kills", 2);
  private static final int STUDENTS = 4;
  private static final int SLOTS = 8;
  private static final int SOME = 12;
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @TempDir private Path data;
  private final Vertx vertx = Vertx.vertx();
  private final Sandbox sandbox = new Sandbox(vertx, Clock.systemUTC());
  private final long seed = Long.getLong("seed", System.nanoTime());
  private final Random random = new Random(seed);
  private final String told = "seed " + seed;
  private final List<Booker> bookers = new ArrayList<>();
  private Api api;
  private Sql sql;

  @Test
  void whatWasAcknowledgedHoldsAndNoSlotIsTakenTwice() throws Exception {
    System.out.println(told);
    int port = Ports.free(1);
    api = new Api("http://127.0.0.1:" + port);
    try (TestDatabase database = TestDatabase.create(); Sql connection = new Sql(database.url())) {
      sql = connection;
      Map<String, String> settings = new HashMap<>(sandbox.settings("mail"));
      settings.putAll(Map.of("PORT", String.valueOf(port), "DATABASE_URL", database.url(),
          "REDIS_URL", TestServers.redis().url(), "RATE_LIMITS", "false", "SANDBOX", "false", "ACCESS_LOG", "false",
          "OPEN_BOOKINGS", "1000", "JWT_SECRET", TestTokens.SECRET));
      for (int kill = 0; kill <= KILLS; kill++) {
        try (ServerProcess server = ServerProcess.start(data, settings)) {
          if (kill == 0) {
            begin();
          }
          int done = done() + SOME + random.nextInt(SOME);
          eventually("work goes on", PATIENCE, () -> done() >= done);
          if (kill < KILLS) {
            LockSupport.parkNanos(random.nextLong(20_000_000));
            server.kill();
          } else {
            bookers.forEach(Booker::finish);
            awaitEnd();
            assertBalanced();
            assertEquals(0, server.stop());
          }
        }
      }
    } finally {
      vertx.close().toCompletionStage().toCompletableFuture().get(1, TimeUnit.MINUTES);
    }
  }

  private void awaitEnd() {
    try {
      eventually("all that was begun is over", PATIENCE, () -> bookers.stream().allMatch(Booker::isDone));
    } catch (AssertionError late) {
      throw new AssertionError(told + ", asked again: " + bookers.stream().map(Booker::last).toList(), late);
    }
  }

  private int done() {
    return bookers.stream().mapToInt(Booker::done).sum();
  }

  private void begin() throws IOException {
    Map<String, List<String>> slots = new LinkedHashMap<>();
    for (boolean onApproval : List.of(false, true)) {
      String mentor = QuietAccounts.signedIn(sql, "mentor-" + onApproval, Role.EXPERT);
      Reply rules = api.ask("PUT", "/api/mentors/me/booking-rules", mentor,
          Json.write(Map.of("onApproval", onApproval, "bufferMinutes", 0)));
      assertEquals(200, rules.status(), rules::text);
      slots.put(mentor, slots(mentor));
    }
    for (int i = 0; i < STUDENTS; i++) {
      bookers.add(new Booker(api, QuietAccounts.signedIn(sql, "student-" + i, Role.USER), slots, "student-" + i,
          random.nextLong()));
    }
  }

  private List<String> slots(String mentor) throws IOException {
    Instant start = Instant.now().truncatedTo(ChronoUnit.HOURS).plus(Duration.ofDays(7));
    Reply made = api.post("/api/slots", mentor, Map.of("startsAt", start.toString(), "endsAt",
        start.plus(Duration.ofMinutes(30L * SLOTS)).toString(), "minutes", 30));
    assertEquals(201, made.status(), made::text);
    List<String> ids = new ArrayList<>();
    for (JsonNode slot : made.data().path("slots")) {
      ids.add(slot.path("id").asText());
    }
    assertEquals(SLOTS, ids.size());
    return ids;
  }

  private void assertBalanced() throws IOException {
    Map<String, Booker.Said> all = new LinkedHashMap<>();
    bookers.forEach(booker -> all.putAll(booker.said));
    System.out.printf("%d kills: %d requests answered, %d bookings%n", KILLS, done(), all.size());
    assertTrue(done() >= SOME * KILLS, told);
    Set<String> cut = bookers.stream().flatMap(booker -> booker.cut.stream()).collect(Collectors.toSet());
    List<String> unheard = Stream.of(sql.text("""
        SELECT coalesce(string_agg(id || ' ' || title, ','), '') FROM mentoring.bookings""").split(","))
        .filter(each -> !all.containsKey(each.split(" ")[0])).toList();
    assertTrue(unheard.stream().allMatch(each -> cut.contains(each.split(" ")[1])), told + ": " + unheard);
    assertEquals(all.size() + unheard.size(), sql.number("SELECT count(DISTINCT title) FROM mentoring.bookings"), told);
    all.forEach((id, said) -> assertEquals(said.state() + " " + said.slot(), sql.text(
        "SELECT state || ' ' || slot_id FROM mentoring.bookings WHERE id = '" + id + "'"), told + ", " + id));
    String live = "b.state IN ('requested', 'booked')";
    assertEquals(0, sql.number("SELECT count(*) FROM (SELECT slot_id FROM mentoring.bookings b WHERE " + live
        + " GROUP BY slot_id HAVING count(*) > 1) AS twice"), told);
    assertEquals(0, sql.number("SELECT count(*) FROM mentoring.slots s WHERE (s.state = 'booked') <> EXISTS ("
        + "SELECT 1 FROM mentoring.bookings b WHERE b.slot_id = s.id AND " + live + ")"), told);
    assertEquals(0, sql.number("SELECT count(*) FROM mentoring.bookings b JOIN mentoring.bookings o"
        + " ON o.student_id = b.student_id AND o.id > b.id AND o.starts_at < b.ends_at AND b.starts_at < o.ends_at"
        + " WHERE " + live + " AND " + live.replace("b.", "o.")), told);
    assertMailed();
  }

  /** Asserts that mails went out at most once each, and none was forgotten. */
  private void assertMailed() throws IOException {
    eventually("nothing is left to do", PATIENCE, () -> sql.number("""
        SELECT count(*) FROM jobs.job WHERE address LIKE 'notification.%'
          AND state IN ('ready', 'delayed', 'running')""") == 0);
    long sent = sql.number("SELECT count(*) FROM notification.deliveries WHERE channel = 'email' AND state = 'sent'");
    long unknown = sql.number(
        "SELECT count(*) FROM notification.deliveries WHERE channel = 'email' AND state = 'unknown'");
    long received = sandbox.ask("mail", "GET", "counts?to=", null).getLong("received");
    System.out.printf("%d mails taken, %d sent, %d unknown%n", received, sent, unknown);
    assertTrue(received >= sent && received <= sent + unknown,
        told + ": " + received + " received, " + sent + " sent, " + unknown + " unknown");
    assertEquals("", sql.text("""
        SELECT coalesce(string_agg(concat_ws(' ', address, error), E'\\n'), '') FROM jobs.finished
        WHERE state = 'dead'"""), told);
  }
}
