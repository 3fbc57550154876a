package com.mas.realtime.engineio;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.function.Consumer;

/** The body of a POST, up to the limit. */
final class Body {
  private final HttpServerRequest request;
  private final HttpAnswer answer;
  private final int limit;
  private Buffer read = Buffer.buffer();
  private boolean over;

  Body(HttpServerRequest request, HttpAnswer answer, int limit) {
    this.request = request;
    this.answer = answer;
    this.limit = limit;
  }

  /** Tells either the whole body or why there is none, once. */
  void read(Consumer<byte[]> whole, Consumer<CloseReason> failed) {
    if (announced() > limit) {
      tooLarge(failed);
      return;
    }
    request.handler(part -> {
      if (!over) {
        read.appendBuffer(part);
        if (read.length() > limit) {
          tooLarge(failed);
        }
      }
    });
    request.exceptionHandler(failure -> {
      if (!over) {
        over = true;
        failed.accept(CloseReason.TRANSPORT_ERROR);
      }
    });
    request.endHandler(end -> {
      if (!over) {
        over = true;
        whole.accept(read.getBytes());
      }
    });
  }

  private long announced() {
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    try {
      return length == null ? 0 : Long.parseLong(length);
    } catch (NumberFormatException e) {
      return 0; // the stream itself is counted anyway
    }
  }

  private void tooLarge(Consumer<CloseReason> failed) {
    over = true;
    read = Buffer.buffer();
    answer.closeAfterwards();
    answer.refused(EngineError.TOO_LARGE);
    failed.accept(CloseReason.TRANSPORT_ERROR);
  }
}
