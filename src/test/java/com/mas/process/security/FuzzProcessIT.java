package com.mas.process.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.mas.bus.Principal.Role;
import com.mas.process.Api;
import com.mas.process.Api.Reply;
import com.mas.process.ContractOperation;
import com.mas.process.Samples;
import com.mas.process.ServerProcess;
import com.mas.testkit.Alone;
import com.mas.testkit.TestDatabase;
import com.mas.testkit.TestServers;
import com.mas.testkit.TestTokens;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Requests of a running server, right ones with something wrong in them: nothing is a failure of ours, and everything
 * is answered. Some seconds by default; {@code -Dfuzz.seconds=600 -Dfuzz.seed=7} goes on longer from another seed.
 */
@Alone
class FuzzProcessIT {
  private static final Duration LONG = Duration.ofSeconds(Integer.getInteger("fuzz.seconds", 6));
  private static final long SEED = Long.getLong("fuzz.seed", 20_260_101L);
  private static final String SIGNING = "the-secret-that-signs-webhooks-here";
  private static final Pattern STATUS =
      Pattern.compile("(?:HTTP/1\\.1 100 Continue\r\n\r\n)?HTTP/\\d+\\.\\d+ (\\d{3})");
  private static final int WAIT_MS = 20_000;
  private static final List<String> PIECES = List.of("\"", "\\", "{", "}", "[", "]", ",", ":", "null", "-0", "1e9999",
      "9".repeat(100), "\\u0000", "\\ud800", "\u0000", "\uFFFF", "é", "😀", "\u202E", "%00", "%zz", "%", "%c0%af",
      "..;", "../", "//", "?", "#", "&", "=", "+", ";",
      "\t", "\r\n", "\n", "\r", " ", "\u000b", "'", "$1", "{}", "[]", "true",
      "*", "\u001e", "x".repeat(9000));
  /** Texts for which backtracking patterns and formats take long, and which recursion does not survive. */
  private static final List<String> LONG_TEXTS = Stream.of("a", "a.", "a@", "a@a.", "\"", "\\", "(", "-", "1", " ", "%",
      "ab-", "@", "://", "á", "2026-01-05T", "+", "[", "http://a.")
      .map(each -> each.repeat(60_000 / each.length())).toList();

  @TempDir private static Path data;
  private static TestDatabase database;
  private static ServerProcess server;
  private static Api api;
  private static URI at;
  private static List<ContractOperation> operations;
  private static String admin;
  private final Random random = new Random(SEED);
  private final Samples samples = new Samples();

  @BeforeAll
  static void start() throws Exception {
    database = TestDatabase.create();
    server = ServerProcess.start(data, Map.of("DATABASE_URL", database.url(), "REDIS_URL", TestServers.redis().url(),
        "SANDBOX", "true", "RATE_LIMITS", "false", "JWT_SECRET", TestTokens.SECRET, "WHATSAPP_APP_SECRET", SIGNING));
    api = server.api();
    at = URI.create(api.base());
    operations = ContractOperation.of(api.get("/openapi.json", null).json());
    admin = new TestTokens(Clock.systemUTC()).of(UUID.randomUUID(), Role.SUPERADMIN, "batch_lead", "super_mentor");
  }

  @AfterAll
  static void stop() throws IOException {
    server.close();
    database.close();
  }

