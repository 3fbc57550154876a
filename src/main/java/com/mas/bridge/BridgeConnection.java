package com.mas.bridge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.mas.bridge.BridgeKeys.Key;
import com.mas.bridge.BridgeRules.Frame;
import com.mas.bus.Bus;
import com.mas.bus.Call;
import com.mas.bus.Failure;
import com.mas.bus.FailureException;
import com.mas.bus.Json;
import com.mas.bus.Request;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.net.NetSocket;
import io.vertx.core.parsetools.RecordParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One worker. For its event loop only. */
final class BridgeConnection {
  private static final Logger LOG = LoggerFactory.getLogger(BridgeConnection.class);
  private static final int LONGEST_FRAME = 1 << 20;
  /** Longest frame, in bytes, of a client that has not shown a key. */
  private static final int LONGEST_LOGIN = 4 << 10;
  private static final int MOST_UNDER_WAY = 64;
  private static final int MOST_UNWRITTEN = 8 << 20;
  private static final long LOGIN_MILLIS = 5000;
  private static final int DRAIN_SECONDS = 10;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Vertx vertx;
  private final Bus bus;
  private final Map<String, Request<?, ?>> catalogue;
  private final BridgeVerticle.Config config;
  private final NetSocket socket;
  private final Map<String, MessageConsumer<?>> registered = new HashMap<>();
  /** Requests that the worker holds, by the address that its answer goes to. */
  private final Map<String, Promise<JsonNode>> asked = new HashMap<>();
  private final Promise<Void> idle = Promise.promise();
  private Key key;
  private int asking;
  private long next;
  private boolean draining;
  private int unwritten;
  private boolean closed;

  BridgeConnection(Vertx vertx, Bus bus, Map<String, Request<?, ?>> catalogue, BridgeVerticle.Config config,
      NetSocket socket) {
    this.vertx = vertx;
    this.bus = bus;
    this.catalogue = catalogue;
    this.config = config;
    this.socket = socket;
  }

  void open(Runnable gone) {
    RecordParser parser = RecordParser.newFixed(4);
    boolean[] inBody = {false};
    parser.handler(part -> {
      if (closed) {
        return;
      }
      if (inBody[0]) {
        parser.fixedSizeMode(4);
        heard(part);
      } else {
        int length = part.getInt(0);
        int longest = key == null ? LONGEST_LOGIN : LONGEST_FRAME;
        if (length < 2 || length > longest) {
          refuse("A frame has 2 to " + longest + " bytes.");
          return;
        }
        parser.fixedSizeMode(length);
      }
      inBody[0] = !inBody[0];
    });
    socket.handler(parser).exceptionHandler(broken -> LOG.debug("A worker's connection broke: {}", broken.toString()));
    long login = vertx.setTimer(LOGIN_MILLIS, late -> {
      if (key == null) {
        refuse("Please sign in.");
      }
    });
    socket.closeHandler(ended -> {
      closed = true;
      vertx.cancelTimer(login);
      registered.values().forEach(bus::release);
      List.copyOf(asked.values())
          .forEach(answer -> answer.tryFail(Failure.UNAVAILABLE.with("The worker is gone.").retryAfter(1)));
      idle.tryComplete();
      gone.run();
    });
  }

  private void heard(Buffer part) {
    Frame frame = null;
    try {
      frame = BridgeRules.frame(Json.MAPPER.readTree(part.getBytes()));
      handle(frame);
    } catch (FailureException failure) {
      write(BridgeRules.error(frame == null ? null : frame.replyAddress(), failure));
    } catch (IOException notJson) {
      refuse("A frame must be JSON.");
    }
  }

  private void handle(Frame frame) {
    if (frame.type().equals("ping")) {
      write(BridgeRules.pong());
    } else if (key == null) {
      logIn(frame);
    } else if (frame.type().equals("register")) {
      register(frame.address());
    } else if (frame.type().equals("unregister")) {
      MessageConsumer<?> consumer = registered.remove(frame.address());
      if (consumer != null) {
        bus.release(consumer);
      }
    } else if (asked.containsKey(frame.address())) {
      answered(asked.get(frame.address()), frame.body());
    } else {
      ask(frame);
    }
  }

