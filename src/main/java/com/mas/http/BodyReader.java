package com.mas.http;

import com.mas.bus.Failure;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;

/**
 * Reads whole bodies, within three bounds: bytes of one body, bytes of all bodies that this event loop holds, and the
 * time that one may take. What goes over is refused at once; the rest of it is thrown away as it comes. Of one event
 * loop.
 */
final class BodyReader {
  private static final byte[] NOTHING = new byte[0];
  private static final int BODIES_IN_HAND = 6;
  private static final long PATIENCE_MILLIS = 30_000;

  private final Vertx vertx;
  private final int mostBytes;
  private final long mostInHand;
  private long inHand;

  BodyReader(Vertx vertx, int mostBytes) {
    this.vertx = vertx;
    this.mostBytes = mostBytes;
    this.mostInHand = (long) mostBytes * BODIES_IN_HAND;
  }

  /**
   * Call in the same turn in which the request came. The bytes count as held until {@link #release}.
   *
   * @param operationTakes at most so many bytes, and no more than the server does
   */
  Future<byte[]> read(HttpServerRequest request, int operationTakes) {
    int most = Math.min(mostBytes, operationTakes);
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    if (length == null ? request.getHeader(HttpHeaders.TRANSFER_ENCODING) == null
        && request.version() != HttpVersion.HTTP_2
        : length.equals("0")) {
      return Future.succeededFuture(NOTHING);
    }
    boolean tooLarge = length != null && announced(length) > most;
    Promise<byte[]> promise = Promise.promise();
    long timer = vertx.setTimer(PATIENCE_MILLIS, late -> {
      promise.tryFail(Failure.INVALID.with("The body did not arrive in time."));
      request.connection().close();
    });
    Buffer body = Buffer.buffer();
    request.exceptionHandler(gone -> {
      vertx.cancelTimer(timer);
      promise.tryFail(Failure.INVALID.with("The body did not arrive."));
    });
    if (tooLarge) {
      promise.fail(tooLarge(most));
    } else if (request.getHeader(HttpHeaders.EXPECT) != null) {
      request.response().writeContinue();
    }
    request.handler(chunk -> {
      if (promise.future().isComplete()) {
        return;
      }
      inHand += chunk.length();
      body.appendBuffer(chunk);
      if (body.length() > most) {
        promise.fail(tooLarge(most));
      } else if (inHand > mostInHand) {
        promise.fail(Failure.OVERLOADED.with("Too many large requests at the moment; please try again.").retryAfter(1));
      }
    });
    request.endHandler(end -> {
      vertx.cancelTimer(timer);
      promise.tryComplete(body.getBytes());
    });
    return promise.future().onFailure(refused -> inHand -= body.length());
  }

  private static long announced(String length) {
    try {
      return length.length() > 10 ? Long.MAX_VALUE : Long.parseLong(length);
    } catch (NumberFormatException e) {
      throw Failure.INVALID.with("Content-Length is no number."); // HTTP 2 lets it pass
    }
  }

  /** What {@link #read} gave has been bound and is no longer held. */
  void release(byte[] body) {
    inHand -= body.length;
  }

  private static RuntimeException tooLarge(int most) {
    return Failure.TOO_LARGE.with("The body is larger than " + (most >> 20) + " MB.");
  }
}
