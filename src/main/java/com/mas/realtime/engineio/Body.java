package com.mas.realtime.engineio;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.function.Consumer;

/** The body of a POST, up to the limit, and as long as there is room for it beside all others. */
final class Body {
  private final HttpServerRequest request;
  private final HttpAnswer answer;
  private final int limit;
  private final Waiting waiting;
  private Buffer read = Buffer.buffer();
  private Waiting.Inbox held = Waiting.Inbox.NONE;
  private boolean over;

  Body(HttpServerRequest request, HttpAnswer answer, EngineConfig config) {
    this.request = request;
    this.answer = answer;
    this.limit = config.maxPayload();
    this.waiting = config.waiting();
  }

  /** Tells either the whole body or why there is none, once. */
  void read(Consumer<byte[]> whole, Consumer<CloseReason> failed) {
    long announced = announced();
    if (announced > limit) {
      refuse(EngineError.TOO_LARGE, failed);
      return;
    }
    held = waiting.inbox(request, announced);
    if (!held.add(0)) {
      refuse(EngineError.OVERLOADED, failed);
    }
    request.handler(part -> {
      if (!over) {
        read.appendBuffer(part);
        if (read.length() > limit) {
          refuse(EngineError.TOO_LARGE, failed);
        } else if (!held.add(part.length())) {
          refuse(EngineError.OVERLOADED, failed);
        }
      }
    });
    request.exceptionHandler(failure -> {
      if (!over) {
        over = true;
        held.release();
        failed.accept(CloseReason.TRANSPORT_ERROR);
      }
    });
    request.endHandler(end -> {
      if (!over) {
        over = true;
        whole.accept(read.getBytes());
        held.release();
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

  private void refuse(EngineError error, Consumer<CloseReason> failed) {
    over = true;
    read = Buffer.buffer();
    held.release();
    answer.closeAfterwards();
    answer.refused(error);
    failed.accept(CloseReason.TRANSPORT_ERROR);
  }
}
