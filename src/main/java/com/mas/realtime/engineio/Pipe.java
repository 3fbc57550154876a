package com.mas.realtime.engineio;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.DeliveryOptions;

/**
 * Frames of one WebSocket on their way to another node: in order, together, the next batch when the last has arrived,
 * so that what waits is known and bounded by whoever sends. Not thread-safe: used on one loop.
 */
final class Pipe {
  static final byte TEXT = 0;
  static final byte BINARY = 1;
  static final byte END = 2;
  private static final int ARRIVES_WITHIN_MS = 10_000;
  private static final int HEADER = 5;

  interface Frames {
    void frame(byte kind, byte[] content);
  }

  private final Vertx vertx;
  private final Loop loop;
  private final String address;
  private final DeliveryOptions options;
  private final Runnable broken;
  private Buffer waiting = Buffer.buffer();
  private int underway;
  private boolean isBroken;

  Pipe(Vertx vertx, Loop loop, String address, String op, String link, Runnable broken) {
    this.vertx = vertx;
    this.loop = loop;
    this.address = address;
    this.options = new DeliveryOptions().setSendTimeout(ARRIVES_WITHIN_MS)
        .addHeader(Relay.OP, op).addHeader(Relay.LINK, link);
    this.broken = broken;
  }

  void add(byte kind, byte[] bytes, int from, int to) {
    if (!isBroken) {
      waiting.appendByte(kind).appendInt(to - from).appendBytes(bytes, from, to - from);
      if (underway == 0) {
        pump();
      }
    }
  }

  int pending() {
    return waiting.length() + underway;
  }

  private void pump() {
    Buffer batch = waiting;
    waiting = Buffer.buffer();
    underway = batch.length();
    vertx.eventBus().request(address, batch, options).onComplete(arrived -> loop.execute(() -> {
      underway = 0;
      if (arrived.failed()) {
        isBroken = true;
        waiting = Buffer.buffer();
        broken.run();
      } else if (waiting.length() > 0) {
        pump();
      }
    }));
  }

  static void unpack(Buffer batch, Frames frames) {
    for (int at = 0; at < batch.length();) {
      byte kind = batch.getByte(at);
      int end = at + HEADER + batch.getInt(at + 1);
      frames.frame(kind, batch.getBytes(at + HEADER, end));
      at = end;
    }
  }
}
