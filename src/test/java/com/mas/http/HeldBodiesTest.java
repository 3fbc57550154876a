package com.mas.http;

import static com.mas.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.bus.Principal.Role;
import com.mas.http.EdgeServer.Reply;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Tests how much of bodies is read, for each operation and for each address. */
class HeldBodiesTest {
  /** The server of this test takes bodies of one megabyte, and {@code /api/free} takes that. */
  @AutoClose private static final EdgeServer server = new EdgeServer();
  private static final String UNFINISHED = "{\"text\":\"" + "a".repeat(EdgeServer.MOST_BYTES - 100);
  private final List<Socket> held = new ArrayList<>();

  @AfterEach
  void letGo() throws IOException {
    for (Socket socket : held) {
      socket.close();
    }
  }

  /** Sends what it is given and waits for the head of an answer, or, if nothing is to come, for nothing. */
  private String send(String path, String headers, String body, boolean answered) {
    try {
      Socket socket = new Socket("127.0.0.1", server.port());
      held.add(socket);
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(("POST " + path + " HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
          + headers + "\r\n\r\n" + body).getBytes(StandardCharsets.US_ASCII));
      socket.getOutputStream().flush();
      StringBuilder head = new StringBuilder();
      while (answered && !head.toString().endsWith("\r\n\r\n")) {
        int octet = socket.getInputStream().read();
        if (octet < 0) {
          break;
        }
        head.append((char) octet);
      }
      return head.toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Leaves a body unfinished. */
  private void hold(String address) {
    send("/api/free", "X-Forwarded-For: " + address + "\r\nContent-Length: " + EdgeServer.MOST_BYTES, UNFINISHED,
        false);
  }

  /** Leaves one more unfinished until there is no room: the look at it may have taken the room of the one before. */
  private void fill(String address) {
    eventually("the share of " + address + " is taken", () -> {
      hold(address);
      return free(address, 900_000).status() == 503;
    });
  }

  private Reply free(String address, int size) {
    return server.ask("POST", "/api/free").header("X-Forwarded-For", address)
        .json("{\"text\":\"" + "a".repeat(size) + "\"}").reply();
  }

  @Test
  void whatIsAnnouncedAsTooLargeIsRefusedBeforeAnyOfItComes() {
    String token = "Authorization: Bearer " + server.tokens.of(Role.ADMIN);
    String answer = send("/api/things", token + "\r\nContent-Length: " + ((64 << 10) + 1), "", true);
    assertTrue(answer.startsWith("HTTP/1.1 413"), answer);
    answer = send("/api/things", token + "\r\nContent-Length: 65537\r\nExpect: 100-continue", "", true);
    assertTrue(answer.startsWith("HTTP/1.1 413"), answer);
    answer = send("/api/free", "Content-Length: " + Long.MAX_VALUE, "", true);
    assertTrue(answer.startsWith("HTTP/1.1 413"), answer);
  }

  @Test
  void theBoundIsTheOperationsAndIsTold() {
    String admin = server.tokens.of(Role.ADMIN);
    String thing = "{\"name\":\"" + UUID.randomUUID() + "\",\"kind\":\"NEW\"";
    String filled = thing + " ".repeat((64 << 10) - thing.length() - 1) + "}";
    assertEquals(201, server.ask("POST", "/api/things").token(admin).json(filled).reply().status());
    Reply refused = server.ask("POST", "/api/things").token(admin).json(filled + " ").reply();
    assertEquals(413, refused.status());
    assertEquals("The body is larger than the 64 kB that are taken here.", refused.json().path("message").asText());
    refused = server.ask("POST", "/api/hook").header("X-Signature", "sha256=00").bytes(new byte[(8 << 10) + 1]).reply();
    assertEquals(413, refused.status());
    assertEquals("The body is larger than the 8 kB that are taken here.", refused.json().path("message").asText());
  }

  @Test
  void chunksAreCountedToo() {
    String token = "Authorization: Bearer " + server.tokens.of(Role.ADMIN);
    String chunk = "8000\r\n" + "a".repeat(0x8000) + "\r\n";
    String answer = send("/api/things", token + "\r\nTransfer-Encoding: chunked", chunk + chunk + "1\r\na\r\n", true);
    assertTrue(answer.startsWith("HTTP/1.1 413"), answer);
  }

  @Test
  void unfinishedBodiesOfOneAddressHoldUpNobodysSmallOnesAndNoOnesElseLargeOnes() {
    fill("203.0.113.1");
    assertEquals("1", free("203.0.113.1", 900_000).header("retry-after"));
    assertEquals(200, free("203.0.113.1", 190).status());
    assertEquals(200, free("203.0.113.1", 60_000).status());
    assertEquals(200, free("203.0.113.2", 900_000).status());
  }

  @Test
  void unfinishedBodiesOfManyAddressesHoldUpNoSmallOnes() {
    for (int address = 0; address < 12; address++) {
      fill("198.51.100." + address);
    }
    assertEquals(503, free("203.0.113.3", 900_000).status(), "all but the reserve is taken");
    assertEquals(200, free("203.0.113.3", 190).status());
    assertEquals(200, free("203.0.113.3", 60_000).status());
  }

  @Test
  void whatWasReadOrGivenUpIsNotHeldAnyMore() throws IOException {
    fill("203.0.113.4");
    letGo();
    for (int i = 0; i < 20; i++) {
      eventually("there is room again", () -> free("203.0.113.4", 900_000).status() == 200);
    }
  }
}
