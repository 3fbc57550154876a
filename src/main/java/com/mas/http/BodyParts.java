package com.mas.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.mas.bus.Bus;
import com.mas.bus.Call;
import com.mas.bus.Failure;
import com.mas.bus.Json;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Base64;
import java.util.function.Supplier;

/**
 * A file as a body, part by part: the operation is asked with each {@value #PART} bytes of it, and the client is let go
 * on only when that was answered. So a body takes a part's memory, however large it is. The request's record has
 * {@code bytes} (in base64), {@code last}, and a component that takes, from the second part on, what the answer before
 * has under the same name. One body; of one event loop.
 */
final class BodyParts {
  static final int PART = 256 << 10;
  static final String BYTES = "bytes";
  static final String LAST = "last";
  /** Time for each part: a client of 35 kbit/s keeps up. */
  private static final long PATIENCE_MILLIS = 60_000;

  private final Vertx vertx;
  private final Bus bus;
  private final BodyReader bodies;
  private final Exchange exchange;
  private final Operation operation;
  private final Supplier<Call> calls;
  private final ObjectNode input;
  private final HttpServerRequest request;
  private BodyBudget.Held held;
  private Buffer part = Buffer.buffer();
  private long total;
  private long timer = -1;
  private boolean over;

  /**
   * @param calls one for each part: a whole body has no deadline, a part has
   * @param input all that the operation takes beside the body
   */
  BodyParts(Vertx vertx, Bus bus, BodyReader bodies, Exchange exchange, Operation operation, Supplier<Call> calls,
      Object input) {
    this.vertx = vertx;
    this.bus = bus;
    this.bodies = bodies;
    this.exchange = exchange;
    this.operation = operation;
    this.calls = calls;
    this.input = Json.MAPPER.valueToTree(input);
    this.request = exchange.request;
  }

  /** Call in the same turn in which the request came. */
  void take() {
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    long announced = length == null ? 0 : BodyReader.announced(length);
    request.exceptionHandler(gone -> end());
    request.handler(this::add);
    request.endHandler(ended -> {
      if (!over) {
        send(true);
      }
    });
    begin();
    if (announced > operation.inputs().mostBytes) {
      fail(BodyReader.tooLarge(operation.inputs().mostBytes));
    } else if (request.getHeader(HttpHeaders.EXPECT) != null) {
      request.response().writeContinue();
    }
  }

  private void begin() {
    part = Buffer.buffer();
    held = bodies.hold(request, PART);
    if (!held.add(0)) {
      fail(BodyReader.tooMany());
      return;
    }
    timer = vertx.setTimer(PATIENCE_MILLIS, late -> {
      fail(Failure.INVALID.with("The body did not arrive in time."));
      request.connection().close();
    });
  }

  private void add(Buffer chunk) {
    if (over) {
      return;
    }
    total += chunk.length();
    if (total > operation.inputs().mostBytes) {
      fail(BodyReader.tooLarge(operation.inputs().mostBytes));
    } else if (!held.add(chunk.length())) {
      fail(BodyReader.tooMany());
    } else {
      part.appendBuffer(chunk);
      if (part.length() >= PART) {
        request.pause();
        send(false);
      }
    }
  }

  private void send(boolean last) {
    vertx.cancelTimer(timer);
    Object body;
    try {
      input.put(BYTES, Base64.getEncoder().encodeToString(part.getBytes())).put(LAST, last);
      body = Json.MAPPER.treeToValue(input, operation.request().body());
    } catch (JsonProcessingException e) {
      fail(e);
      return;
    }
    ask(body).onComplete(answered -> {
      if (over) {
        return;
      }
      held.release();
      if (answered.failed()) {
        fail(answered.cause());
      } else if (last) {
        over = true;
        Answers answers = operation.answers();
        exchange.answer(answers.status(answered.result()), answers.contentType(), answers.body(answered.result()));
      } else {
        goOn(answered.result());
      }
    });
  }

  private Future<?> ask(Object body) {
    try {
      return bus.sendRaw(calls.get(), operation.request(), body);
    } catch (RuntimeException e) {
      return Future.failedFuture(e);
    }
  }

  private void goOn(Object answer) {
    try {
      String name = operation.inputs().streamed;
      RecordComponent known = Arrays.stream(answer.getClass().getRecordComponents())
          .filter(each -> each.getName().equals(name)).findFirst().orElseThrow();
      input.set(name, Json.MAPPER.valueToTree(known.getAccessor().invoke(answer)));
    } catch (ReflectiveOperationException e) {
      fail(e);
      return;
    }
    begin();
    request.resume();
  }

  /** Answers at once; the rest of the body, if there is any, is thrown away as it comes. */
  private void fail(Throwable cause) {
    if (!over) {
      end();
      exchange.fail(cause);
      if (!request.isEnded()) {
        request.resume();
      }
    }
  }

  private void end() {
    over = true;
    vertx.cancelTimer(timer);
    held.release();
    part = Buffer.buffer();
  }
}
