package com.mas.realtime.engineio;

import io.netty.channel.IoHandlerFactory;
import io.netty.channel.SelectStrategy;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.util.IntSupplier;
import io.vertx.core.Vertx;
import io.vertx.core.VertxBuilder;
import io.vertx.core.VertxOptions;
import io.vertx.core.impl.transports.EpollTransport;
import io.vertx.core.transport.Transport;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * Event loops on epoll that let arrivals gather for a moment while much arrives for sockets, as network cards do with
 * interrupts: a loop that is woken for nearly every packet spends a quarter of its time on falling asleep and waking
 * up. Under little load, when what arrives comes from one connection at a time, and when it is mostly not for sockets,
 * nothing waits: a request of a REST client's costs so much more than a packet that it would gain nothing.
 */
public final class GatheringEpoll extends EpollTransport implements Transport {
  private GatheringEpoll() {}

  /** Vert.x with such loops; with others where there is no epoll. */
  public static VertxBuilder vertx(VertxOptions options) {
    GatheringEpoll epoll = new GatheringEpoll();
    VertxBuilder builder = Vertx.builder().with(options);
    return epoll.available() ? builder.withTransport(epoll) : builder;
  }

  @Override
  public IoHandlerFactory ioHandlerFactory() {
    return EpollIoHandler.newFactory(0, () -> new Pace(System::nanoTime, () -> Traffic.here().take()));
  }

  @Override
  public String name() {
    return "epoll";
  }

  @Override
  public boolean available() {
    return isAvailable();
  }

  @Override
  public io.vertx.core.spi.transport.Transport implementation() {
    return this;
  }

  /** Decides, each time that a loop has nothing left to do, whether it waits to be woken or looks a moment later. */
  static final class Pace implements SelectStrategy {
    /** Turns of the loop between two judgements. */
    static final int WINDOW = 32;
    /** A loop that turns more often than that has much to do. */
    static final int QUICK_NANOS = 100_000;
    /** Windows until it is tried again, after it was not worth it. */
    static final int REST = 128;
    /** Arrivals in a moment, on average, from which on it is. */
    private static final int WORTH = 2;
    /** About twice that with what the kernel adds. */
    private static final int MOMENT_NANOS = 60_000;

    private final LongSupplier clock;
    private final java.util.function.IntSupplier forSockets;
    private long began;
    private int turns;
    private int gathered;
    private int seen;
    private int rest;
    private boolean gathering;

    /** @param forSockets of all arrivals, how many since it was asked last */
    Pace(LongSupplier clock, java.util.function.IntSupplier forSockets) {
      this.clock = clock;
      this.forSockets = forSockets;
      this.began = clock.getAsLong();
    }

    @Override
    public int calculateStrategy(IntSupplier arrivals, boolean hasTasks) throws Exception {
      if (hasTasks) {
        int found = arrivals.get();
        seen += found;
        return found;
      }
      if (++turns == WINDOW) {
        judge(clock.getAsLong());
      }
      if (!gathering) {
        return SELECT;
      }
      LockSupport.parkNanos(MOMENT_NANOS);
      int found = arrivals.get();
      gathered += found;
      return found > 0 ? found : SELECT;
    }

    private void judge(long now) {
      int sockets = forSockets.getAsInt();
      if (gathering) {
        gathering = gathered >= WORTH * WINDOW && areMost(sockets, gathered + seen);
        rest = REST;
      } else if (rest > 0) {
        rest--;
      } else {
        gathering = now - began < (long) WINDOW * QUICK_NANOS && areMost(sockets, WINDOW + seen);
      }
      began = now;
      turns = 0;
      gathered = 0;
      seen = 0;
    }

    private static boolean areMost(int sockets, int all) {
      return 2L * sockets >= all;
    }
  }
}
