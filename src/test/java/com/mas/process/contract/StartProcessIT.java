package com.mas.process.contract;

import static com.mas.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.process.Api;
import com.mas.process.Api.Reply;
import com.mas.process.ServerProcess;
import com.mas.testkit.Alone;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The one-command start, its stop, and what goes wrong around it. */
@Alone
class StartProcessIT {
  private static final Map<String, String> SANDBOX = Map.of("SANDBOX", "true");
  private static final Duration SECOND_START = Duration.ofSeconds(30);

  @TempDir private Path data;

  @Test
  void aFirstStartServesAndOnSigtermFinishesWhatIsInFlightAndLeavesNothing() throws Exception {
    try (ServerProcess server = ServerProcess.startAsDelivered(data, SANDBOX)) {
      System.out.printf("first start: ready after %.1f s%n", server.seconds());
      Api api = server.api();
      for (String path : List.of("/health/live", "/health/ready", "/api/health", "/metrics", "/openapi.json",
          "/asyncapi.json", "/docs")) {
        assertEquals(200, api.get(path, null).status(), path);
      }
      Reply ready = api.get("/health/ready", null);
      assertEquals("up", ready.data().at("/checks/database").asText(), ready::text);
      assertEquals(Api.ADMIN, api.get("/api/auth/me", api.admin()).data().path("email").asText());
      assertEquals(401, api.tryLogin(Api.ADMIN, "not-the-password").status());
      api.login("asha.kulkarni@learner.example", "learner-password-1");
      assertTrue(server.out.toString().contains("Three things to try"), server.out::toString);

      List<Long> children = server.children();
      String answer = answerOfALoginThatStraddlesTheStop(server);
      assertTrue(answer.contains("HTTP/1.1 200 OK"), answer);
      assertTrue(answer.contains("accessToken"), answer);
      assertEquals(0, server.exitCode(), server.out::toString);
      ServerProcess.assertGone(children);
    }
  }

  /** The first request's answer shows that the server has read the second one's beginning. */
  private static String answerOfALoginThatStraddlesTheStop(ServerProcess server) throws IOException {
    String body = "{\"email\":\"" + Api.ADMIN + "\",\"password\":\"" + Api.PASSWORD + "\"}";
    URI base = URI.create(server.api().base());
    try (Socket socket = new Socket(base.getHost(), base.getPort())) {
      socket.setSoTimeout((int) ServerProcess.STOP_LIMIT.toMillis());
      String begun = "GET /health/live HTTP/1.1\r\nHost: a\r\n\r\n"
          + "POST /api/auth/login HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Type: application/json\r\n"
          + "Content-Length: " + body.length() + "\r\n\r\n" + body.substring(0, 5);
      socket.getOutputStream().write(begun.getBytes(StandardCharsets.US_ASCII));
      socket.getOutputStream().flush();
      assertEquals('H', socket.getInputStream().read());
      server.process.destroy();
      eventually("nobody else is let in", ServerProcess.STOP_LIMIT, () -> isClosed(server.api()));
      socket.getOutputStream().write(body.substring(5).getBytes(StandardCharsets.US_ASCII));
      socket.getOutputStream().flush();
      String rest = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return rest.substring(rest.indexOf("HTTP/1.1"));
    }
  }

  private static boolean isClosed(Api api) {
    try {
      return api.get("/health/ready", null).status() == 503;
    } catch (IOException refused) {
      return true;
    }
  }

