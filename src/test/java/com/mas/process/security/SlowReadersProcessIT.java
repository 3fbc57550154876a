package com.mas.process.security;

import static com.mas.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.process.ServerProcess;
import com.mas.testkit.Alone;
import com.mas.testkit.RawHttp2;
import com.mas.testkit.TestDatabase;
import com.mas.testkit.TestServers;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients that ask for much and take nothing cost the server little; and a full heap ends it. */
@Alone
class SlowReadersProcessIT {
  private static final int CLIENTS = 40;
  private static final int ASKED = 100;
  /** Nearly half a megabyte: the answers to twenty requests are more than one connection may leave unread. */
  private static final String BIG = "/openapi.json";
  /** Some 50 kB: as many answers are within the bound, so that only their slowness is to blame. */
  private static final String MIDDLE = "/console/vendor/uplot.js";
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final long QUICK_NANOS = 5_000_000_000L;
  private static final Pattern METRIC = Pattern.compile("^(jvm_memory_(?:used|max)_bytes)\\{.*area=\"heap\".*} (\\S+)$",
      Pattern.MULTILINE);

  @TempDir private Path data;

  private interface Played {
    void with(ServerProcess server, int port) throws Exception;
  }

  private Map<String, String> settings(TestDatabase database, Map<String, String> own) {
    Map<String, String> all = new HashMap<>(Map.of("DATABASE_URL", database.url(), "REDIS_URL",
        TestServers.redis().url(), "SLOW_READER_SECONDS", "4", "ACCESS_LOG", "false"));
    all.putAll(own);
    return all;
  }

  private void serve(Played play) throws Exception {
    try (TestDatabase database = TestDatabase.create();
        ServerProcess server = ServerProcess.start(data, settings(database, Map.of()))) {
      play.with(server, URI.create(server.api().base()).getPort());
    }
  }

  /** The node answers at once, and most of its heap is free. */
  private static void isWell(ServerProcess server) throws IOException {
    long began = System.nanoTime();
    assertEquals(200, server.api().get("/health/live", null).status());
    assertTrue(System.nanoTime() - began < QUICK_NANOS, "it answers at once");
    Map<String, Double> sums = new HashMap<>();
    Matcher each = METRIC.matcher(server.api().get("/metrics", null).text());
    while (each.find()) { // some pools have no bound, which is told as -1
      sums.merge(each.group(1), Math.max(0, Double.parseDouble(each.group(2))), Double::sum);
    }
    double share = sums.get("jvm_memory_used_bytes") / sums.get("jvm_memory_max_bytes");
    assertTrue(share < 0.6, () -> "of the heap are used: " + share);
  }

  private static void isToldOnce(ServerProcess server) throws IOException {
    String metrics = server.api().get("/metrics", null).text();
    assertTrue(metrics.contains("http_readers_cut_total{reason=\"slow\"}"), metrics);
    long told = server.out.lines().stream().filter(line -> line.contains("does not take its answers")).count();
    assertTrue(told >= 1 && told <= 6, () -> "it is said, and not for each: " + told);
  }

  @Test
  void clientsOfHttp2WithoutAWindowAreCutAndTheNodeAnswersAllAlong() throws Exception {
    serve((server, port) -> {
      List<RawHttp2> clients = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        RawHttp2 client = RawHttp2.open(port, 0);
        clients.add(client);
        askAll(client, i % 2 == 0 ? BIG : MIDDLE);
        isWell(server);
      }
      for (RawHttp2 client : clients) {
        client.readEnd();
        isWell(server);
        client.close();
      }
      isToldOnce(server);
      assertTrue(server.api().get("/metrics", null).text().contains("http_readers_cut_total{reason=\"connection\"}"));
      eventually("nothing waits", SOON,
          () -> server.api().get("/metrics", null).text().contains("\nhttp_unread_bytes 0.0"));
    });
  }

  private static void askAll(RawHttp2 client, String path) {
    try {
      for (int i = 0; i < ASKED; i++) {
        client.get(path);
      }
    } catch (IOException cut) {
      // before it has asked for all
    }
  }

  @Test
  void clientsThatPipelineAndDoNotReadAreCutAndTheNodeAnswersAllAlong() throws Exception {
    serve((server, port) -> {
      List<Socket> clients = new ArrayList<>();
      byte[] all = ("GET " + BIG + " HTTP/1.1\r\nHost: a\r\n\r\n").repeat(ASKED).getBytes(StandardCharsets.US_ASCII);
      for (int i = 0; i < CLIENTS; i++) {
        Socket client = new Socket();
        client.setReceiveBufferSize(4096);
        client.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        clients.add(client);
        client.getOutputStream().write(all);
        isWell(server);
      }
      for (Socket client : clients) {
        eventually("it is cut", SOON, () -> isCut(client));
        isWell(server);
        client.close();
      }
      isToldOnce(server);
    });
  }

  private static boolean isCut(Socket client) {
    try {
      client.getOutputStream().write(0); // a client that was cut off notices when it writes
      return false;
    } catch (IOException cut) {
      return true;
    }
  }

  @Test
  void aFullHeapEndsTheProcessThatTheScriptHasStarted() throws Exception {
    try (TestDatabase database = TestDatabase.create();
        ServerProcess server = ServerProcess.script(data,
            settings(database, Map.of("SANDBOX", "false", "JAVA_OPTS", "-Xmx256m -XX:TieredStopAtLevel=1")))) {
      fill(server);
      assertEquals(3, server.exitCode(), server.out::toString);
    }
  }

  /** Started by hand, without the JVM being asked for it. */
  @Test
  void aFullHeapEndsTheProcessHoweverItWasStarted() throws Exception {
    serve((server, port) -> {
      fill(server);
      assertEquals(3, server.exitCode(), server.out::toString);
    });
  }

  private void fill(ServerProcess server) throws Exception {
    VirtualMachine machine = VirtualMachine.attach(Long.toString(server.pid()));
    try {
      machine.loadAgent(Hog.jar(data).toString());
    } finally {
      machine.detach();
    }
  }
}
