package com.mas.jobs;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.pubsub.PgSubscriber;

/** Hears of new work, on a connection of its own that comes back when it is lost. What it misses is found anyway. */
final class Wake {
  static final String CHANNEL = "jobs";
  /** After the queue's name: the job has a group key. */
  static final String GROUPED = "#";
  /** Before epoch milliseconds: something will be due then. */
  static final String AT = "@";
  /** Before the tenant whose job it is, at the end; without it, it may be anybody's. */
  static final char TENANT = '\t';
  /** A queue was paused, resumed or changed. */
  static final String CHANGED = "!";
  private static final long LONGEST_PAUSE_MILLIS = 2000;

  private final PgSubscriber subscriber;

  /** @param missed called whenever something may have been missed: at the start, and after each reconnect */
  Wake(Vertx vertx, PgConnectOptions options, Hints hints, Runnable missed) {
    subscriber = PgSubscriber.subscriber(vertx, options)
        .reconnectPolicy(failures -> Math.min(LONGEST_PAUSE_MILLIS, 50L << Math.min(failures, 6)));
    subscriber.channel(CHANNEL).subscribeHandler(listening -> missed.run()).handler(payload -> hear(payload, hints));
  }

  interface Hints {
    /** @param tenant null: anybody's */
    void ready(String queue, boolean grouped, String tenant);

    void due(long epochMillis);

    void changed();
  }

  private static void hear(String payload, Hints hints) {
    if (payload.startsWith(AT)) {
      hints.due(Long.parseLong(payload, 1, payload.length(), 10));
    } else if (payload.equals(CHANGED)) {
      hints.changed();
    } else {
      int tab = payload.indexOf(TENANT);
      String queue = tab < 0 ? payload : payload.substring(0, tab);
      boolean grouped = queue.endsWith(GROUPED);
      hints.ready(grouped ? queue.substring(0, queue.length() - 1) : queue, grouped,
          tab < 0 ? null : payload.substring(tab + 1));
    }
  }

  Future<Void> listen() {
    return subscriber.connect();
  }

  Future<Void> close() {
    return subscriber.close();
  }
}
