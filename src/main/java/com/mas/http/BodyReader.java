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
 * Reads whole bodies, within three bounds: bytes of one body, the {@link BodyBudget} of all bodies that this event loop
 * holds, and the time that one may take. What goes over is refused at once; the rest of it is thrown away as it comes.
 * Of one event loop.
 */
final class BodyReader {
  private static final long PATIENCE_MILLIS = 30_000;
  private static final Body NOTHING = new Body(new byte[0], null);

  private final Vertx vertx;
  private final Connections connections;
  private final int mostBytes;

  /**
   * @param connections hold the budget of this event loop, which other readers of bodies share
   * @param mostBytes of one body, whatever operations say
   */
  BodyReader(Vertx vertx, Connections connections, int mostBytes) {
    this.vertx = vertx;
    this.connections = connections;
    this.mostBytes = mostBytes;
    connections.takesBodies(mostBytes);
  }

  /** A body that was read. It counts as held until it is released, which is due when it has been bound. */
  record Body(byte[] bytes, BodyBudget.Held held) {
    void release() {
      if (held != null) {
        held.release();
      }
    }
  }

  /**
   * Call in the same turn in which the request came.
   *
   * @param operationTakes at most so many bytes, and no more than the server does; if more are announced, none is read
   */
  Future<Body> read(HttpServerRequest request, int operationTakes) {
    int most = Math.min(mostBytes, operationTakes);
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    if (length == null ? request.getHeader(HttpHeaders.TRANSFER_ENCODING) == null
        && request.version() != HttpVersion.HTTP_2
        : length.equals("0")) {
      return Future.succeededFuture(NOTHING);
    }
    long announced = length == null ? 0 : announced(length);
    BodyBudget.Held held = hold(request, announced);
    Promise<Body> promise = Promise.promise();
    long timer = vertx.setTimer(PATIENCE_MILLIS, late -> {
      promise.tryFail(Failure.INVALID.with("The body did not arrive in time."));
      request.connection().close();
    });
    Buffer body = Buffer.buffer();
    request.exceptionHandler(gone -> {
      vertx.cancelTimer(timer);
      promise.tryFail(Failure.INVALID.with("The body did not arrive."));
    });
    if (announced > most) {
      promise.fail(tooLarge(most));
    } else if (!held.add(0)) {
      promise.fail(tooMany());
    } else if (request.getHeader(HttpHeaders.EXPECT) != null) {
      request.response().writeContinue();
    }
    request.handler(chunk -> {
      if (promise.future().isComplete()) {
        return;
      }
      if (body.length() + chunk.length() > most) {
        promise.fail(tooLarge(most));
      } else if (!held.add(chunk.length())) {
        promise.fail(tooMany());
      } else {
        body.appendBuffer(chunk);
      }
    });
    request.endHandler(end -> {
      vertx.cancelTimer(timer);
      if (!promise.future().isComplete()) {
        promise.complete(new Body(body.getBytes(), held));
      }
    });
    return promise.future().onFailure(refused -> held.release());
  }

  /** Begins to count a body that is read by parts; see {@link BodyBudget#begin}. */
  BodyBudget.Held hold(HttpServerRequest request, long announced) {
    return connections.holdBody(request, announced);
  }

  static long announced(String length) {
    try {
      return length.length() > 10 ? Long.MAX_VALUE : Long.parseLong(length);
    } catch (NumberFormatException e) {
      throw Failure.INVALID.with("Content-Length is not a number."); // HTTP 2 lets it pass
    }
  }

  static RuntimeException tooLarge(int most) {
    String bound = most % (1 << 20) == 0 ? (most >> 20) + " MB" : most % (1 << 10) == 0 ? (most >> 10) + " kB"
        : most + " bytes";
    return Failure.TOO_LARGE.with("The body is larger than the " + bound + " that are taken here.");
  }

  static RuntimeException tooMany() {
    return Failure.OVERLOADED.with("Too many large requests at the moment; please try again.").retryAfter(1);
  }
}
