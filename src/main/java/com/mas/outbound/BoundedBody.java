package com.mas.outbound;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.WriteStream;
import io.vertx.ext.web.codec.BodyCodec;
import io.vertx.ext.web.codec.spi.BodyStream;

/**
 * Takes the body of one answer, up to a number of bytes: in memory, or into a stream at the pace of that. What is more
 * is not read: WebClient would go on and throw it away, so this one says that it is full, for ever, until the idle
 * connection is closed. On the answer's event loop, or as its context says.
 */
final class BoundedBody implements BodyCodec<Buffer>, BodyStream<Buffer> {
  private final Buffer whole = Buffer.buffer();
  private final Promise<Buffer> result = Promise.promise();
  private final Promise<Void> tooMuch = Promise.promise();
  private final WriteStream<Buffer> into;
  private final long most;
  private long bytes;
  private volatile boolean stopped;

  /** @param into null: into memory; ended with the answer, even with one that breaks off */
  BoundedBody(WriteStream<Buffer> into, long most) {
    this.into = into;
    this.most = most;
  }

  /** Fails when the answer has more bytes. */
  Future<Void> tooMuch() {
    return tooMuch.future();
  }

  /** Takes no more; from any thread. */
  void stop() {
    stopped = true;
  }

  @Override
  public BodyStream<Buffer> stream() {
    return this;
  }

  @Override
  public Future<Buffer> result() {
    return result.future();
  }

  @Override
  public Future<Void> write(Buffer data) {
    if (stopped) {
      return Future.succeededFuture();
    }
    bytes += data.length();
    if (bytes > most) {
      stopped = true;
      tooMuch.tryFail("more than " + most + " bytes");
      return Future.succeededFuture();
    }
    if (into != null) {
      return into.write(data);
    }
    whole.appendBuffer(data);
    return Future.succeededFuture();
  }

  @Override
  public Future<Void> end() {
    Future<Void> ended = into == null ? Future.succeededFuture() : into.end();
    return ended.onSuccess(done -> result.tryComplete(whole)).onFailure(result::tryFail);
  }

  @Override
  public void handle(Throwable broken) {
    result.tryFail(broken);
  }

  @Override
  public BoundedBody exceptionHandler(Handler<Throwable> handler) {
    if (into != null) {
      into.exceptionHandler(handler);
    }
    return this;
  }

  @Override
  public BoundedBody setWriteQueueMaxSize(int most) {
    return this;
  }

  @Override
  public boolean writeQueueFull() {
    return stopped || into != null && into.writeQueueFull();
  }

  @Override
  public BoundedBody drainHandler(Handler<Void> handler) {
    if (into != null && !stopped) {
      into.drainHandler(handler);
    }
    return this;
  }
}
