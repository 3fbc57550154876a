package com.mas.http;

import static com.mas.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.http.EdgeServer.Reply;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class PartsTest {
  private static final int MUCH = 1000; // parts of 64 kB each: more than sockets hold
  @AutoClose private static final EdgeServer server = new EdgeServer();

  @Test
  void aFileComesPartByPartAsOneAnswer() {
    Reply reply = server.ask("GET", "/api/export/small").reply();
    assertEquals(200, reply.status());
    assertEquals("text/csv", reply.header("content-type"));
    assertEquals("part 0\npart 1\npart 2\npart 3\n", reply.text());
    assertEquals("part 2\npart 3\n", server.ask("GET", "/api/export/small?from=2").reply().text());
    assertEquals(404, server.ask("GET", "/api/export/none").reply().status());
    assertEquals("", server.ask("HEAD", "/api/export/endless").reply().text());
  }

  @Test
  void aFileThatBreaksOffDoesNotLookWhole() {
    assertThrows(RuntimeException.class, () -> server.ask("GET", "/api/export/broken").reply());
  }

  @Test
  void nothingIsReadAheadOfAClientThatDoesNotTakeIt() throws Exception {
    try (Socket socket = new Socket("127.0.0.1", server.port())) {
      socket.getOutputStream().write("GET /api/export/endless HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(
          StandardCharsets.US_ASCII));
      AtomicInteger last = new AtomicInteger(-1);
      AtomicInteger same = new AtomicInteger();
      eventually("it stands still", Duration.ofSeconds(30), () -> {
        int now = server.shop.exported.get();
        same.set(now > 0 && now == last.getAndSet(now) ? same.get() + 1 : 0);
        return same.get() == 100;
      });
      assertTrue(last.get() < MUCH, last::toString);
      byte[] taken = socket.getInputStream().readNBytes((MUCH + last.get()) << 16);
      assertTrue(server.shop.exported.get() > last.get(), "it goes on, " + taken.length);
    }
    int before = server.shop.exported.get();
    assertTrue(before < 4 * MUCH, () -> "it stops with the client: " + before);
  }
}
