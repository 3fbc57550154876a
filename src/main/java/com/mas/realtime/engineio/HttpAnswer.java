package com.mas.realtime.engineio;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;

/** The answer to a request that came to this node. */
final class HttpAnswer implements PollAnswer {
  private static final CharSequence TEXT = HttpHeaders.createOptimized("text/plain; charset=UTF-8");
  private static final CharSequence HTML = HttpHeaders.createOptimized("text/html");
  private static final CharSequence JSON = HttpHeaders.createOptimized("application/json");
  private static final CharSequence NO_STORE = HttpHeaders.createOptimized("no-store");
  private static final CharSequence CLOSE = HttpHeaders.createOptimized("close");
  private static final Buffer OK = Buffer.buffer("ok");

  private final HttpServerRequest request;
  private final HttpServerResponse response;
  private final boolean hasConnections;
  private final Loop loop;
  private final Waiting waiting;

  HttpAnswer(HttpServerRequest request, Loop loop, Waiting waiting) {
    this.request = request;
    this.response = request.response();
    this.hasConnections = request.version() != HttpVersion.HTTP_2;
    this.loop = loop;
    this.waiting = waiting;
  }

  /** Runs the task if the connection breaks before the answer was given. */
  void onDrop(Runnable task) {
    response.closeHandler(closed -> {
      if (!response.ended()) {
        task.run();
      }
    });
    response.exceptionHandler(failure -> task.run());
  }

  /** Closes the connection after the answer in HTTP 1; in HTTP 2 a request ends without its connection. */
  void closeAfterwards() {
    if (hasConnections) {
      response.putHeader(HttpHeaders.CONNECTION, CLOSE);
    }
  }

  @Override
  public void payload(byte[] payload) {
    end(200, TEXT, Buffer.buffer(payload));
  }

  @Override
  public void taken() {
    end(200, HTML, OK);
  }

  @Override
  public void refused(EngineError error) {
    end(error.status(), JSON, Buffer.buffer(error.json()));
  }

  @Override
  public boolean isGone() {
    return response.closed() || response.ended();
  }

  private void end(int status, CharSequence type, Buffer body) {
    loop.execute(() -> {
      if (!isGone()) {
        waiting.answered(request, body.length(), response.setStatusCode(status)
            .putHeader(HttpHeaders.CONTENT_TYPE, type).putHeader(HttpHeaders.CACHE_CONTROL, NO_STORE).end(body));
      }
    });
  }
}