  private void logIn(Frame frame) {
    key = frame.type().equals("send") && frame.address().equals(BridgeRules.LOGIN)
        ? config.keys().find(frame.body().path("key").asText()).orElse(null) : null;
    if (key == null) {
      refuse("The key is wrong, or missing: it comes first, to " + BridgeRules.LOGIN + ".");
      return;
    }
    LOG.info("The worker {} has connected", key.name());
    if (frame.replyAddress() != null) {
      write(BridgeRules.message(frame.replyAddress(), JsonNodeFactory.instance.objectNode().put("name", key.name()),
          null));
    }
  }

  private void register(String address) {
    if (!key.answers().contains(address)) {
      throw Failure.FORBIDDEN.with("This key may not answer " + address + ".");
    }
    if (!draining && !registered.containsKey(address)) {
      registered.put(address, bus.serve(address, (call, body) -> pass(address, call, body)));
    }
  }

  /** Passes a request to the worker; completes with its answer. The asker's own time-out is the bound. */
  private Future<JsonNode> pass(String address, Call call, JsonNode body) {
    if (closed || asked.size() >= MOST_UNDER_WAY) {
      return Future.failedFuture(Failure.OVERLOADED.with("The worker is busy.").retryAfter(1));
    }
    String replyTo = "reply." + next++;
    Promise<JsonNode> answer = Promise.promise();
    asked.put(replyTo, answer);
    ObjectNode message = JsonNodeFactory.instance.objectNode();
    message.set("call", Json.MAPPER.valueToTree(call));
    message.set("body", body);
    write(BridgeRules.message(address, message, replyTo));
    long left = Math.clamp(call.deadline() - bus.clock().millis(), 1, TimeUnit.DAYS.toMillis(1));
    return answer.future().timeout(left, TimeUnit.MILLISECONDS).onComplete(done -> {
      asked.remove(replyTo);
      if (draining && asked.isEmpty()) {
        idle.tryComplete();
      }
    });
  }

  private static void answered(Promise<JsonNode> answer, JsonNode body) {
    try {
      answer.tryComplete(BridgeRules.answer(body));
    } catch (FailureException failure) {
      answer.tryFail(failure);
    }
  }

  private void ask(Frame frame) {
    Request<?, ?> request = catalogue.get(frame.address());
    if (request == null || !key.asks().contains(frame.address())) {
      throw Failure.FORBIDDEN.with("This key may not ask " + frame.address() + ".");
    }
    if (asking >= MOST_UNDER_WAY) {
      throw Failure.OVERLOADED.with("Wait for the answers before you send more.").retryAfter(1);
    }
    Object body;
    try {
      body = Json.MAPPER.treeToValue(frame.body(), request.body());
    } catch (IOException e) {
      throw Failure.INVALID.with("The body is not a " + request.body().getSimpleName() + ".");
    }
    asking++;
    bus.sendRaw(bus.systemCall(key.tenant(), PATIENCE), request, body).onComplete(answer -> {
      asking--;
      if (frame.replyAddress() != null) {
        write(answer.succeeded()
            ? BridgeRules.message(frame.replyAddress(), Json.MAPPER.valueToTree(answer.result()), null)
            : BridgeRules.error(frame.replyAddress(), answer.cause() instanceof FailureException failure
                ? failure : Failure.INTERNAL.with("Something went wrong on our side.")));
      }
    });
  }

  /** Takes nothing new; done when what the worker has in hand is answered, or the time is over. */
  Future<?> drain() {
    draining = true;
    registered.values().forEach(bus::release);
    registered.clear();
    if (asked.isEmpty()) {
      idle.tryComplete();
    }
    return idle.future().timeout(DRAIN_SECONDS, TimeUnit.SECONDS).otherwiseEmpty();
  }

  private void refuse(String words) {
    write(BridgeRules.error(null, Failure.FORBIDDEN.with(words)));
    closed = true;
    socket.close();
  }

  private void write(ObjectNode frame) {
    if (closed) {
      return;
    }
    byte[] json = Json.write(frame).getBytes(StandardCharsets.UTF_8);
    unwritten += json.length;
    socket.write(Buffer.buffer(4 + json.length).appendInt(json.length).appendBytes(json))
        .onComplete(written -> unwritten -= json.length);
    if (unwritten > MOST_UNWRITTEN) {
      LOG.warn("The worker {} does not read what it is sent and is let go", key == null ? "" : key.name());
      closed = true;
      config.cut().accept(socket);
    } else if (socket.writeQueueFull()) { // a client that does not read is not heard: it can ask no more meanwhile
      socket.pause();
      socket.drainHandler(drained -> socket.resume());
    }
  }
}
