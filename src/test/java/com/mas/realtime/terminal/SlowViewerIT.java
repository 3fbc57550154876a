package com.mas.realtime.terminal;

import static com.mas.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.realtime.terminal.TerminalContract.CloseSession;
import com.mas.realtime.terminal.TerminalContract.LinkMode;
import com.mas.realtime.terminal.TerminalContract.NewSession;
import com.mas.testkit.Alone;
import io.netty.buffer.PooledByteBufAllocator;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Viewers that do not take what the host writes. */
@Alone
class SlowViewerIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String CHUNK = "\033[32mline of output that is long enough\033[0m\r\n".repeat(1000);
  private static final int CHUNKS = 2500; // some 120 MB: beyond what sockets and the log hold
  private static final long SPARE = 48 << 20;
  private static final int ROUNDS = 6;
  private static final double ENOUGH = 0.7;
  private static TerminalHouse house;

  @BeforeAll
  static void open() {
    house = new TerminalHouse();
    rate(0, 0); // code that is cold would be slower than code that is warm
  }

  @AfterAll
  static void close() {
    house.close();
  }

  @Test
  void aViewerThatReadsNothingDoesNotSlowTheHostDown() {
    assertKeepsUp(0, 1);
  }

  @Test
  void norWhenOthersKeepUp() {
    assertKeepsUp(1, 2);
  }

  /** Compares the best of several rounds: other work on the machine makes a round slower, never faster. */
  private static void assertKeepsUp(int quick, int stuck) {
    double alone = 0;
    double watched = 0;
    for (int round = 0; round < ROUNDS && watched <= ENOUGH * alone || round < 2; round++) {
      alone = Math.max(alone, rate(quick, 0));
      watched = Math.max(watched, rate(quick, stuck));
    }
    assertTrue(watched > ENOUGH * alone, watched + " MB/s, but " + alone + " without those who do not read");
  }

  /** Writes it all and answers at which rate; those who read nothing meanwhile end on the current screen. */
  private static double rate(int quick, int stuck) {
    NewSession session = house.create(false);
    TerminalClient host = house.host(session);
    host.write("$ ");
    List<TerminalClient> all = new ArrayList<>();
    for (int i = 0; i < quick + stuck; i++) {
      TerminalClient viewer = house.viewer(session, LinkMode.WATCH);
      viewer.sees(0, "$");
      all.add(viewer);
    }
    List<TerminalClient> slow = all.subList(quick, quick + stuck);
    slow.forEach(viewer -> viewer.socket.pause());
    long memory = memory();
    long began = System.nanoTime();
    for (int i = 0; i < CHUNKS; i++) {
      TerminalHouse.await(host.socket.writeBinaryMessage(Buffer.buffer(CHUNK)));
    }
    host.write("\033[2J\033[Hthe end");
    TerminalClient late = house.viewer(session, LinkMode.WATCH);
    eventually("a late one sees the end", PATIENCE, () -> late.line(0).equals("the end"));
    double seconds = (System.nanoTime() - began) / 1e9;
    assertTrue(house.backlog() <= Log.MOST_BYTES, () -> "frames are kept: " + house.backlog());
    long grown = memory() - memory;
    assertTrue(grown < SPARE, () -> "memory grew by " + grown);
    slow.forEach(viewer -> viewer.socket.resume());
    for (TerminalClient viewer : all) {
      eventually("all are there in the end", PATIENCE, () -> viewer.line(0).equals("the end"));
      assertArrayEquals(late.dump(), viewer.dump());
    }
    slow.forEach(viewer -> assertTrue(viewer.bytes() < (long) CHUNKS * CHUNK.length() / 2,
        () -> "it was sent what it did not take: " + viewer.bytes()));
    house.ask(TerminalContract.SESSIONS_CLOSE, new CloseSession(session.id()));
    eventually("nothing is kept of it", () -> house.backlog() == 0);
    all.forEach(viewer -> assertEquals(4410, viewer.closeCode()));
    return (long) CHUNKS * CHUNK.length() / seconds / 1e6;
  }

  /** Bytes of the heap that are in use, and of the buffers beside it. */
  private static long memory() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory()
        + PooledByteBufAllocator.DEFAULT.metric().usedDirectMemory();
  }
}
