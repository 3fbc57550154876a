package com.mas.boot;

import com.mas.http.BodyBudget;
import com.mas.http.Connections;
import com.mas.http.Unread;
import com.mas.realtime.engineio.Waiting;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;

/** Counts what waits for Socket.IO clients that poll beside all other answers. */
record PollsWaiting(Connections connections) implements Waiting {
  @Override
  public void answered(HttpServerRequest request, int bytes, Future<Void> taken) {
    connections.answered(request, bytes, taken);
  }

  @Override
  public Inbox inbox(HttpServerRequest post, long announced) {
    BodyBudget.Held held = connections.holdBody(post, announced);
    return new Inbox() {
      @Override
      public boolean add(int bytes) {
        return held.add(bytes);
      }

      @Override
      public void release() {
        held.release();
      }
    };
  }

  @Override
  public Outbox outbox(HttpServerRequest handshake, Runnable cut) {
    Unread.Holder holder = connections.kept(handshake, cut);
    return new Outbox() {
      @Override
      public void holds(int bytes) {
        holder.holds(bytes);
      }

      @Override
      public void close() {
        holder.close();
      }
    };
  }
}
