package com.mas.process.cluster;

import static com.mas.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.mas.bus.Json;
import com.mas.process.Api;
import com.mas.process.Fleet;
import com.mas.process.Load;
import com.mas.process.MeetingHouse;
import com.mas.process.SharedShell;
import com.mas.process.Sql;
import com.mas.process.WatchingClient;
import com.mas.testkit.Alone;
import com.mas.testkit.NodeJs;
import com.mas.testkit.RoundRobinProxy;
import com.mas.testkit.TestDatabase;
import com.mas.testkit.TestServers;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three nodes, told to go and started again one after the other, behind a balancer that believes what they say of
 * themselves, while requests are sent, people talk in meetings and a shell is watched. {@code -Drounds=5 -Dmeetings=12}
 * for the long form.
 */
@Alone
class RollingReplacementProcessIT {
  private static final int NODES = 3;
  private static final int ROUNDS = Integer.getInteger("rounds", 1);
  private static final int MEETINGS = Integer.getInteger("meetings", 4);
  private static final int VIEWERS = 3;
  /** Keeps so many lines that those of some seconds can be seen, whoever was away for that long. */
  private static final String SIZE = "90x300";
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  @TempDir private Path folder;

  @Test
  void noRequestFailsAndWhoWatchesOrTalksMissesNothing() throws Exception {
    AtomicBoolean over = new AtomicBoolean();
    Path end = folder.resolve("end");
    try (TestDatabase database = TestDatabase.create();
        Sql sql = new Sql(database.url());
        Fleet fleet = Fleet.start(NODES, folder, Map.of("DATABASE_URL", database.url(), "REDIS_URL",
            TestServers.redis().url(), "ALLOW_EARLY_MEETING_JOIN", "true", "OPEN_BOOKINGS", "1000"));
        ReadyProxy requests = ReadyProxy.start(fleet.ports());
        RoundRobinProxy sockets = RoundRobinProxy.start(fleet.ports(), requests::isReady)) {
      String base = "http://127.0.0.1:" + sockets.port();
      Process people = NodeJs.start(Map.of(), "node", "meetings.mjs", base, meetings(fleet.api(0)).toString());
      List<FollowingViewer> viewers = new ArrayList<>();
      try (BufferedReader out = people.inputReader(StandardCharsets.UTF_8);
          PrintStream in = new PrintStream(people.getOutputStream(), true, StandardCharsets.UTF_8);
          SharedShell shell = new SharedShell(base, Api.ADMIN, Api.PASSWORD, "--size", SIZE)) {
        assertEquals("READY", out.readLine());
        for (int viewer = 0; viewer < VIEWERS; viewer++) {
          viewers.add(new FollowingViewer(base, shell.page()));
        }
        shell.enter(FollowingViewer.COUNTING.formatted(end));
        eventually("all watch", PATIENCE, () -> viewers.stream().allMatch(viewer -> viewer.seen() > 0));
        Load load = Load.start(new Api("http://127.0.0.1:" + requests.port()), fleet.api(0).admin(), over::get);
        for (int node = 0; node < NODES * ROUNDS; node++) {
          replace(fleet, node % NODES, requests);
        }
        over.set(true);
        assertAllAnswered(load.join(), sql);
        in.println("that is all");
        assertNobodyMissed(Json.read(out.readLine(), JsonNode.class), sql);
        Files.createFile(end);
        assertAllSeen(shell, viewers);
      } finally {
        over.set(true);
        people.destroyForcibly();
        for (FollowingViewer viewer : viewers) {
          viewer.close();
        }
      }
    }
  }

  private static void replace(Fleet fleet, int node, ReadyProxy balancer) throws Exception {
    long begun = System.nanoTime();
    assertEquals(0, fleet.node(node).stop());
    double stopped = (System.nanoTime() - begun) / 1e9;
    fleet.launch(node);
    fleet.node(node).awaitReady();
    eventually("the balancer sees it", PATIENCE, () -> balancer.isReady(fleet.port(node)));
    System.out.printf("node %d: stopped in %.1f s, ready again in %.1f s%n", node, stopped, fleet.node(node).seconds());
  }

  private static void assertAllAnswered(Load.Result result, Sql sql) {
    System.out.printf("requests: %d, %d of them writes, slowest %.1f s, failed: %s%n", result.requests(),
        result.written(), result.slowest(), result.failures());
    assertEquals("[]", result.failures().toString());
    assertTrue(result.requests() > 100, "only " + result.requests());
    assertEquals(result.written(), sql.number("SELECT count(*) FROM education.batches WHERE code LIKE 'LOAD-%'"));
  }

  /** One mentor and one student have them all, and an admin looks in, each with a connection for each meeting. */
  private Path meetings(Api api) throws IOException {
    MeetingHouse.people(api);
    MeetingHouse.student(api);
    List<Map<String, Object>> meetings = new ArrayList<>();
    List<Map<String, String>> people = List.of(
        Map.of("name", "Meera", "token", api.login(MeetingHouse.MENTOR, MeetingHouse.PASSWORD)),
        Map.of("name", "Asha", "token", api.login(MeetingHouse.STUDENT, MeetingHouse.PASSWORD)),
        Map.of("name", "Admin", "token", api.admin()));
    Duration length = Duration.ofMinutes(30);
    for (int meeting = 0; meeting < MEETINGS; meeting++) {
      Instant start = Instant.now().plus(Duration.ofHours(1)).plus(length.multipliedBy(meeting)).plusSeconds(meeting);
      meetings.add(Map.of("id", MeetingHouse.book(api, start, length), "people", people));
    }
    return Files.writeString(folder.resolve("meetings.json"), Json.write(meetings));
  }

  private static void assertNobodyMissed(JsonNode seen, Sql sql) {
    System.out.println("meetings: " + seen);
    assertEquals(0, seen.path("offline").asInt() + seen.path("strangers").asInt() + seen.path("lost").asInt()
        + seen.path("wrong").asInt() + seen.path("unmoved").asInt(), seen::toString);
    assertTrue(seen.path("taken").asInt() > 10 * MEETINGS, seen::toString);
    assertTrue(sql.number("SELECT count(*) FROM meeting.chat") >= seen.path("taken").asInt());
    assertEquals(0, sql.number("""
        SELECT count(*) FROM (SELECT room_id, text FROM meeting.chat GROUP BY room_id, text HAVING count(*) > 1) t"""));
  }

  private static void assertAllSeen(SharedShell shell, List<FollowingViewer> viewers) throws IOException {
    eventually("all see the end", PATIENCE, () -> viewers.stream().allMatch(FollowingViewer::hasSeenTheEnd));
    long connections = shell.out.lines().stream().filter("connected"::equals).count();
    System.out.println("shell: " + connections + " connections of the host, lines seen and moves of the viewers: "
        + viewers.stream().map(viewer -> viewer.seen() + " " + viewer.moves()).toList());
    for (FollowingViewer viewer : viewers) {
      assertEquals(List.of(), viewer.faults());
      assertTrue(viewer.moves() > 0, "a viewer was never moved");
    }
    assertTrue(connections > 1, shell.out::toString);
    WatchingClient first = viewers.getFirst().client();
    shell.enter("g 1");
    eventually("one of them types", PATIENCE, () -> {
      viewers.forEach(viewer -> viewer.client().type("echo typed-$((40 + 2))\r"));
      return first.text().contains("typed-42");
    });
  }
}
