package com.mas.sandbox.kit;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.WriteStream;

/** Writes answers that try a reader's patience. Ends early, and fails, when the connection does. */
public final class Slowly {
  private static final int PIECES = 16;
  private static final int CHUNK = 64 << 10;
  private static final int CHUNKS_PER_MEGABYTE = (1 << 20) / CHUNK;
  private static final Buffer BLANKS = Buffer.buffer(" ".repeat(CHUNK));

  private Slowly() {}

  /** Writes the bytes in at most {@value #PIECES} pieces, which takes so long. */
  public static Future<Void> write(Vertx vertx, WriteStream<Buffer> to, Buffer bytes, int delayMs) {
    int size = Math.max(1, (bytes.length() + PIECES - 1) / PIECES);
    int pieces = Math.max(1, (bytes.length() + size - 1) / size);
    return write(vertx, to, bytes, size, Math.max(1, (delayMs + pieces - 1) / pieces));
  }

  private static Future<Void> write(Vertx vertx, WriteStream<Buffer> to, Buffer bytes, int size, int pauseMs) {
    int end = Math.min(size, bytes.length());
    return vertx.timer(pauseMs).compose(due -> to.write(bytes.slice(0, end)))
        .compose(written -> end == bytes.length() ? Future.succeededFuture()
            : write(vertx, to, bytes.slice(end, bytes.length()), size, pauseMs));
  }

  /** Writes so many megabytes of blanks at the reader's pace, so that they are never held here. */
  public static Future<Void> blanks(WriteStream<Buffer> to, int megabytes) {
    return chunks(to, (long) megabytes * CHUNKS_PER_MEGABYTE);
  }

  private static Future<Void> chunks(WriteStream<Buffer> to, long chunks) {
    return chunks == 0 ? Future.succeededFuture()
        : to.write(BLANKS).compose(written -> chunks(to, chunks - 1));
  }
}
