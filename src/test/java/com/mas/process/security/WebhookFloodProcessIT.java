package com.mas.process.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.process.Api;
import com.mas.process.Api.Reply;
import com.mas.process.ServerProcess;
import com.mas.process.Sql;
import com.mas.testkit.Alone;
import com.mas.testkit.TestDatabase;
import com.mas.testkit.TestServers;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Webhooks are open to all: wrong ones cost little and are soon not read any more, right ones are never lost. */
@Alone
class WebhookFloodProcessIT {
  private static final String PATH = "/api/webhooks/whatsapp";
  private static final String SECRET = "the-secret-that-signs-webhooks-here";
  private static final int LARGEST = 3 << 20;
  private static final int WRONG_ONES = 60;
  private static final int SENDERS = 48;
  private static final int STATUSES_EACH = 20;
  private static final int LARGE_ONES_AT_ONCE = 40;
  private static final int LARGE_ONES_EACH = 5;
  private static final Duration AT_ONCE = Duration.ofSeconds(10);

  @TempDir private Path data;
  private TestDatabase database;
  private ServerProcess server;

  @BeforeEach
  void start() throws IOException {
    database = TestDatabase.create();
    server = launch();
  }

  private ServerProcess launch() throws IOException {
    return ServerProcess.start(data, Map.of("DATABASE_URL", database.url(), "REDIS_URL", TestServers.redis().url(),
        "ACCESS_LOG", "false", "WHATSAPP_APP_SECRET", SECRET, "TRUSTED_PROXIES", "127.0.0.0/8"));
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
    database.close();
  }

