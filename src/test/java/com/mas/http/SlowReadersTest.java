package com.mas.http;

import static com.mas.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.http.Unread.Bounds;
import com.mas.testkit.Alone;
import com.mas.testkit.RawHttp2;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Clients that ask and do not take the answers: each is cut, and nobody else notices. */
@Alone
@Timeout(90) // a client that is not cut may go on for ever
class SlowReadersTest {
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final long AMPLE = 1L << 30;
  /** Counts slowness only. */
  private static final Bounds SLOWNESS = new Bounds(AMPLE, AMPLE, AMPLE, 1000, PATIENCE, 1024);
  private static final Duration NEVER = Duration.ofHours(1);
  private static final String BIG = "/openapi.json";

  private static int size(EdgeServer server) {
    return server.ask("GET", BIG).reply().bytes().length;
  }

  private static void nothingIsLeft(EdgeServer server) {
    eventually("nothing waits any more", SOON, () -> server.unread.bytes() == 0);
    assertEquals(200, server.ask("GET", BIG).reply().status());
  }

  @Test
  void whoOpensNoWindowIsCutThoughItPings() throws IOException {
    try (EdgeServer server = new EdgeServer("", SLOWNESS); RawHttp2 client = RawHttp2.open(server.port(), 0)) {
      int size = size(server);
      for (int i = 0; i < 10; i++) {
        client.get(BIG);
      }
      eventually("all wait", SOON, () -> server.unread.bytes() >= 10L * size);
      Thread pinging = Thread.ofVirtual().start(() -> ping(client));
      client.readEnd();
      pinging.interrupt();
      nothingIsLeft(server);
    }
  }

