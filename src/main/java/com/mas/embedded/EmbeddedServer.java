package com.mas.embedded;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A server of our own, which runs as a child of this process and stops with it. */
abstract sealed class EmbeddedServer implements AutoCloseable permits EmbeddedPostgres, EmbeddedRedis {
  private static final Duration STOP_PATIENCE = Duration.ofSeconds(10);

  private final Logger log = LoggerFactory.getLogger(getClass());
  private final String name;
  private final ServerFolder folder;
  private final Keeper keeper;
  private final String[] stopSignals;
  private final AtomicBoolean closed = new AtomicBoolean();

  /** @param stopSignals sent one after the other, each with its patience, until the server has ended */
  EmbeddedServer(String name, ServerFolder folder, Keeper keeper, String... stopSignals) {
    this.name = name;
    this.folder = folder;
    this.keeper = keeper;
    this.stopSignals = stopSignals;
  }

  public final int port() {
    return keeper.launch().port();
  }

  /** The server's process id. */
  public final long pid() {
    return keeper.launch().child().pid();
  }

  /**
   * Starts the server again whenever it ends by itself: the machine's memory may run out, or somebody may kill it.
   *
   * @param lost is told why, when that does not work
   */
  public final void keep(Consumer<String> lost) {
    keeper.watch(lost);
  }

  /** Stops the server in order. Takes at most some 30 s; a second call does nothing. */
  @Override
  public final void close() throws IOException {
    if (closed.compareAndSet(false, true)) {
      long begin = System.nanoTime();
      keeper.stop(STOP_PATIENCE, stopSignals);
      folder.close();
      log.info("{} stopped in {} ms", name, (System.nanoTime() - begin) / 1_000_000);
    }
  }
}