  private static String signed(String body) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
    return "sha256=" + HexFormat.of().formatHex(mac.doFinal(body.getBytes(StandardCharsets.UTF_8)));
  }

  private Reply send(String from, String body, String signature) throws IOException {
    return server.api().ask("POST", PATH, null, body, "X-Forwarded-For", from, "X-Hub-Signature-256", signature);
  }

  /** Sends only the head, with a body announced that never comes: who is answered was not waited for. */
  private String headOnly(String from, int length, String signature) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), URI.create(server.api().base()).getPort())) {
      socket.setSoTimeout((int) AT_ONCE.toMillis());
      socket.getOutputStream().write(("POST " + PATH + " HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-For: " + from
          + "\r\nContent-Length: " + length + (signature == null ? "" : "\r\nX-Hub-Signature-256: " + signature)
          + "\r\n\r\n{").getBytes(StandardCharsets.US_ASCII));
      StringBuilder head = new StringBuilder();
      for (int c = socket.getInputStream().read(); c >= 0 && head.indexOf("\r\n\r\n") < 0; c =
          socket.getInputStream().read()) {
        head.append((char) c);
      }
      return head.toString();
    }
  }

  private static void begins(String head, int status) {
    assertTrue(head.startsWith("HTTP/1.1 " + status), head);
  }

  @Test
  void whatIsNotSignedOrTooLargeIsNotRead() throws Exception {
    begins(headOnly("203.0.113.1", LARGEST, null), 403);
    begins(headOnly("203.0.113.1", LARGEST + 1, "sha256=" + "0".repeat(64)), 413);
    String large = "{" + " ".repeat(LARGEST - 2) + "}";
    assertEquals(200, send("203.0.113.1", large, signed(large)).status());
    assertEquals(413, send("203.0.113.1", large + " ", signed(large + " ")).status());
  }

  @Test
  void whoSignsWronglyAgainAndAgainIsNotReadAnyMoreAndNobodyElseIsHeldUp() throws Exception {
    String wrong = "sha256=" + "0".repeat(64);
    String body = webhook("x", 1);
    int first = 0;
    for (int i = 0; i < 3 * WRONG_ONES; i++) {
      Reply reply = send("203.0.113.9", body, i % 2 == 0 ? wrong : "nonsense");
      if (reply.status() == 429) {
        first = i;
        assertTrue(Integer.parseInt(reply.header("retry-after")) > 0);
        break;
      }
      assertEquals(403, reply.status(), reply::text);
    }
    assertEquals(WRONG_ONES, first);
    String head = headOnly("203.0.113.9", LARGEST, wrong);
    begins(head, 429);
    assertTrue(head.contains("retry-after: "), head);
    assertEquals(200, send("203.0.113.10", body, signed(body)).status());
    for (int i = 0; i < 2 * WRONG_ONES; i++) {
      assertEquals(200, send("203.0.113.11", body, signed(body)).status(), "who signs rightly sends as many as it has");
    }
    assertEquals(200, server.api().get("/health/ready", null).status());
  }

  /** Uses so many addresses that none is refused for its own failures. */
  @Test
  void largeWrongOnesFromEverywhereAtOnceFillNoMemory() throws Exception {
    String large = " ".repeat(LARGEST);
    String wrong = "sha256=" + "0".repeat(64);
    Set<Integer> statuses = ConcurrentHashMap.newKeySet();
    List<Thread> senders = new ArrayList<>();
    for (int sender = 0; sender < LARGE_ONES_AT_ONCE; sender++) {
      int number = sender;
      senders.add(Thread.ofVirtual().start(() -> {
        for (int i = 0; i < LARGE_ONES_EACH; i++) {
          try {
            statuses.add(send("203.0." + number + "." + i, large, wrong).status());
          } catch (IOException e) {
            statuses.add(-1);
          }
        }
      }));
    }
    for (Thread sender : senders) {
      sender.join();
    }
    assertTrue(statuses.contains(403) && Set.of(403, 503).containsAll(statuses), statuses::toString);
    String body = webhook("y", 1);
    assertEquals(200, send("203.0.113.13", body, signed(body)).status());
    assertEquals(200, server.api().get("/health/ready", null).status());
    assertTrue(server.out.lines().stream().noneMatch(line -> line.matches("\\S+ ERROR .*|.*OutOfMemory.*")),
        server.out::toString);
  }

  private static String webhook(String id, int statuses) {
    return "{\"entry\":[{\"changes\":[{\"value\":{\"statuses\":[" + IntStream.range(0, statuses)
        .mapToObj(i -> "{\"id\":\"wamid." + id + "." + i + "\",\"status\":\"sent\",\"timestamp\":\"1767200000\"}")
        .collect(Collectors.joining(",")) + "]}}]}]}";
  }

  /** More at once than a domain has in hand, and the process is killed in the middle of it. */
  @Test
  void whatWasAcknowledgedIsThereHoweverManyComeAtOnceAndWhateverDies() throws Exception {
    Set<String> acknowledged = ConcurrentHashMap.newKeySet();
    Set<String> otherwise = ConcurrentHashMap.newKeySet();
    Semaphore enough = new Semaphore(0);
    List<Thread> senders = new ArrayList<>();
    Api first = server.api();
    for (int sender = 0; sender < SENDERS; sender++) {
      String name = "s" + sender;
      senders.add(Thread.ofVirtual().start(() -> {
        for (int i = 0; !Thread.currentThread().isInterrupted(); i++) {
          String id = name + "." + i;
          String body = webhook(id, STATUSES_EACH);
          try {
            Reply reply = first.ask("POST", PATH, null, body, "X-Hub-Signature-256", signed(body));
            if (reply.status() == 200) {
              acknowledged.add(id);
              enough.release();
            } else {
              otherwise.add(reply.status() + (reply.header("retry-after").isEmpty() ? " without Retry-After" : ""));
            }
          } catch (IOException killed) {
            return;
          } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
          }
        }
      }));
    }
    assertTrue(enough.tryAcquire(2_000, 60, TimeUnit.SECONDS), () -> acknowledged.size() + " and " + otherwise);
    server.kill();
    for (Thread sender : senders) {
      sender.join(Duration.ofSeconds(40));
    }
    assertTrue(Set.of("503").containsAll(otherwise), otherwise::toString);
    try (Sql sql = new Sql(database.url())) {
      String all = acknowledged.stream().map(id -> "('" + id + "')").collect(Collectors.joining(","));
      assertEquals(0, sql.number("SELECT count(*) FROM (VALUES " + all + ") AS a (id) LEFT JOIN (SELECT substring("
          + "message_id FROM '^wamid[.](.*)[.]') AS id, count(*) AS n FROM notification.statuses GROUP BY 1) AS s "
          + "USING (id) WHERE n IS DISTINCT FROM " + STATUSES_EACH));
      System.out.println(acknowledged.size() + " webhooks acknowledged and stored, refused " + otherwise);
      // whole or not at all
      assertEquals(0, sql.number("SELECT count(*) FROM notification.statuses") % STATUSES_EACH);
    }
    server = launch();
    String again = webhook(acknowledged.iterator().next(), STATUSES_EACH);
    assertEquals("{\"success\":true,\"data\":{\"statuses\":0,\"messages\":0}}",
        send("203.0.113.12", again, signed(again)).text());
  }
}
