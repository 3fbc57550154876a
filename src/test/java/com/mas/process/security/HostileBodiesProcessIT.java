package com.mas.process.security;

import static com.mas.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.process.Api;
import com.mas.process.Api.Reply;
import com.mas.process.ServerProcess;
import com.mas.testkit.Alone;
import com.mas.testkit.Colliding;
import com.mas.testkit.TestDatabase;
import com.mas.testkit.TestServers;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bodies made to cost much, or to take all the room, cost the sender's address little and nobody else anything. */
@Alone
class HostileBodiesProcessIT {
  private static final String LEAVES = "/api/student/me/leaves";
  private static final String PROXY = "/api/graphy/proxy";
  private static final String SELECTED = "/api/graphy/sync/students/reminders/send";
  private static final String REHEARSALS = "/api/admin/gamification/rehearsals";
  private static final String LEARNER = "asha.kulkarni@learner.example";
  private static final String PASSWORD = "learner-password-1";
  private static final int COLLIDING = 32_768;
  private static final int MB = 1 << 20;
  private static final long MOST_MILLIS = 300;
  /** Other processes may have the cores: the best of these counts. */
  private static final int TRIES = 5;

  @TempDir private static Path data;
  private static TestDatabase database;
  private static ServerProcess server;
  private static Api api;
  private static String admin;
  private static String learner;
  private final List<Socket> held = new ArrayList<>();

  @BeforeAll
  static void start() throws IOException {
    database = TestDatabase.create();
    server = ServerProcess.start(data, Map.of("DATABASE_URL", database.url(), "REDIS_URL", TestServers.redis().url(),
        "SANDBOX", "true", "EVENT_LOOPS", "1", "TRUSTED_PROXIES", "127.0.0.0/8", "BCRYPT_COST", "4"));
    api = server.api();
    admin = api.admin();
    learner = api.login(LEARNER, PASSWORD);
  }

  @AfterAll
  static void stop() throws IOException {
    server.close();
    database.close();
  }

  @AfterEach
  void letGo() throws IOException {
    for (Socket socket : held) {
      socket.close();
    }
  }

  private static void refusedSoon(int status, String path, String token, String body) throws IOException {
    long best = Long.MAX_VALUE;
    for (int i = 0; i < TRIES && best >= MOST_MILLIS; i++) {
      long begun = System.nanoTime();
      Reply reply = api.ask("POST", path, token, body);
      best = Math.min(best, (System.nanoTime() - begun) / 1_000_000);
      assertEquals(status, reply.status(), reply::text);
      assertTrue(reply.json().path("errors").size() <= 20, reply::text);
    }
    assertTrue(best < MOST_MILLIS, path + " took " + best + " ms for " + body.length() + " bytes");
  }

  private static String with(String member, String value) {
    return "{\"path\":\"/t/api/x\",\"" + member + "\":" + value + "}";
  }

  private static String repeated(String value, int times) {
    return IntStream.range(0, times).mapToObj(i -> value).collect(Collectors.joining(",", "[", "]"));
  }

  @Test
  void namesOfOneHashAreRefusedAtOnceWhereverTheyStand() throws IOException {
    refusedSoon(413, "/api/auth/login", null, Colliding.object(COLLIDING, "1"));
    refusedSoon(400, "/api/auth/login", null, Colliding.object(300, "1"));
    refusedSoon(413, LEAVES, learner, Colliding.object(COLLIDING, "1"));
    refusedSoon(400, LEAVES, learner, Colliding.object(2048, "1"));
    refusedSoon(400, SELECTED, admin, Colliding.object(16_384, "1"));
    refusedSoon(400, SELECTED, admin, "{\"scope\":\"selected\",\"learnerIds\":"
        + Colliding.names(16_384).stream().collect(Collectors.joining("\",\"", "[\"", "\"]")) + "}");
    refusedSoon(400, PROXY, admin, Colliding.object(COLLIDING, "1"));
    refusedSoon(400, PROXY, admin, with("query", Colliding.object(COLLIDING, "1")));
    refusedSoon(400, PROXY, admin, with("form", "[".repeat(50) + Colliding.object(COLLIDING, "1") + "]".repeat(50)));
    refusedSoon(400, REHEARSALS, admin, "{\"changes\":" + Colliding.object(1500, "1") + "}");
  }

