package com.mas.realtime.engineio;

import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;

/**
 * Hears what waits for long-polling clients and what they send, so that whoever mounts a server bounds it over all
 * clients of an address and of the node. What waits in a WebSocket's channel can be seen there.
 */
public interface Waiting {
  /** Counts nothing, for a server on its own, where the bounds of each session are all there is. */
  Waiting UNCOUNTED = new Waiting() {
    @Override
    public void answered(HttpServerRequest request, int bytes, Future<Void> taken) {}

    @Override
    public Outbox outbox(HttpServerRequest handshake, Runnable cut) {
      return Outbox.NONE;
    }

    @Override
    public Inbox inbox(HttpServerRequest post, long announced) {
      return Inbox.NONE;
    }
  };

  /** Hears that an answer of so many bytes was written, which waits until {@code taken}. */
  void answered(HttpServerRequest request, int bytes, Future<Void> taken);

  /**
   * Hears that a session begins to keep packets for a client's next poll.
   *
   * @param cut ends the session; from any thread
   */
  Outbox outbox(HttpServerRequest handshake, Runnable cut);

  /**
   * Hears that the body of a POST begins to be read.
   *
   * @param announced length in bytes, 0 if it is not known
   */
  Inbox inbox(HttpServerRequest post, long announced);

  /** Counts one body. */
  interface Inbox {
    Inbox NONE = new Inbox() {
      @Override
      public boolean add(int bytes) {
        return true;
      }

      @Override
      public void release() {}
    };

    /** Returns whether there is room for so many bytes more, which count then. */
    boolean add(int bytes);

    /** Ends the count. Idempotent. */
    void release();
  }

  /** Counts for one session. */
  interface Outbox {
    Outbox NONE = new Outbox() {
      @Override
      public void holds(int bytes) {}

      @Override
      public void close() {}
    };

    void holds(int bytes);

    /** Ends the count. Idempotent. */
    void close();
  }
}
