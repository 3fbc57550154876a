package com.mas.realtime.engineio;

import io.netty.channel.Channel;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.impl.ConnectionBase;

/**
 * Reaches the channels beneath the framework's connections, for those that watch or cut a client below its protocol.
 * Only this package uses the framework's internals; others are handed these methods.
 */
public final class Channels {
  private Channels() {}

  public static Channel of(HttpConnection connection) {
    return ((ConnectionBase) connection).channel();
  }

  /** Closes at once; the socket's own method waits until all that was written is read. */
  public static void cut(NetSocket socket) {
    ((NetSocketInternal) socket).channelHandlerContext().close();
  }
}
