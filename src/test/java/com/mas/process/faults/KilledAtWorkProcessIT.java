package com.mas.process.faults;

import static com.mas.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
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
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A server that is killed at random instants while XP is awarded over REST, accounts are made, whose mails go out, and
 * people meet; {@code -Dkills=50} for the long form, {@code -Dseed=N} for the instants of an earlier one. The database
 * and the mail server, which lives in this process, are the judges. See {@link KilledSyncProcessIT} for syncs and
 * reminders.
 */
class KilledAtWorkProcessIT {
  private static final int KILLS = Integer.getInteger("kills", 3);
  private static final int PAIRS = 2;
  private static final int CLERKS = 2;
  private static final int MEETINGS = 8 * (KILLS + 1);
  private static final int SOME = 10;
  private static final int MAILS_IN_HAND = 8;
  private static final int MINUTES = 10;
  private static final int SLOTS_AT_ONCE = 24 * 60 / MINUTES;
  /** Time within which leases end: those of jobs in hand, and those of a request's key. */
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @TempDir private Path data;
  private final Vertx vertx = Vertx.vertx();
  private final Sandbox sandbox = new Sandbox(vertx, Clock.systemUTC());
  private final long seed = Long.getLong("seed", System.nanoTime());
  private final Random random = new Random(seed);
  private final String told = "seed " + seed;
  private final List<Clerk> clerks = new ArrayList<>();
  private final List<MeetingPair> pairs = new ArrayList<>();
  private Api api;
  private Sql sql;

  @Test
  void whatWasAnsweredIsThereOnceAndWhatWasCutOffAtMostOnce() throws Exception {
    System.out.println(told);
    int port = Ports.free(1);
    api = new Api("http://127.0.0.1:" + port);
    List<Sql> connections = new ArrayList<>();
    try (TestDatabase database = TestDatabase.create()) {
      for (int i = 0; i <= PAIRS; i++) {
        connections.add(new Sql(database.url()));
      }
      sql = connections.getLast();
      Map<String, String> settings = new HashMap<>(sandbox.settings("mail"));
      settings.putAll(Map.of("PORT", String.valueOf(port), "DATABASE_URL", database.url(),
          "REDIS_URL", TestServers.redis().url(), "RATE_LIMITS", "false", "SANDBOX", "false", "ACCESS_LOG", "false",
          "ALLOW_EARLY_MEETING_JOIN", "true", "JWT_SECRET", TestTokens.SECRET));
      settings.put("OPEN_BOOKINGS", "1000");
      for (int kill = 0; kill <= KILLS; kill++) {
        try (ServerProcess server = ServerProcess.start(data, settings)) {
          if (kill == 0) {
            begin(connections);
          }
          if (kill < KILLS) {
            awaitSomeInstant();
            server.kill();
          } else {
            finish();
            assertEquals(0, server.stop());
          }
        }
      }
    } finally {
      vertx.close().toCompletionStage().toCompletableFuture().get(1, TimeUnit.MINUTES);
      for (Sql connection : connections) {
        connection.close();
      }
    }
  }

  private void begin(List<Sql> connections) throws IOException, SQLException {
    List<UUID> students = new ArrayList<>();
    for (int pair = 0; pair < PAIRS; pair++) {
      UUID mentor = QuietAccounts.make(sql, "mentor-" + pair, Role.EXPERT);
      UUID student = QuietAccounts.make(sql, "student-" + pair, Role.USER);
      students.add(student);
      String one = QuietAccounts.token(mentor, Role.EXPERT);
      String other = QuietAccounts.token(student, Role.USER);
      pairs.add(new MeetingPair(vertx, api, connections.get(pair), book(one, other), one, other));
    }
    String admin = QuietAccounts.signedIn(sql, "clerk", Role.ADMIN);
    for (int clerk = 0; clerk < CLERKS; clerk++) {
      clerks.add(new Clerk(api, admin, clerk, students));
    }
  }

