package com.mas.realtime.terminal;

import static com.mas.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.channel.Channel;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class PongsTest {
  private static final int MANY = 200_000;
  /** Masked with nothing, so that it comes back as it went. */
  private static final byte[] PING = new byte[6 + 125];
  private static final byte[] LAST = {(byte) 0x89, (byte) 0x84, 0, 0, 0, 0, 'l', 'a', 's', 't'};
  private static final int PONG = 2 + 125;

  static {
    PING[0] = (byte) 0x89;
    PING[1] = (byte) 0x80 | 125;
  }

  @AutoClose("close") private final Vertx vertx = Vertx.vertx();
  private final AtomicReference<Channel> channel = new AtomicReference<>();

  private Socket client() throws Exception {
    HttpServer server = vertx.createHttpServer().requestHandler(request -> request.toWebSocket()
        .onSuccess(Pongs::answer).onSuccess(socket -> channel.set(SocketOutlet.channel(socket).channel())))
        .listen(0, "127.0.0.1").toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    Socket client = new Socket();
    client.setReceiveBufferSize(4096);
    client.setSoTimeout(20_000);
    client.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.actualPort()));
    client.getOutputStream().write(("GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
        + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n")
        .getBytes(StandardCharsets.US_ASCII));
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      head.append((char) client.getInputStream().read());
    }
    assertTrue(head.toString().startsWith("HTTP/1.1 101"), head::toString);
    eventually("it is a socket", () -> channel.get() != null);
    return client;
  }

  @Test
  void aPingIsAnsweredWithWhatItSaid() throws Exception {
    try (Socket client = client()) {
      client.getOutputStream().write(LAST);
      assertEquals("last", answer(client));
    }
  }

  /** They go on being read; of their answers there are no more than the channel and the network hold. */
  @Test
  void ofAClientThatReadsNothingFewAnswersAreKept() throws Exception {
    try (Socket client = client()) {
      for (int i = 0; i < MANY; i++) {
        client.getOutputStream().write(PING);
      }
      assertTrue(pending() < 1 << 20, () -> "waiting: " + pending());
      long read = 0;
      client.setSoTimeout(1000);
      try {
        for (int now = 0; now >= 0; now = client.getInputStream().read(new byte[1 << 16])) {
          read += now;
        }
      } catch (java.net.SocketTimeoutException all) {
        // there is no more
      }
      assertTrue(read < (long) MANY * PONG / 2, "not all were answered: " + read);
      client.setSoTimeout(20_000);
      client.getOutputStream().write(LAST);
      assertEquals("last", answer(client));
    }
  }

  private long pending() {
    return channel.get().unsafe().outboundBuffer().totalPendingWriteBytes();
  }

  private static String answer(Socket client) throws IOException {
    assertEquals(0x8a, client.getInputStream().read());
    return new String(client.getInputStream().readNBytes(client.getInputStream().read()), StandardCharsets.US_ASCII);
  }
}
