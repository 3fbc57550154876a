package com.mas.http;

import static com.mas.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.bus.Principal;
import com.mas.http.EdgeServer.Reply;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class BodyPartsTest {
  private static final int MB = 1 << 20;
  @AutoClose private static final EdgeServer server = new EdgeServer();

  private static String token() {
    return server.tokens.of(Principal.Role.USER);
  }

  private static Reply take(String name, byte[] body) {
    return server.ask("POST", "/api/take/" + name).token(token()).bytes(body).reply();
  }

  private static byte[] file(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }

  @Test
  void aBodyComesPartByPartAndWhole() {
    for (int size : List.of(0, 1, BodyParts.PART - 1, BodyParts.PART, BodyParts.PART + 1, 8 * MB)) {
      byte[] sent = file(size);
      Reply reply = take("whole", sent);
      assertEquals(201, reply.status(), reply.text());
      assertEquals(size, reply.json().at("/data/size").asInt());
      ByteArrayOutputStream came = new ByteArrayOutputStream();
      server.shop.files.get(reply.json().at("/data/id").asText()).forEach(came::writeBytes);
      assertArrayEquals(sent, came.toByteArray());
    }
    assertTrue(server.shop.largest.get() <= BodyParts.PART + (128 << 10), () -> "largest part: " + server.shop.largest);
  }

  @Test
  void whatTheOperationRefusesIsAnsweredAtOnce() {
    assertEquals(422, take("refused", file(MB)).status());
    assertEquals(401, server.ask("POST", "/api/take/x").bytes(file(10)).reply().status());
    assertEquals(413, take("whole", file(32 * MB + 1)).status());
    assertEquals(201, take("whole", file(10)).status());
  }

  @Test
  void nothingIsReadAheadOfAnOperationThatIsBusy() throws Exception {
    try (Socket socket = new Socket("127.0.0.1", server.port())) {
      OutputStream out = socket.getOutputStream();
      out.write(("POST /api/take/slow HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer " + token()
          + "\r\nContent-Length: " + 32 * MB + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
      AtomicInteger written = new AtomicInteger();
      byte[] block = file(64 << 10);
      Thread.ofVirtual().start(() -> {
        try {
          while (written.get() < 32 * MB) {
            out.write(block);
            written.addAndGet(block.length);
          }
        } catch (IOException e) {
          written.set(-1);
        }
      });
      AtomicInteger last = new AtomicInteger(-1);
      AtomicInteger same = new AtomicInteger();
      eventually("it stands still", Duration.ofSeconds(30), () -> {
        int now = written.get();
        same.set(now > 0 && now == last.getAndSet(now) ? same.get() + 1 : 0);
        return same.get() == 100;
      });
      assertTrue(last.get() < 32 * MB, last::toString);
      server.shop.released.tryComplete();
      String head = new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
      assertEquals("HTTP/1.1 201", head);
      assertEquals(32 * MB, written.get());
    }
  }
}
