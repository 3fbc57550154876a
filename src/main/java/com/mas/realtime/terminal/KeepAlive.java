package com.mas.realtime.terminal;

import io.netty.channel.EventLoop;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import java.util.concurrent.TimeUnit;

/** Pings, and gives up on who does not answer: a half-open connection looks alive for many minutes otherwise. */
final class KeepAlive {
  private static final long EVERY_SECONDS = 20;
  private static final int MOST_UNANSWERED = 3;

  private final ServerWebSocket socket;
  private final EventLoop loop;
  private int unanswered;

  private KeepAlive(ServerWebSocket socket, EventLoop loop) {
    this.socket = socket;
    this.loop = loop;
  }

  static void of(ServerWebSocket socket) {
    KeepAlive keeper = new KeepAlive(socket, SocketOutlet.channel(socket).channel().eventLoop());
    socket.pongHandler(pong -> keeper.unanswered = 0);
    keeper.next();
  }

  private void next() {
    loop.schedule(() -> {
      if (socket.isClosed()) {
        return;
      }
      if (unanswered++ >= MOST_UNANSWERED) {
        SocketOutlet.channel(socket).close();
        return;
      }
      socket.writePing(Buffer.buffer());
      next();
    }, EVERY_SECONDS, TimeUnit.SECONDS);
  }
}
