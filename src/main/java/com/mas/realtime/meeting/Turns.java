package com.mas.realtime.meeting;

import com.mas.bus.Failure;
import io.vertx.core.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * One thing after the other: the domain takes what it is asked at the same time in any order, but what a person says
 * is kept and heard as it was said. Asked by the socket's event loop only.
 */
final class Turns {
  private static final int MOST = 100;

  private final AtomicInteger open = new AtomicInteger();
  private Future<?> last = Future.succeededFuture();

  /** Begins when all before it is over, however that went. */
  <T> Future<T> next(Supplier<Future<T>> work) {
    if (open.incrementAndGet() > MOST) {
      open.decrementAndGet();
      return Future.failedFuture(Failure.OVERLOADED.with("Too many requests at once; please try again."));
    }
    Future<T> mine = last.transform(before -> work.get());
    last = mine;
    return mine.onComplete(over -> open.decrementAndGet());
  }
}
