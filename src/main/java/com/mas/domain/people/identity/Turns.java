package com.mas.domain.people.identity;

import com.mas.bus.Failure;
import com.mas.bus.FailureException;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Lets a few at a time do costly work. Those who wait take turns by network: whoever asks often waits for himself, not
 * others for him. The lines are bounded; where they are full, the newest of the longest line gives way. Thread-safe.
 */
final class Turns {
  private static final int RETRY_AFTER_SECONDS = 2;

  private final int atOnce;
  private final int mostWaiting;
  private final int mostOfOne;
  private final Map<String, Deque<Promise<Void>>> lines = new LinkedHashMap<>();
  private int running;
  private int waiting;
  private int seen;

  /**
   * @param atOnce work that runs at the same time
   * @param mostWaiting of all networks together
   * @param mostOfOne of one network
   */
  Turns(int atOnce, int mostWaiting, int mostOfOne) {
    this.atOnce = atOnce;
    this.mostWaiting = mostWaiting;
    this.mostOfOne = mostOfOne;
  }

  /**
   * Does the work when it is its turn. Fails with TOO_MANY_REQUESTS when its line is full. Call on a virtual thread.
   */
  <T> T take(String network, Supplier<T> work) {
    Promise<Void> turn = Promise.promise();
    enter(network, turn);
    turn.future().await();
    try {
      return work.get();
    } finally {
      leave();
    }
  }

  /** Returns how many have asked for a turn so far. */
  synchronized int seen() {
    return seen;
  }

  private void enter(String network, Promise<Void> turn) {
    Promise<Void> gone = null;
    synchronized (this) {
      seen++;
      if (running < atOnce) {
        running++;
        turn.complete();
        return;
      }
      Deque<Promise<Void>> line = lines.computeIfAbsent(network, first -> new ArrayDeque<>());
      line.addLast(turn);
      waiting++;
      if (line.size() > mostOfOne) {
        gone = lastOf(network);
      } else if (waiting > mostWaiting) {
        gone = lastOf(longest());
      }
    }
    if (gone != null) {
      gone.fail(full()); // outside of the lock: whoever waits goes on at once
    }
  }

  private void leave() {
    Promise<Void> next = null;
    synchronized (this) {
      if (lines.isEmpty()) {
        running--;
      } else {
        Map.Entry<String, Deque<Promise<Void>>> first = lines.entrySet().iterator().next();
        next = first.getValue().removeFirst();
        waiting--;
        lines.remove(first.getKey());
        if (!first.getValue().isEmpty()) {
          lines.put(first.getKey(), first.getValue()); // behind all others
        }
      }
    }
    if (next != null) {
      next.complete();
    }
  }

  private Promise<Void> lastOf(String network) {
    Deque<Promise<Void>> line = lines.get(network);
    Promise<Void> last = line.removeLast();
    waiting--;
    if (line.isEmpty()) {
      lines.remove(network);
    }
    return last;
  }

  private String longest() {
    String longest = null;
    int most = -1;
    for (Map.Entry<String, Deque<Promise<Void>>> line : lines.entrySet()) {
      if (line.getValue().size() > most) {
        most = line.getValue().size();
        longest = line.getKey();
      }
    }
    return longest;
  }

  private static FailureException full() {
    return Failure.TOO_MANY_REQUESTS.with("Too many people sign in at the moment; please try again.")
        .retryAfter(RETRY_AFTER_SECONDS);
  }
}