  /** Books as many meetings as they may need, the first in an hour; people may come at any time. */
  private List<String> book(String mentor, String student) throws IOException {
    List<String> meetings = new ArrayList<>();
    Instant start = Instant.now().plus(Duration.ofHours(1));
    while (meetings.size() < MEETINGS) {
      int count = Math.min(SLOTS_AT_ONCE, MEETINGS - meetings.size());
      Instant end = start.plus(Duration.ofMinutes((long) MINUTES * count));
      Reply slots = api.post("/api/slots", mentor,
          Map.of("startsAt", start.toString(), "endsAt", end.toString(), "minutes", MINUTES));
      assertEquals(201, slots.status(), slots::text);
      for (JsonNode slot : slots.data().path("slots")) {
        Reply booking = api.post("/api/bookings", student, Map.of("slotId", slot.path("id").asText(), "title", "Talk"));
        assertEquals(201, booking.status(), booking::text);
        meetings.add(booking.data().path("id").asText());
      }
      start = end;
    }
    return meetings;
  }

  /** After some of everything: some more awards, mails or words, or shortly after somebody has asked for an end. */
  private void awaitSomeInstant() throws IOException {
    int awarded = awards() + SOME;
    int heard = words() + SOME;
    eventually("work goes on", PATIENCE, () -> awards() >= awarded && (words() >= heard || allHaveMet()));
    int awards = awards() + 1 + random.nextInt(20);
    long mails = mails("received") + 1 + random.nextInt(20);
    int words = words() + 1 + random.nextInt(30);
    int ends = endsTried() + 1;
    int kind = random.nextInt(4);
    eventually("something was done", PATIENCE, () -> kind == 0 ? awards() >= awards
        : kind == 1 ? mails("received") >= mails
            : allHaveMet() || (kind == 2 ? words() >= words : endsTried() >= ends));
    LockSupport.parkNanos(random.nextLong(kind == 3 ? 15_000_000 : 100_000_000));
  }

  private boolean allHaveMet() {
    return pairs.stream().allMatch(MeetingPair::isDone);
  }

  private int words() {
    return pairs.stream().mapToInt(MeetingPair::heard).sum();
  }

  private int endsTried() {
    return pairs.stream().mapToInt(pair -> pair.ends.tried).sum();
  }

  private int awards() {
    return clerks.stream().mapToInt(Clerk::awards).sum();
  }

  /** Counts the mails of the accounts. */
  private long mails(String what) throws IOException {
    return sandbox.ask("mail", "GET", "counts?to=" + Clerk.PREFIX, null).getLong(what);
  }

  private void finish() throws IOException {
    pairs.forEach(MeetingPair::finish);
    clerks.forEach(Clerk::finish);
    eventually("all that was begun is over", PATIENCE,
        () -> allHaveMet() && clerks.stream().allMatch(Clerk::isDone));
    eventually("nothing is left to do", PATIENCE, () -> sql.number("""
        SELECT count(*) FROM jobs.job WHERE address IN ('mentoring.booking.close', 'gamification.xp.award',
          'gamification.on.mentoring.session.attended', 'notification.email.send', 'notification.notify')
          AND state IN ('ready', 'delayed', 'running')""") == 0);
    assertEquals("", sql.text("""
        SELECT coalesce(string_agg(concat_ws(' ', address, error, failures), E'\\n'), '') FROM jobs.finished
        WHERE state = 'dead'"""), told);
    assertAwardsBalance();
    assertMailsBalance();
    assertMeetingsBalance();
  }

  private void assertAwardsBalance() {
    int keyed = clerks.stream().mapToInt(Clerk::keyed).sum();
    System.out.printf("%d kills: %d awards, %d of them with a key%n", KILLS, awards(), keyed);
    assertTrue(awards() >= SOME * KILLS, "only " + awards());
    assertEquals(awards(), sql.number("SELECT count(*) FROM gamification.xp_events WHERE source_id LIKE 'killed-%'"),
        told);
    assertEquals(0, sql.number("""
        SELECT count(*) FROM gamification.student_progress p WHERE total_xp <> (
          SELECT sum(amount) FROM gamification.xp_events e WHERE e.user_id = p.user_id)"""), told);
    clerks.forEach(clerk -> assertEquals(List.of(), clerk.changed(), told));
  }

  private void assertMailsBalance() throws IOException {
    int accounts = clerks.stream().mapToInt(Clerk::accounts).sum();
    long sent = deliveries("sent");
    long unknown = deliveries("unknown");
    System.out.printf("%d accounts, %d mails taken, %d sent, %d unknown%n", accounts, mails("received"), sent, unknown);
    assertEquals(accounts, sql.number("SELECT count(*) FROM identity.users WHERE email LIKE 'killed-%'"), told);
    assertEquals(accounts, sent + unknown, told);
    assertTrue(unknown <= (long) KILLS * MAILS_IN_HAND, told + ": " + unknown + " are unknown");
    assertTrue(mails("received") >= sent && mails("received") <= sent + unknown, told);
    assertEquals(1, mails("mostPerRecipient"), told);
  }

