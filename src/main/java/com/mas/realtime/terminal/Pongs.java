package com.mas.realtime.terminal;

import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.vertx.core.http.ServerWebSocket;

/**
 * Answers pings in the place of the HTTP layer, which keeps an answer for each, however many, of a client that reads
 * none. While answers wait, pings are not answered: a later one is (RFC 6455, section 5.5.3).
 */
@Sharable
final class Pongs extends ChannelInboundHandlerAdapter {
  private static final Pongs ALL = new Pongs();

  private Pongs() {}

  static void answer(ServerWebSocket socket) {
    ChannelHandlerContext last = SocketOutlet.channel(socket);
    last.pipeline().addBefore(last.name(), null, ALL);
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (!(message instanceof PingWebSocketFrame ping)) {
      context.fireChannelRead(message);
    } else if (context.channel().isWritable()) {
      context.writeAndFlush(new PongWebSocketFrame(ping.content()), context.voidPromise());
    } else {
      ping.release();
    }
  }
}
