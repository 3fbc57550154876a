package com.mas.realtime.terminal;

import io.netty.buffer.ByteBuf;
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
  private final boolean messages;

  SocketOutlet(ServerWebSocket socket, EventLoop home, boolean messages) {
    this.socket = socket;
    this.channel = channel(socket);
    this.home = home;
    this.messages = messages;
  }

  static ChannelHandlerContext channel(ServerWebSocket socket) {
    return ((WebSocketInternal) socket).channelHandlerContext();
  }

  @Override
  public void send(List<ByteBuf> frames, Runnable taken) {
    EventLoop loop = channel.channel().eventLoop();
    if (loop.inEventLoop()) {
      write(frames, taken);
    } else {
      loop.execute(() -> write(frames, taken));
    }
  }

  private void write(List<ByteBuf> frames, Runnable taken) {
    int last = frames.size() - 1;
    for (int i = 0; i < last; i++) {
      channel.write(frames.get(i), channel.voidPromise());
    }
    channel.writeAndFlush(frames.get(last)).addListener(done -> home.execute(taken));
  }

  @Override
  public boolean takesMessages() {
    return messages;
  }

  @Override
  public void close(Closing why, String reason) {
    channel.channel().eventLoop().execute(() -> socket.close(why.code, reason));
  }
}