  private long deliveries(String state) {
    return sql.number("SELECT count(*) FROM notification.deliveries WHERE state = '" + state
        + "' AND key LIKE 'account_created:%'");
  }

  private void assertMeetingsBalance() {
    List<String> ended = pairs.stream().flatMap(pair -> pair.ended().stream()).toList();
    int joins = pairs.stream().mapToInt(pair -> pair.joins.done).sum();
    int leaves = pairs.stream().mapToInt(pair -> pair.leaves.done).sum();
    int heard = words();
    System.out.printf("%d meetings, their end asked for %d times, %d joins, %d leaves, %d messages%n", ended.size(),
        endsTried(), joins, leaves, heard);
    assertTrue(ended.size() >= PAIRS, "only " + ended);
    assertEquals(0, pairs.stream().mapToInt(MeetingPair::unanswered).sum(), told);
    assertEquals(ended.size(), sql.number("SELECT count(*) FROM meeting.rooms WHERE state = 'ended'"), told);
    assertEquals(ended.size(), sql.number("SELECT count(*) FROM meeting.log WHERE what = 'ended'"), told);
    assertEquals(ended.size(), sql.number("SELECT count(*) FROM mentoring.bookings WHERE state = 'completed'"), told);
    assertEquals(0, sql.number("SELECT count(*) FROM mentoring.bookings WHERE state = 'missed'"), told);
    assertEquals(ended.size(), sql.number("""
        SELECT count(*) FROM gamification.xp_events e JOIN mentoring.bookings b ON b.id::text = e.source_id
        WHERE e.type = 'mentor_call_completed' AND e.user_id = b.student_id AND b.state = 'completed'"""), told);
    assertEquals(ended.size(), sql.number(
        "SELECT count(*) FROM gamification.xp_events WHERE type = 'mentor_call_completed'"), told);
    assertSeats(joins, leaves);
    assertChat(heard);
  }

  /** Each time that somebody came is written down, and nobody has stayed or was there twice at one time. */
  private void assertSeats(int joins, int leaves) {
    long seats = sql.number("SELECT count(*) FROM meeting.seats");
    long tried = pairs.stream().mapToInt(pair -> pair.joins.tried).sum();
    assertTrue(seats >= joins && seats <= tried, told + ": " + seats + " seats, " + joins + " of " + tried);
    assertEquals(seats, sql.number("SELECT count(*) FROM meeting.log WHERE what = 'joined'"), told);
    long left = sql.number("SELECT count(*) FROM meeting.seats WHERE reason = 'left'");
    assertTrue(left >= leaves, told + ": " + left + " left, " + leaves + " were told so");
    assertEquals(0, sql.number("SELECT count(*) FROM meeting.seats WHERE left_at IS NULL"), told);
    assertEquals(0, sql.number("""
        SELECT count(*) FROM meeting.seats a JOIN meeting.seats b ON a.room_id = b.room_id AND a.user_id = b.user_id
        AND a.id < b.id AND a.joined_at < b.left_at AND b.joined_at < a.left_at"""), told);
  }

  /**
   * Asserts that every acknowledged message is there once, numbered without a gap, in the order in which it was sent.
   */
  private void assertChat(int heard) {
    long kept = sql.number("SELECT count(*) FROM meeting.chat");
    assertTrue(kept >= heard, told + ": " + kept + " of " + heard + " messages");
    assertEquals(kept, sql.number("SELECT count(DISTINCT (room_id, text)) FROM meeting.chat"), told);
    for (MeetingPair pair : pairs) {
      for (String message : pair.said) {
        String[] parts = message.split(" ", 2);
        assertEquals(1, sql.number("SELECT count(*) FROM meeting.chat WHERE room_id = '" + parts[0] + "' AND text = '"
            + parts[1] + "'"), () -> told + ": " + message);
      }
    }
    assertEquals(0, sql.number("""
        SELECT count(*) FROM (SELECT number, row_number() OVER (PARTITION BY room_id ORDER BY number) AS place,
            split_part(text, ' ', 2)::int AS said,
            lag(split_part(text, ' ', 2)::int) OVER (PARTITION BY room_id, user_id ORDER BY number) AS before
          FROM meeting.chat) c WHERE number <> place OR said <= before"""), told);
  }
}
