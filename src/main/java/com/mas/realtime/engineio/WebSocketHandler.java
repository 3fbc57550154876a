package com.mas.realtime.engineio;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.net.impl.ShutdownEvent;
import java.nio.charset.StandardCharsets;

/**
 * A WebSocket connection, right in its channel: between the bytes and the session there is only the reader of frames.
 * The framework's own WebSockets let invalid text pass, and cost several times the memory and time.
 */
final class WebSocketHandler extends ChannelInboundHandlerAdapter implements FrameReader.Sink, Transport {
  private static final int CLOSE_TIMEOUT_MS = 2_000;
  private static final int NORMAL = 1000;
  private static final int GOING_AWAY = 1001;

  /** Receives a connection's messages, on the connection's loop. */
  interface Peer {
    void text(byte[] packet);

    void binary(byte[] content);

    /** The last call. */
    void gone(CloseReason reason);
  }

  private final Loop loop;
  private final FrameReader reader;
  private final int maxBuffered;
  private final int pingsPerSecond;
  private final PacketRate pings = new PacketRate();
  private Peer peer;
  private ChannelHandlerContext channel;
  private boolean closing;

  WebSocketHandler(Loop loop, EngineConfig config) {
    this.loop = loop;
    this.reader = new FrameReader(this, config.maxPayload());
    this.maxBuffered = config.maxBufferedBytes();
    this.pingsPerSecond = config.packetsPerSecond();
  }

  void peer(Peer now) {
    peer = now;
  }

  // ---- to the client

  @Override
  public void send(Message message) {
    write(message.array(), message.frameStart(), message.frameEnd());
  }

  /** A whole frame, as it came from another node. */
  void frame(byte[] bytes) {
    write(bytes, 0, bytes.length);
  }

  private void write(byte[] bytes, int from, int to) {
    if (!loop.isHere()) {
      loop.execute(() -> write(bytes, from, to));
    } else if (!closing && !channel.isRemoved()) {
      channel.write(Unpooled.wrappedBuffer(bytes, from, to - from), channel.voidPromise());
      loop.flushLater(channel.channel());
    }
  }

  @Override
  public long pendingBytes() {
    ChannelOutboundBuffer outbound = channel.channel().unsafe().outboundBuffer();
    return outbound == null ? 0 : outbound.totalPendingWriteBytes();
  }

  @Override
  public void close(int code, String reason) {
    loop.execute(() -> shut(code, reason));
  }

  private void shut(int code, String reason) {
    if (closing) {
      return;
    }
    closing = true;
    reader.end();
    byte[] words = reason.getBytes(StandardCharsets.UTF_8);
    byte[] frame = new byte[4 + words.length];
    frame[0] = (byte) 0x88;
    frame[1] = (byte) (2 + words.length);
    frame[2] = (byte) (code >> 8);
    frame[3] = (byte) code;
    System.arraycopy(words, 0, frame, 4, words.length);
    channel.writeAndFlush(Unpooled.wrappedBuffer(frame)).addListener(ChannelFutureListener.CLOSE);
    // a client that does not read is not waited for
    Delay deadline = new Delay(loop.wheel(), channel::close);
    loop.wheel().set(deadline, Loop.now() + CLOSE_TIMEOUT_MS);
    channel.channel().closeFuture().addListener(closed -> deadline.cancel());
  }

  // ---- from the client

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    channel = context;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object read) {
    if (!(read instanceof ByteBuf bytes)) {
      ReferenceCountUtil.release(read); // the end of the request for the upgrade
      return;
    }
    loop.arrived();
    try {
      loop.context().dispatch(bytes, reader::read);
    } finally {
      bytes.release();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    tell(CloseReason.TRANSPORT_CLOSE);
    context.fireChannelInactive();
  }

  /** The server that accepted the connection stops. */
  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof ShutdownEvent) {
      tell(CloseReason.SERVER_SHUTTING_DOWN);
      close(GOING_AWAY, "");
    }
    context.fireUserEventTriggered(event);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    reader.end();
    tell(CloseReason.TRANSPORT_ERROR);
    context.close();
  }

  private void tell(CloseReason reason) {
    Peer told = peer;
    peer = null;
    if (told != null) {
      loop.execute(() -> told.gone(reason));
    }
  }

  @Override
  public void message(boolean binary, byte[] data) {
    if (peer == null) {
      return;
    }
    if (binary) {
      peer.binary(data);
    } else {
      peer.text(data);
    }
  }

  @Override
  public void ping(byte[] data) {
    if (pings.isExceeded(pingsPerSecond)) {
      broken(FrameReader.POLICY, "too many pings");
      return;
    }
    byte[] frame = new byte[2 + data.length];
    frame[0] = (byte) 0x8a;
    frame[1] = (byte) data.length;
    System.arraycopy(data, 0, frame, 2, data.length);
    write(frame, 0, frame.length);
    if (pendingBytes() > maxBuffered) {
      tell(CloseReason.SLOW_CONSUMER);
      channel.close();
    }
  }

  @Override
  public void closed(int code) {
    tell(CloseReason.TRANSPORT_CLOSE);
    shut(code == FrameReader.NO_CODE ? NORMAL : code, "");
  }

  @Override
  public void broken(int code, String why) {
    reader.end();
    tell(CloseReason.TRANSPORT_ERROR);
    shut(code, why);
  }
}