  /** Many a second, so that their answers alone would be reading enough. */
  private static void ping(RawHttp2 client) {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        for (int i = 0; i < 50; i++) {
          client.ping();
        }
        Thread.yield();
      }
    } catch (IOException closed) {
      // as it should be
    }
  }

  @Test
  void whoUpgradesToHttp2AndOpensNoWindowIsCut() throws IOException {
    try (EdgeServer server = new EdgeServer("", SLOWNESS); RawHttp2 client = RawHttp2.upgrade(server.port(), BIG)) {
      client.get(BIG);
      client.readEnd();
      nothingIsLeft(server);
    }
  }

  @Test
  void whoTakesAByteNowAndThenIsCut() throws IOException {
    try (EdgeServer server = new EdgeServer("", SLOWNESS); RawHttp2 client = RawHttp2.open(server.port(), 0)) {
      int stream = client.get(BIG);
      Thread taking = Thread.ofVirtual().start(() -> takeByTheByte(client, stream));
      assertNotNull(client.read(RawHttp2.DATA, stream));
      client.readEnd();
      taking.interrupt();
      nothingIsLeft(server);
    }
  }

  /** Some hundred a second. */
  private static void takeByTheByte(RawHttp2 client, int stream) {
    try {
      long began = System.nanoTime();
      for (long taken = 0; !Thread.currentThread().isInterrupted(); Thread.yield()) {
        if (System.nanoTime() - began > taken * 1_000_000_000L / 200) {
          client.window(stream, 1);
          taken++;
        }
      }
    } catch (IOException closed) {
      // as it should be
    }
  }

  /** Beside answers that are taken, those that are not are ended: they would be kept as long as the connection. */
  @Test
  void anAnswerThatStandsBesideOthersThatGoOnIsResetAlone() throws Exception {
    try (EdgeServer server = new EdgeServer("", SLOWNESS); RawHttp2 client = RawHttp2.open(server.port(), 0)) {
      int left = client.get(BIG);
      RawHttp2.Frame reset = null;
      while (reset == null) {
        int stream = client.get(BIG);
        client.window(0, 1 << 16);
        client.window(stream, 1 << 16);
        RawHttp2.Frame frame = client.read();
        while (frame != null && !(frame.number() == stream && frame.type() == RawHttp2.DATA && frame.flags() == 1)) {
          reset = frame.type() == RawHttp2.RESET && frame.number() == left ? frame : reset;
          frame = client.read();
        }
        assertNotNull(frame, "the connection goes on");
      }
      client.get("/health/live");
      eventually("only that waits", SOON, () -> server.unread.bytes() < size(server));
    }
  }

  @Test
  void anAnswerOfAProxyIsResetAndTheConnectionOfAllItsClientsGoesOn() throws IOException {
    Bounds bounds = new Bounds(AMPLE, 6000, AMPLE, 1, NEVER, 1);
    try (EdgeServer server = new EdgeServer("127.0.0.0/8", bounds); RawHttp2 proxy = RawHttp2.open(server.port(), 0)) {
      int honest = proxy.get("/health/live", "x-forwarded-for", "192.0.2.1");
      int first = proxy.get(BIG, "x-forwarded-for", "192.0.2.2");
      assertNotNull(proxy.read(RawHttp2.RESET, first));
      assertEquals(200, server.ask("GET", "/health/live").reply().status());
      proxy.window(honest, 100);
      assertNotNull(proxy.read(RawHttp2.DATA, honest));
    }
  }

  @Test
  void aConnectionHoldsSoMuchAndNoMore() throws IOException {
    try (EdgeServer server = new EdgeServer("", new Bounds(100_000, AMPLE, AMPLE, 1000, NEVER, 1));
        RawHttp2 client = RawHttp2.open(server.port(), 0)) {
      int most = 100_000 / size(server);
      for (int i = 0; i <= most; i++) {
        client.get(BIG);
      }
      client.readEnd();
      nothingIsLeft(server);
    }
  }

  @Test
  void anAddressHoldsSoMuchAndWhoHoldsLittleStays() throws IOException {
    try (EdgeServer server = new EdgeServer("", new Bounds(AMPLE, 100_000, AMPLE, 1000, NEVER, 1));
        RawHttp2 small = RawHttp2.open(server.port(), 0)) {
      int one = size(server);
      int asked = small.get(BIG);
      eventually("it waits", SOON, () -> server.unread.bytes() == one);
      List<RawHttp2> many = new ArrayList<>();
      for (int i = 0; i < 40; i++) { // each asks for two
        RawHttp2 client = RawHttp2.open(server.port(), 0);
        many.add(client);
        client.get(BIG);
        client.get(BIG);
        assertTrue(server.unread.bytes() <= 100_000 + 2 * one, "but for those that are just being added");
      }
      small.window(asked, one);
      assertNotNull(small.read(RawHttp2.DATA, asked));
      for (RawHttp2 client : many) {
        client.close();
      }
      nothingIsLeft(server);
    }
  }

  @Test
  void aClientIsToldHowManyAnswersItMayWaitForAtATime() throws IOException {
    try (EdgeServer server = new EdgeServer(); RawHttp2 client = RawHttp2.open(server.port(), 0)) {
      assertEquals(HttpVerticle.MOST_STREAMS, client.mostStreams());
    }
  }

  /** It never confirms the server's settings, so that these do not bind it. */
  @Test
  void whoDoesNotConfirmTheSettingsIsBoundAllTheSame() throws IOException {
    try (EdgeServer server = new EdgeServer("", new Bounds(AMPLE, AMPLE, AMPLE, 1000, NEVER, 1));
        RawHttp2 client = RawHttp2.open(server.port(), 0)) {
      int size = size(server);
      for (int i = 0; i < 200; i++) {
        client.get(BIG);
      }
      client.ping();
      eventually("as many as may wait do", SOON, () -> server.unread.bytes() >= 20L * size);
      assertNotNull(client.read(RawHttp2.PING, 0));
      assertTrue(server.unread.bytes() <= 101L * size, () -> "" + server.unread.bytes());
    }
  }

  private static Socket client(EdgeServer server, int buffer) throws IOException {
    Socket socket = new Socket();
    socket.setReceiveBufferSize(buffer);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()));
    socket.setSoTimeout((int) SOON.toMillis());
    return socket;
  }

  private static void ask(Socket socket, String path, int times) throws IOException {
    socket.getOutputStream().write(("GET " + path + " HTTP/1.1\r\nHost: a\r\n\r\n").repeat(times)
        .getBytes(StandardCharsets.US_ASCII));
  }

  private static boolean isCut(Socket socket) throws IOException {
    socket.setSoTimeout(1);
    try {
      socket.getOutputStream().write(0); // reads nothing: who is cut is told so when it writes
      return false;
    } catch (SocketException cut) {
      return true;
    }
  }

  @Test
  void whoPipelinesAndReadsNothingIsCut() throws IOException {
    try (EdgeServer server = new EdgeServer("", SLOWNESS); Socket client = client(server, 4096)) {
      ask(client, BIG, 100);
      eventually("it is cut", SOON, () -> isCut(client));
      nothingIsLeft(server);
    }
  }

  @Test
  void aWebSocketThatIsNotReadIsCut() throws IOException {
    try (EdgeServer server = new EdgeServer("", SLOWNESS); Socket client = client(server, 4096)) {
      client.getOutputStream().write(("GET /socket/ HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\n"
          + "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n")
          .getBytes(StandardCharsets.US_ASCII));
      byte[] head = client.getInputStream().readNBytes(12);
      assertEquals("HTTP/1.1 101", new String(head, StandardCharsets.US_ASCII));
      eventually("it is counted", SOON, () -> server.unread.bytes() > 1 << 20);
      eventually("it is cut", SOON, () -> server.unread.connections() == 0);
      nothingIsLeft(server);
    }
  }

  @Test
  void whoReadsAFileByTheByteIsCut() throws IOException {
    try (EdgeServer server = new EdgeServer("", SLOWNESS); Socket client = client(server, 4096)) {
      ask(client, "/api/export/endless", 1);
      assertTrue(client.getInputStream().read() > 0);
      eventually("it is cut", SOON, () -> isCut(client) || read(client) < 0);
      nothingIsLeft(server);
    }
  }

  /** One byte every few milliseconds; -1 when there is no more. */
  private static int read(Socket client) {
    try {
      return client.getInputStream().read();
    } catch (SocketTimeoutException nothingYet) {
      return 0;
    } catch (IOException cut) {
      return -1;
    }
  }

  @Test
  void whoReadsSlowlyButSteadilyGetsEverything() throws IOException {
    try (EdgeServer server = new EdgeServer("", SLOWNESS); Socket client = client(server, 4096)) {
      int size = size(server);
      ask(client, BIG, 100);
      InputStream in = client.getInputStream();
      long began = System.nanoTime();
      long read = 0;
      byte[] some = new byte[512];
      while (System.nanoTime() - began < 3 * PATIENCE.toNanos()) {
        int now = in.readNBytes(some, 0, some.length);
        assertEquals(some.length, now, "it is not cut after " + read);
        read += now;
        while (System.nanoTime() - began < read * 1_000_000L / 40 && System.nanoTime() - began < SOON.toNanos()) {
          Thread.onSpinWait(); // forty kilobytes a second
        }
      }
      byte[] rest = in.readNBytes((int) (90L * size - read));
      assertEquals(90L * size - read, rest.length);
    }
  }

  @Test
  void whoPipelinesMoreThanAnybodyNeedsIsCutAtOnce() throws IOException {
    try (EdgeServer server = new EdgeServer("", new Bounds(AMPLE, AMPLE, AMPLE, 1000, NEVER, 1));
        Socket client = client(server, 4096)) {
      ask(client, BIG, 1000);
      eventually("it is cut", SOON, () -> isCut(client));
      nothingIsLeft(server);
    }
  }

  @Test
  void anAddressHasSoManyConnectionsSilentOnesToo() throws IOException {
    try (EdgeServer server = new EdgeServer("", new Bounds(AMPLE, AMPLE, AMPLE, 5, PATIENCE, 1))) {
      List<Socket> open = new ArrayList<>();
      Socket first = client(server, 4096);
      open.add(first);
      ask(first, "/health/live", 1);
      assertEquals('H', first.getInputStream().read());
      eventually("silent ones are counted from now on", SOON, server.connections::isWatching);
      for (int i = 1; i < 5; i++) {
        open.add(client(server, 4096));
      }
      eventually("all are counted", SOON, () -> server.unread.connections() == 5);
      try (Socket refused = client(server, 4096)) {
        eventually("it is closed without a word", SOON, () -> read(refused) < 0);
      }
      open.getLast().close();
      eventually("there is room", SOON, () -> server.unread.connections() == 4);
      try (Socket next = client(server, 4096)) {
        ask(next, "/health/live", 1);
        assertEquals('H', next.getInputStream().read());
      }
      for (Socket each : open) {
        each.close();
      }
    }
  }
}
