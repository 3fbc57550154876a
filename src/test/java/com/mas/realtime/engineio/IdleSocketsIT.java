package com.mas.realtime.engineio;

import static com.mas.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.testkit.Alone;
import com.mas.testkit.NodeJs;
import io.vertx.core.Vertx;
import java.io.BufferedReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

@Alone
class IdleSocketsIT {
  private static final int SOCKETS = 10_000;
  private static final int BYTES_EACH = 20_000;
  private static final int FILES_BESIDE = 200;

  @Test
  void tenThousandIdleSocketsCostOneFileAndAFewKilobytesEachAndGiveThemBack() throws Exception {
    EngineConfig config = EngineConfig.of("idle", (origin, host) -> true);
    try (EchoServer server = EchoServer.start(Vertx.vertx(), config, 0)) {
      hold(server, 200); // the first connections load and allocate things once
      long files = openFiles();
      long heap = usedHeap();
      Process clients = clients(server, SOCKETS);
      try {
        assertEquals(SOCKETS, server.engine().sessionCount());
        assertTrue(openFiles() - files <= SOCKETS + FILES_BESIDE, "files: " + (openFiles() - files));
        long each = (usedHeap() - heap) / SOCKETS;
        System.out.println("an idle socket: " + each + " bytes of heap");
        assertTrue(each <= BYTES_EACH, each + " bytes of heap for each");
      } finally {
        clients.destroyForcibly();
      }
      eventually("all are gone", Duration.ofSeconds(60), () -> server.engine().sessionCount() == 0
          && openFiles() <= files + FILES_BESIDE);
    }
  }

  private static void hold(EchoServer server, int count) throws Exception {
    clients(server, count).destroyForcibly();
    eventually("they are gone", Duration.ofSeconds(60), () -> server.engine().sessionCount() == 0);
  }

  private static Process clients(EchoServer server, int count) throws Exception {
    Process clients = NodeJs.start(Map.of(), "node", "idle.mjs", String.valueOf(server.port()), String.valueOf(count));
    BufferedReader out = clients.inputReader(StandardCharsets.UTF_8);
    assertEquals("READY", out.readLine());
    return clients;
  }

  private static long openFiles() {
    return ((com.sun.management.UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getOpenFileDescriptorCount();
  }

  private static long usedHeap() {
    System.gc();
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