  @Test
  void aKilledServerLosesNothingLeavesNoOrphanAndTheFolderIsForOneAtATime() throws Exception {
    String id;
    List<Long> children;
    try (ServerProcess killed = ServerProcess.start(data, SANDBOX)) {
      Reply made = killed.api().post("/api/admin/batches", killed.api().admin(),
          Map.of("code", "KEPT-1", "name", "Kept over a kill", "startsOn", "2026-01-05"));
      assertEquals(201, made.status(), made::text);
      id = made.data().path("id").asText();
      children = killed.children();
      killed.kill();
    }
    ServerProcess.assertGone(children);

    try (ServerProcess second = ServerProcess.startAsDelivered(data, SANDBOX)) {
      double seconds = second.seconds();
      System.out.printf("second start, after kill -9: ready after %.1f s%n", seconds);
      assertTrue(seconds < SECOND_START.toSeconds(), "slow: " + seconds);
      assertTrue(second.out.toString().contains("Database schema: up to date"), second.out::toString);
      Reply kept = second.api().get("/api/admin/batches/" + id, second.api().admin());
      assertEquals("Kept over a kill", kept.data().path("name").asText(), kept::text);

      try (ServerProcess third = ServerProcess.launch(data, SANDBOX)) {
        assertEquals(1, third.exitCode());
        assertTrue(third.errors.toString().contains("is in use by process " + second.pid() + "; stop it"),
            third.errors::toString);
      }
      assertEquals(200, second.api().get("/health/ready", null).status());
      List<Long> left = second.children();
      assertEquals(0, second.stop(), second.out::toString);
      ServerProcess.assertGone(left);
    }
  }

  @Test
  void aTakenPortIsNamedAndNothingIsLeftRunning() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      String port = Integer.toString(taken.getLocalPort());
      try (ServerProcess refused = ServerProcess.launch(data, Map.of("PORT", port))) {
        assertEquals(1, refused.exitCode());
        assertTrue(refused.errors.toString().contains("PORT " + port + " "), refused.errors::toString);
        assertTrue(refused.errors.lines().size() == 1, refused.errors::toString);
      }
      try (ServerProcess refused =
          ServerProcess.launch(data, Map.of("PORT", port, "SANDBOX", "true", "SANDBOX_PORT", port))) {
        assertEquals(1, refused.exitCode());
        assertTrue(refused.errors.toString().contains("SANDBOX_PORT " + port + " is taken"), refused.errors::toString);
        assertFalse(Files.exists(data.resolve("postgres")), "nothing was started");
      }
      try (ServerProcess next = ServerProcess.start(data, Map.of())) {
        assertEquals(0, next.stop(), "the folder was left in order");
      }
    }
  }

  @Test
  void everyWrongSettingIsNamedAtOnce() throws Exception {
    Map<String, String> wrong = Map.of("PORT", "eighty", "SANDBOX", "yes", "JWT_SECRET", "short",
        "DATABASE_URL", "mysql://h/d", "SYNC_PAGE_DELAY_MS", "9-1", "ENVIRONMENT", "moon");
    try (ServerProcess refused = ServerProcess.launch(data, wrong)) {
      assertEquals(1, refused.exitCode());
      for (String name : wrong.keySet()) {
        assertTrue(refused.errors.toString().contains("- " + name + " "),
            () -> name + " is not in:\n" + refused.errors);
      }
      assertTrue(!Files.exists(data.resolve("postgres")), "nothing was started");
    }
  }

  @Test
  void productionRefusesDefaultsThatAreNotSafe() throws Exception {
    try (ServerProcess refused = ServerProcess.launch(data, Map.of("ENVIRONMENT", "production", "SANDBOX", "true"))) {
      assertEquals(1, refused.exitCode());
      for (String name : List.of("JWT_SECRET", "SUPER_ADMIN_PASSWORD", "BCRYPT_COST", "SANDBOX")) {
        assertTrue(refused.errors.toString().contains("- " + name + " must"),
            () -> name + " is not in:\n" + refused.errors);
      }
    }
  }

  @Test
  void aRoleThatThereIsNotIsNamed() throws Exception {
    try (ServerProcess refused = ServerProcess.launch(data, Map.of("ROLES", "identity,coffee"))) {
      assertEquals(1, refused.exitCode());
      assertTrue(refused.errors.toString().contains("coffee"), refused.errors::toString);
    }
  }
}