  @Test
  void muchOfAnythingElseIsRefusedAtOnce() throws IOException {
    String distinct = IntStream.range(0, 200_000).mapToObj(i -> "\"k" + i + "\":1").collect(Collectors.joining(","));
    refusedSoon(413, "/api/auth/login", null, "{" + distinct + "}");
    refusedSoon(400, PROXY, admin, "{" + distinct + "}");
    refusedSoon(400, PROXY, admin, with("query", "{" + distinct + "}"));
    refusedSoon(400, PROXY, admin, "{" + IntStream.range(0, 200_000).mapToObj(i -> "\"path\":\"a\"")
        .collect(Collectors.joining(",")) + "}");
    refusedSoon(400, PROXY, admin, with("query", repeated("\"\\u0000\"", 100_000)));
    refusedSoon(400, PROXY, admin, with("query",
        "{\"" + "k".repeat(40_000) + "\":" + repeated("\"\\u0041\"", 100_000) + "}"));
    refusedSoon(400, SELECTED, admin, "{\"scope\":\"selected\",\"learnerIds\":" + repeated("1", 100_000) + "}");
    refusedSoon(400, "/api/admin/users", admin, "{\"capabilities\":"
        + repeated("1e999999999", 5000) + ",\"email\":1e999999999}");
  }

  /** Announces more than it sends, and leaves it at that. */
  private void hold(String address, String path, String token, int announced, int sent) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), URI.create(api.base()).getPort());
    held.add(socket);
    socket.getOutputStream().write(("POST " + path + " HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
        + "X-Forwarded-For: " + address + "\r\n" + (token == null ? "" : "Authorization: Bearer " + token + "\r\n")
        + "Content-Length: " + announced + "\r\n\r\n{" + " ".repeat(sent - 1)).getBytes(StandardCharsets.US_ASCII));
    socket.getOutputStream().flush();
  }

  private static Reply from(String address, String path, String token, String body) throws IOException {
    return api.ask("POST", path, token, body, "X-Forwarded-For", address);
  }

  private static int login(String address) throws IOException {
    return from(address, "/api/auth/login", null,
        "{\"email\":\"" + LEARNER + "\",\"password\":\"" + PASSWORD + "\"}").status();
  }

  /** A request of about 190 bytes; another day each time, since days may not be asked for twice. */
  private static int leave(String address, int day) throws IOException {
    LocalDate date = LocalDate.now(ZoneOffset.UTC).plusDays(30 + day);
    return from(address, LEAVES, learner, "{\"startsOn\":\"" + date + "\",\"endsOn\":\"" + date + "\",\"reason\":\""
        + "a family matter ".repeat(8) + "\"}").status();
  }

  @Test
  void unfinishedBodiesOfOneAddressHoldUpNoLoginAndNoLeave() throws IOException {
    String hostile = "203.0.113.1";
    for (int i = 0; i < 6; i++) {
      hold(hostile, LEAVES, learner, 20 * MB + 900_000, MB);
      hold(hostile, PROXY, admin, 8 * MB, 8 * MB - 100);
    }
    String large = with("query", "{\"a\":\"" + "a".repeat(MB) + "\"}");
    eventually("the share of the address is taken", () -> {
      hold(hostile, SELECTED, admin, MB, MB - 100);
      return from(hostile, PROXY, admin, large).status() == 503;
    });
    assertEquals(200, login(hostile));
    assertEquals(201, leave(hostile, 1));
    assertEquals(200, login("203.0.113.2"));
    assertEquals(201, leave("203.0.113.2", 2));
    assertEquals(400, from("203.0.113.2", PROXY, admin, large).status(), "read, and found to be no query");
  }

  /** Posts of Socket.IO's polling count like any other body. */
  @Test
  void unfinishedPollsOfOneAddressTakeItsShareAndNobodyElses() throws IOException {
    String hostile = "203.0.113.21";
    String large = with("query", "{\"a\":\"" + "a".repeat(MB) + "\"}");
    eventually("the share of the address is taken", () -> {
      String hello = api.ask("GET", "/socket.io/?EIO=4&transport=polling", null, null, "X-Forwarded-For", hostile)
          .text();
      String sid = hello.replaceAll(".*\"sid\":\"([^\"]+)\".*", "$1");
      hold(hostile, "/socket.io/?EIO=4&transport=polling&sid=" + sid, null, 999_000, 998_000);
      return from(hostile, PROXY, admin, large).status() == 503;
    });
    assertEquals(200, login(hostile));
    assertEquals(200, login("203.0.113.22"));
    assertEquals(400, from("203.0.113.22", PROXY, admin, large).status(), "read, and found to be no query");
  }

  @Test
  void unfinishedSmallBodiesOfOneAddressHoldUpNobodyElse() throws IOException {
    String padded = " ".repeat(60 << 10) + "{}";
    for (int i = 0; i < 400; i++) {
      hold("203.0.113.7", LEAVES, learner, 64 << 10, 60 << 10);
    }
    eventually("the share of the address is taken", () -> {
      hold("203.0.113.7", LEAVES, learner, 64 << 10, 60 << 10);
      return from("203.0.113.7", LEAVES, learner, padded).status() == 503;
    });
    assertEquals(200, login("203.0.113.8"));
    assertEquals(201, leave("203.0.113.8", 11));
    assertEquals(400, from("203.0.113.8", LEAVES, learner, padded).status());
  }
}
