package com.mas.realtime.terminal;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoop;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.internal.http.WebSocketInternal;
import java.util.List;

/**
 * A WebSocket on this node. Encoded frames go past the HTTP layer's own encoder, straight to the channel; closing,
 * pings
 * and all that comes in are the HTTP layer's.
 */
final class SocketOutlet implements Outlet {
  private final ServerWebSocket socket;
  private final ChannelHandlerContext channel;
  private final EventLoop home;
  /** Null when the socket is of the session's own loop. */
  private final Crossing crossing;
  private final boolean messages;

  SocketOutlet(ServerWebSocket socket, Session session, boolean messages) {
    this.socket = socket;
    this.channel = channel(socket);
    this.home = session.home;
    this.crossing = session.crossing(channel.channel().eventLoop());
    this.messages = messages;
  }

  static ChannelHandlerContext channel(ServerWebSocket socket) {
    return ((WebSocketInternal) socket).channelHandlerContext();
  }

  @Override
  public void send(List<ByteBuf> frames, Runnable taken) {
    if (crossing == null) {
      write(frames).addListener(done -> home.execute(taken));
    } else {
      crossing.go(() -> write(frames).addListener(done -> crossing.back(taken)));
    }
  }

  private ChannelFuture write(List<ByteBuf> frames) {
    int last = frames.size() - 1;
    for (int i = 0; i < last; i++) {
      channel.write(frames.get(i), channel.voidPromise());
    }
    return channel.writeAndFlush(frames.get(last));
  }

  @Override
  public boolean takesMessages() {
    return messages;
  }

  @Override
  public void close(Closing why, String reason) {
    if (crossing == null) {
      home.execute(() -> socket.close(why.code, reason)); // later: who is told may be changing who is there
    } else {
      crossing.go(() -> socket.close(why.code, reason));
    }
  }
}