  @AfterEach
  void nothingWentWrongInside() throws IOException {
    List<String> lines = server.out.lines();
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).matches("\\S+ ERROR .*|.*Unhandled.*")) {
        fail(String.join("\n", lines.subList(i, Math.min(lines.size(), i + 15))));
      }
    }
    assertEquals(200, api.get("/health/ready", null).status());
  }

  private interface Round {
    void run() throws Exception;
  }

  private static int during(Duration time, Round round) throws Exception {
    long end = System.nanoTime() + time.toNanos();
    int rounds = 0;
    while (System.nanoTime() < end) {
      round.run();
      rounds++;
    }
    return rounds;
  }

  private ContractOperation any() {
    return operations.get(random.nextInt(operations.size()));
  }

  private String mutated(String text) {
    String result = text;
    for (int i = random.nextInt(3); i >= 0; i--) {
      int from = random.nextInt(result.length() + 1);
      int to = Math.min(result.length(), from + random.nextInt(4));
      String piece = random.nextInt(5) == 0 ? String.valueOf((char) random.nextInt(256))
          : PIECES.get(random.nextInt(PIECES.size()));
      result = result.substring(0, from) + piece + result.substring(to);
    }
    return result;
  }

  private static void answered(int status, Object what) {
    assertTrue(status >= 200 && status < 500, () -> status + " for " + shortened(what));
  }

  private static String shortened(Object what) {
    String text = String.valueOf(what);
    return text.substring(0, Math.min(1500, text.length()));
  }

  @Test
  void bodiesThatAreNearlyRight() throws Exception {
    List<ContractOperation> writes = operations.stream().filter(each -> each.body() != null).toList();
    during(LONG, () -> {
      ContractOperation operation = writes.get(random.nextInt(writes.size()));
      String body = mutated(samples.body(operation).toString());
      Reply reply = api.ask(operation.method(), samples.path(operation, null, null), admin, body);
      answered(reply.status(), operation + " " + body + ": " + reply.text());
    });
  }

  /** Each text of each body, once with each long text; a pattern that backtracks shows by the time that it takes. */
  @Test
  void longTextsInEachPlace() throws Exception {
    for (ContractOperation operation : operations) {
      for (String name : operation.body() == null ? List.<String>of() : List.copyOf(operation.body().keySet())) {
        ObjectNode body = samples.body(operation);
        JsonNode now = body.path(name);
        if (now.isMissingNode() || now.isTextual()) {
          String text = LONG_TEXTS.get(random.nextInt(LONG_TEXTS.size()));
          check(operation, body.put(name, text), name);
          if (name.matches("(?i).*(email|phone|url|date|code|at|time).*")) {
            for (String each : LONG_TEXTS) {
              check(operation, body.put(name, each), name);
            }
          }
        }
      }
    }
  }

  private void check(ContractOperation operation, ObjectNode body, String name) throws IOException {
    long began = System.nanoTime();
    Reply reply = api.ask(operation.method(), samples.path(operation, null, null), admin, body.toString());
    answered(reply.status(), operation + " " + name + ": " + reply.text());
    Duration took = Duration.ofNanos(System.nanoTime() - began);
    assertTrue(took.toSeconds() < 5, () -> operation + " " + name + " took " + took + " " + shortened(body));
  }

  @Test
  void addressesAndHeadersThatAreNearlyRight() throws Exception {
    List<String> others = List.of("/health/ready", "/docs", "/console/", "/console/student", "/console/vendor/xterm.js",
        "/socket.io/?EIO=4&transport=polling", "/socket.io/?EIO=4&transport=polling&sid=abcdefghijklmnopqrstuvwxyz",
        "/socket.io/?EIO=4&transport=websocket", "/ws/terminal?session=" + UUID.randomUUID(), "/metrics", "*",
        "http://other.example/api/auth/me", "//api/auth/me");
    List<String> headers = List.of("Accept", "Accept-Encoding", "Accept-Language", "Authorization", "Content-Type",
        "Cookie", "Expect", "Forwarded", "Host", "Idempotency-Key", "If-None-Match", "If-Modified-Since", "Origin",
        "Range",
        "Referer", "Sec-WebSocket-Protocol", "Sec-WebSocket-Key", "Sec-WebSocket-Version", "TE", "traceparent",
        "Upgrade", "User-Agent", "X-Forwarded-For", "X-Forwarded-Proto", "X-Platform", "X-Request-Id",
        "Access-Control-Request-Method");
    during(LONG, () -> {
      ContractOperation operation = any();
      boolean ours = random.nextInt(3) > 0;
      String path = ours ? samples.path(operation, null, null) : others.get(random.nextInt(others.size()));
      String target = clean(random.nextInt(3) == 0 ? path : mutated(path).replace(" ", "%20"));
      String body = ours && operation.body() != null ? samples.body(operation).toString() : "";
      StringBuilder head = new StringBuilder(ours ? operation.method() : random.nextBoolean() ? "GET" : "POST")
          .append(' ').append(target.isEmpty() ? "/" : target)
          .append(" HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: ")
          .append(body.length()).append("\r\nAuthorization: Bearer ").append(admin).append("\r\n");
      for (int i = random.nextInt(4); i > 0; i--) {
        head.append(headers.get(random.nextInt(headers.size()))).append(": ").append(clean(mutated("gzip;q=1, *")))
            .append("\r\n");
      }
      String request = head.append("\r\n").append(body).toString();
      exchange(request.getBytes(StandardCharsets.ISO_8859_1), false);
    });
  }

  /** Without what would end the line, so that the request stays whole. */
  private static String clean(String text) {
    return text.replaceAll("[\\r\\n]", "");
  }

  /** Bytes anywhere, the framing too: it may be answered or closed, not left alone. */
  @Test
  void requestsWithWrongBytes() throws Exception {
    during(LONG, () -> {
      ContractOperation operation = any();
      ObjectNode sample = samples.body(operation);
      String body = sample == null ? "" : sample.toString();
      String framing = switch (random.nextInt(4)) {
        case 0 -> "Transfer-Encoding: chunked\r\n\r\n" + Integer.toHexString(body.length()) + "\r\n" + body
            + "\r\n0\r\n\r\n";
        case 1 -> "Upgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAoAAAAAIAAAAA\r\n"
            + "Connection: Upgrade, HTTP2-Settings\r\n\r\n";
        default -> "Content-Length: " + body.length() + "\r\n\r\n" + body;
      };
      byte[] request = (operation.method() + " " + samples.path(operation, null, null)
          + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nAuthorization: Bearer " + admin + "\r\n"
          + framing)
          .getBytes(StandardCharsets.ISO_8859_1);
      exchange(random.nextInt(6) == 0 ? http2(request) : broken(request), true);
    });
  }

  private byte[] broken(byte[] request) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int damages = 1 + random.nextInt(3);
    for (byte octet : request) {
      if (random.nextInt(request.length) < damages) {
        switch (random.nextInt(4)) {
          case 0 -> out.write(random.nextInt());
          case 1 -> out.writeBytes(PIECES.get(random.nextInt(PIECES.size() - 1)).getBytes(StandardCharsets.UTF_8));
          case 2 -> {
            out.write(octet);
            out.write(octet);
          }
          default -> {}
        }
      } else {
        out.write(octet);
      }
    }
    return out.toByteArray();
  }

  private byte[] http2(byte[] noise) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
    out.writeBytes(new byte[] {0, 0, 0, 4, 0, 0, 0, 0, 0});
    for (int i = random.nextInt(5); i >= 0; i--) {
      int length = random.nextInt(Math.min(noise.length, 200));
      out.writeBytes(new byte[] {0, 0, (byte) length, (byte) random.nextInt(11), (byte) random.nextInt(64), 0, 0, 0,
          (byte) random.nextInt(6)});
      out.write(noise, 0, length);
    }
    return out.toByteArray();
  }

  /** @param over whether nothing more is to be expected of the client */
  private static void exchange(byte[] request, boolean over) throws IOException {
    try (Socket socket = new Socket(at.getHost(), at.getPort())) {
      socket.setSoTimeout(WAIT_MS);
      socket.getOutputStream().write(request);
      if (over) {
        socket.shutdownOutput();
      }
      String answer = new String(socket.getInputStream().readNBytes(4096), StandardCharsets.ISO_8859_1);
      Matcher status = STATUS.matcher(answer);
      if (status.lookingAt()) {
        boolean version = status.group(1).matches("50[15]"); // it asked for one that there is not
        answered(version || status.group(1).equals("101") ? 200 : Integer.parseInt(status.group(1)),
            new String(request, StandardCharsets.ISO_8859_1) + "\n---\n" + answer);
      }
    } catch (SocketTimeoutException e) {
      assertFalse(true, () -> "no answer to " + shortened(new String(request, StandardCharsets.ISO_8859_1)));
    } catch (java.net.SocketException e) {
      // it was closed before all of it was taken, which is an answer
    }
  }

  @Test
  void webhooksThatAreSignedAndNearlyRight() throws Exception {
    String status = """
        {"entry":[{"changes":[{"value":{
          "statuses":[{"id":"wamid.1","status":"failed","timestamp":"1767200000","biz_opaque_callback_data":"x",
            "errors":[{"code":131026,"title":"x","error_data":{"details":"y"}}]}],
          "messages":[{"id":"wamid.2","from":"919900000001","timestamp":"1767200000","type":"text",
            "text":{"body":"STOP"}}]}}]}]}""";
    during(LONG.dividedBy(2), () -> {
      String body = mutated(status);
      Reply reply = api.ask("POST", "/api/webhooks/whatsapp", null, body,
          "X-Hub-Signature-256", "sha256=" + signed(body));
      answered(reply.status(), body + ": " + reply.text());
    });
  }

  private static String signed(String body) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(SIGNING.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
    return HexFormat.of().formatHex(mac.doFinal(body.getBytes(StandardCharsets.UTF_8)));
  }
}
