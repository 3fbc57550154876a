package com.mas.process.security;

import static com.mas.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.process.Api;
import com.mas.process.Api.Reply;
import com.mas.process.ServerProcess;
import com.mas.realtime.engineio.RawSocket;
import com.mas.testkit.Alone;
import com.mas.testkit.TestDatabase;
import com.mas.testkit.TestServers;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One program that opens sockets without end is stopped, and nobody else. */
@Alone
class SocketPlacesProcessIT {
  private static final int PLACES = 5;
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final String POLL = "/socket.io/?EIO=4&transport=polling";
  private static final Pattern SID = Pattern.compile("\"sid\":\"([^\"]+)\"");

  @TempDir private Path data;

  private interface Played {
    void with(ServerProcess server) throws Exception;
  }

  private void serve(Map<String, String> settings, Played play) throws Exception {
    try (TestDatabase database = TestDatabase.create();
        ServerProcess server = ServerProcess.start(data, Map.ofEntries(Map.entry("DATABASE_URL", database.url()),
            Map.entry("REDIS_URL", TestServers.redis().url()), Map.entry("SANDBOX", "true"),
            Map.entry("SOCKETS_PER_ADDRESS", settings.getOrDefault("SOCKETS_PER_ADDRESS", "" + PLACES)),
            Map.entry("NEW_SOCKETS_PER_MINUTE", settings.getOrDefault("NEW_SOCKETS_PER_MINUTE", "100000")),
            Map.entry("TRUSTED_PROXIES", settings.getOrDefault("TRUSTED_PROXIES", ""))))) {
      play.with(server);
    }
  }

  private static int port(ServerProcess server) {
    return URI.create(server.api().base()).getPort();
  }

  private static RawSocket socketIo(ServerProcess server) throws IOException {
    return RawSocket.open(port(server), "/socket.io/", "");
  }

  private static RawSocket terminal(ServerProcess server) throws IOException {
    return RawSocket.open(port(server), "/ws/terminal", "&session=" + UUID.randomUUID());
  }

  private static void refused(Reply reply) {
    assertEquals(429, reply.status(), reply::text);
    assertTrue(Integer.parseInt(reply.header("retry-after")) > 0);
    assertEquals("application/problem+json", reply.header("content-type"));
    assertEquals("too_many_requests", reply.json().path("code").asText());
  }

  private static void refused(IOException refusal) {
    assertTrue(refusal.getMessage().startsWith("HTTP/1.1 429"), refusal::getMessage);
    assertTrue(refusal.getMessage().toLowerCase(Locale.ROOT).contains("\nretry-after: "), refusal::getMessage);
  }

  @Test
  void anAddressHasSoManySocketsWhateverTheyAre() throws Exception {
    serve(Map.of(), server -> {
      Api api = server.api();
      Reply first = api.get(POLL, null);
      Matcher sid = SID.matcher(first.text());
      assertTrue(sid.find(), first::text);
      List<RawSocket> open = new ArrayList<>(List.of(socketIo(server), socketIo(server), terminal(server),
          terminal(server)));
      refused(api.get(POLL, null));
      refused(api.ask("GET", POLL, null, null, "X-Forwarded-For", "198.51.100.7", "Forwarded", "for=198.51.100.7"));
      refused(assertThrows(IOException.class, () -> socketIo(server)));
      refused(assertThrows(IOException.class, () -> terminal(server)));
      // those that are in stay in: polls, and what else is asked
      assertEquals(200, api.ask("POST", POLL + "&sid=" + sid.group(1), null, "40").status());
      assertEquals(200, api.get("/api/health", null).status());

      assertEquals(200, api.ask("POST", POLL + "&sid=" + sid.group(1), null, "1").status());
      eventually("who says goodbye makes room", SOON, () -> enters(open, server, true));
      for (boolean terminal : List.of(true, false, true)) {
        open.removeFirst().close();
        eventually("whose connection breaks makes room", SOON, () -> enters(open, server, terminal));
      }
      refused(api.get(POLL, null));
      assertTrue(metrics(server, "socketio", "open") >= 3, "refusals are counted");
      assertTrue(metrics(server, "terminal", "open") >= 1, "refusals are counted");
      assertTrue(server.out.find(Pattern.compile("sockets of 127.0.0.1 are refused.*(TRUSTED_PROXIES)")).isPresent());
      for (RawSocket each : open) {
        each.close();
      }
    });
  }

