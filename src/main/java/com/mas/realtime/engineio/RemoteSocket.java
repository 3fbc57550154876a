package com.mas.realtime.engineio;

import java.nio.charset.StandardCharsets;

/** A WebSocket that another node accepted for a session of this one. On the session's loop. */
final class RemoteSocket implements Transport {
  private final Pipe pipe;
  private boolean closed;

  RemoteSocket(Pipe pipe) {
    this.pipe = pipe;
  }

  @Override
  public void send(Message message) {
    if (!closed) {
      pipe.add(Pipe.TEXT, message.array(), message.frameStart(), message.frameEnd()); // whole frames: both kinds alike
    }
  }

  @Override
  public long pendingBytes() {
    return pipe.pending();
  }

  @Override
  public void close(int code, String reason) {
    if (!closed) {
      closed = true;
      byte[] end = (code + " " + reason).getBytes(StandardCharsets.UTF_8);
      pipe.add(Pipe.END, end, 0, end.length);
    }
  }
}