  private static boolean enters(List<RawSocket> open, ServerProcess server, boolean terminal) {
    try {
      open.add(terminal ? terminal(server) : socketIo(server));
      return true;
    } catch (IOException full) {
      refused(full);
      return false;
    }
  }

  private static double metrics(ServerProcess server, String kind, String reason) throws IOException {
    return server.api().get("/metrics", null).text().lines()
        .filter(line -> line.startsWith("socket_refused_total{") && line.contains("kind=\"" + kind + "\"")
            && line.contains("reason=\"" + reason + "\""))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ')))).sum();
  }

  /** Handshakes that are wrong, broken off in the middle, or never finished hold no place. */
  @Test
  void whatBecomesNoSocketHoldsNoPlace() throws Exception {
    serve(Map.of(), server -> {
      String upgrade = " HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n";
      String key = "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";
      String session = "GET /ws/terminal?session=" + UUID.randomUUID();
      String engine = "GET /socket.io/?EIO=4&transport=websocket";
      for (int round = 0; round < 4; round++) {
        for (String request : List.of(session + upgrade + "\r\n", engine + upgrade + "\r\n",
            session + upgrade + "Sec-WebSocket-Version: 7\r\nSec-WebSocket-Key: x\r\n\r\n",
            session + upgrade + key + "Content-Length: 100\r\n\r\nand then nothing",
            engine + upgrade + key + "Content-Length: 100\r\n\r\nand then nothing",
            session + upgrade + key + "Content-Length: 20000\r\n\r\n" + "x".repeat(20000),
            session + upgrade + key + "Sec-WebSocket-Protocol: terminal.v1, token.wrong\r\n\r\n",
            session + upgrade + key + "\r\n", engine + upgrade + key + "\r\n",
            "POST" + engine.substring(3) + upgrade + key + "\r\n")) {
          try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port(server))) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().flush();
            if (round > 1) { // else it is gone while the server is at it
              socket.setSoTimeout(200);
              readSome(socket);
            }
          }
        }
      }
      List<RawSocket> open = new ArrayList<>();
      eventually("all places are free", SOON, () -> enters(open, server, open.size() % 2 == 0)
          && open.size() == PLACES);
      refused(server.api().get(POLL, null));
      for (RawSocket each : open) {
        each.close();
      }
    });
  }

  private static void readSome(Socket socket) throws IOException {
    try {
      socket.getInputStream().read(new byte[4096]);
    } catch (java.net.SocketTimeoutException nothing) {
      // it waits for the rest
    }
  }

  @Test
  void anAddressOpensSoManyNewOnesAMinuteAndOthersAreNotHeldUp() throws Exception {
    serve(Map.of("NEW_SOCKETS_PER_MINUTE", "20", "SOCKETS_PER_ADDRESS", "5000", "TRUSTED_PROXIES", "127.0.0.0/8"),
        server -> {
          String[] flood = {"X-Forwarded-For", "203.0.113.9"};
          for (int i = 0; i < 20; i++) {
            assertEquals(200, server.api().ask("GET", POLL, null, null, flood).status());
          }
          Reply reply = server.api().ask("GET", POLL, null, null, flood);
          refused(reply);
          assertTrue(Integer.parseInt(reply.header("retry-after")) <= 60);
          assertEquals(200, server.api().ask("GET", POLL, null, null, "X-Forwarded-For", "203.0.113.10").status());
          assertEquals(1, metrics(server, "socketio", "rate"));
        });
  }
}
