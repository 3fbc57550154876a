package com.mas.sandbox.kit;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Runs one simulator: mounts its paths, makes faults happen, records calls, and has its switches. {@link #ask} is for
 * tests in the same process what {@code /<name>/sandbox/} is for others.
 */
public final class Desk {
  /** Word of calls that no route answers. */
  static final String UNKNOWN = "unknown";
  /** Word of calls that followed a redirect. */
  static final String ELSEWHERE = "elsewhere";

  private static final int BODY_LIMIT = 64 * 1024;
  private static final long HANG_MS = Duration.ofMinutes(2).toMillis();
  private static final int USUAL_WAIT_MS = 20_000;
  private static final int LONGEST_WAIT_MS = 60_000;
  private static final Buffer PAGE = Buffer.buffer("""
      <!DOCTYPE html>
      <html lang="en"><head><title>Please come back later</title></head><body><h1>Not now</h1>
      <form method="post"><input name="email"><input name="password" type="password"><button>Login</button></form>
      </body></html>
      """);

  private final Vertx vertx;
  private final Context context;
  private final Simulator simulator;
  private final Faults faults = new Faults();
  private final Calls calls;
  private final Switches switches = new Switches();
  private final List<Kind> kinds;
  private final Set<String> paths;

  /** Belongs to the event loop on which it is made: all of it runs there. */
  public Desk(Vertx vertx, Simulator simulator, Clock clock) {
    this.vertx = vertx;
    this.context = vertx.getOrCreateContext();
    this.simulator = simulator;
    this.calls = new Calls(clock);
    this.kinds = simulator.kinds();
    this.paths = simulator.words();
    switches.on("GET", "", asked -> description())
        .on("DELETE", "", asked -> reset())
        .on("GET", "faults", asked -> faultList())
        .on("PUT", "faults", this::putFaults)
        .on("DELETE", "faults", asked -> setFaults(List.of()))
        .later("GET", "requests", this::requests)
        .on("DELETE", "requests", asked -> resetCalls());
    simulator.switches(switches);
  }

  public Simulator simulator() {
    return simulator;
  }

  public Faults faults() {
    return faults;
  }

  public Calls calls() {
    return calls;
  }

  /** Returns the routes below the simulator's own part of the path. */
  public Router router() {
    Router router = Router.router(vertx);
    BodyHandler body = BodyHandler.create(false).setBodyLimit(BODY_LIMIT);
    router.route("/sandbox/*").handler(body).handler(this::control);
    for (Route route : simulator.routes()) {
      io.vertx.ext.web.Route served = router.route(route.method(), route.path());
      if (route.mostBytes() > 0) {
        served.handler(call -> take(call, route.mostBytes()));
      } else if (!route.method().equals(HttpMethod.GET)) {
        served.handler(body);
      }
      served.handler(call -> serve(call, route));
    }
    router.route("/" + simulator.elsewhere()).handler(call -> {
      record(call, ELSEWHERE, null);
      page(new Exchange(vertx, call, Struck.NONE), 200);
    });
    router.route().handler(call -> {
      record(call, UNKNOWN, null);
      refuse(new Exchange(vertx, call, Struck.NONE), 404);
    });
    return router;
  }

  /** Takes a body as it comes; one that is too long is refused without being read to its end. */
  private static void take(RoutingContext call, int most) {
    Buffer whole = Buffer.buffer();
    call.request().handler(part -> {
      if (whole.length() + part.length() <= most) {
        whole.appendBuffer(part);
      } else if (!call.response().ended()) {
        call.response().setStatusCode(413).end();
      }
    });
    call.request().endHandler(end -> {
      if (!call.response().ended()) {
        call.put(Exchange.BYTES, whole).next();
      }
    });
  }

  private void record(RoutingContext call, String word, String about) {
    String type = call.request().getHeader("Content-Type");
    Buffer taken = call.get(Exchange.BYTES);
    String body = type == null || !type.startsWith("application/json") ? null
        : taken == null ? call.body().asString() : taken.toString();
    Calls.Entry entry =
        calls.begin(word, about, call.request().method() + " " + call.request().uri(), body);
    call.addEndHandler(ended -> entry.end(ended.succeeded() ? call.response().getStatusCode() : 0));
  }

  private void serve(RoutingContext call, Route route) {
    String about = route.about() == null ? null : call.pathParam(route.about());
    String asked = route.named() == null ? null : route.named().apply(new Exchange(vertx, call, Struck.NONE));
    String word = asked != null && paths.contains(asked) ? asked : route.word();
    record(call, word, about == null || !simulator.knows(about) ? null : about);
    Struck struck = faults.strike(word, start(call, route));
    Exchange exchange = new Exchange(vertx, call, struck);
    if (struck.has(Kind.HANG)) {
      long limit = vertx.setTimer(HANG_MS, late -> exchange.close());
      call.addEndHandler(ended -> vertx.cancelTimer(limit));
      faults.changed().onSuccess(changed -> {
        if (vertx.cancelTimer(limit)) {
          answer(call, route, exchange);
        }
      });
    } else if (struck.has(Kind.SLOW)) {
      vertx.setTimer(struck.value(Kind.SLOW), late -> answer(call, route, exchange));
    } else {
      answer(call, route, exchange);
    }
  }

  private void answer(RoutingContext call, Route route, Exchange exchange) {
    Struck struck = exchange.struck();
    if (exchange.isOver()) {
      return;
    }
    if (struck.has(Kind.EXPIRE)) {
      simulator.expire();
    }
    if (struck.has(Kind.CLOSE)) {
      exchange.close();
    } else if (struck.has(Kind.STATUS)) {
      refuse(later(exchange, Kind.STATUS), struck.value(Kind.STATUS));
    } else if (struck.has(Kind.MAINTENANCE)) {
      page(later(exchange, Kind.MAINTENANCE), struck.value(Kind.MAINTENANCE));
    } else if (struck.has(Kind.REDIRECT)) {
      page(exchange.with("Location", call.mountPoint() + simulator.elsewhere()), struck.value(Kind.REDIRECT));
    } else if (!route.isOpen() && (struck.has(Kind.EXPIRE) || !simulator.admits(exchange))) {
      refuse(exchange, 401);
    } else {
      try {
        route.answer().accept(exchange);
      } catch (ClassCastException wrongType) {
        refuse(exchange, 400);
      }
    }
  }

  private static Exchange later(Exchange exchange, Kind kind) {
    int status = exchange.struck().value(kind);
    return status != 429 && status != 503 ? exchange
        : exchange.with("Retry-After", String.valueOf(exchange.struck().value(kind, "retryAfter")));
  }

  private void refuse(Exchange exchange, int status) {
    simulator.refuse(exchange, status);
  }

  private static void page(Exchange exchange, int status) {
    exchange.plain(status, "text/html;charset=UTF-8", PAGE);
  }

  /** Reads it for the filter of faults; what is no number is the provider's to refuse. */
  private static int start(RoutingContext call, Route route) {
    String text = route.start() == null ? null : call.request().getParam(route.start());
    return text != null && text.matches("[0-9]{1,9}") ? Integer.parseInt(text) : 0;
  }

  private void control(RoutingContext call) {
    Map<String, String> query = new HashMap<>();
    call.queryParams().forEach(query::put);
    String path = call.request().path().substring(call.mountPoint().length())
        .replaceFirst("^/?sandbox/?", "");
    Object body;
    try {
      body = call.body().buffer() == null ? null : Json.decodeValue(call.body().buffer());
    } catch (DecodeException e) {
      refused(call, new Given.Refused("", "is not JSON"));
      return;
    }
    switches.ask(call.request().method().name(), path, query, body).onSuccess(call::json)
        .onFailure(failure -> refused(call, failure));
  }

  private static void refused(RoutingContext call, Throwable failure) {
    if (!(failure instanceof Given.Refused refused)) {
      call.fail(failure);
      return;
    }
    call.response().setStatusCode(400);
    call.json(new JsonObject().put("error",
        new JsonObject().put("field", refused.field()).put("message", refused.getMessage())));
  }

  /**
   * Uses a switch, from any thread.
   *
   * @param target path below {@code /<name>/sandbox/}, perhaps with a query
   * @param body a {@link JsonObject} or {@link JsonArray}; null for none
   */
  public Future<JsonObject> ask(String method, String target, Object body) {
    String[] parts = target.split("\\?", 2);
    Map<String, String> query = new HashMap<>();
    if (parts.length == 2) {
      for (String pair : parts[1].split("&")) {
        String[] nameAndValue = pair.split("=", 2);
        query.put(nameAndValue[0], nameAndValue.length == 2 ? nameAndValue[1] : "");
      }
    }
    Promise<JsonObject> answer = Promise.promise();
    context.runOnContext(here -> switches.ask(method, parts[0], query, body)
        .map(JsonObject.class::cast).onComplete(answer));
    return answer.future();
  }

  /** Says what can be asked here, and how much is held. */
  private JsonObject description() {
    JsonArray known = new JsonArray();
    kinds.forEach(kind -> {
      JsonObject fields = new JsonObject();
      kind.fields().forEach(field -> fields.put(field.name(), new JsonObject().put("least", field.least())
          .put("most", field.most()).put("usual", field.usual())));
      known.add(new JsonObject().put("kind", kind.name()).put("effect", kind.effect().name().toLowerCase(Locale.ROOT))
          .put("fields", fields));
    });
    JsonObject held = new JsonObject();
    simulator.held()
        .forEach((what, much) -> held.put(what, new JsonObject().put("now", much.now()).put("most", much.most())));
    return new JsonObject().put("name", simulator.name()).put("paths", new JsonArray(List.copyOf(paths)))
        .put("kinds", known).put("switches", new JsonArray(List.copyOf(switches.names()))).put("held", held);
  }

  /** Makes all as new: no faults, no calls, nothing that anybody has made of the provider. */
  public JsonObject reset() {
    faults.set(List.of());
    calls.reset();
    simulator.reset();
    return description();
  }

  private JsonObject faultList() {
    return new JsonObject().put("faults", faults.toJson());
  }

  private JsonObject putFaults(Switches.Asked asked) {
    return setFaults(Given.several(asked.body(), Faults.MOST).stream()
        .map(given -> new Fault(given, kinds, paths)).toList());
  }

  private JsonObject setFaults(List<Fault> next) {
    faults.set(next);
    return faultList();
  }

  private JsonObject resetCalls() {
    calls.reset();
    return calls.toJson();
  }

  /** Answers at once, or when the {@code count}-th call has come; refuses after {@code waitMs}. */
  private Future<?> requests(Switches.Asked asked) {
    int count = asked.whole("count", 0, Integer.MAX_VALUE, 0);
    String path = asked.query("path");
    return calls.arrived(path, count)
        .timeout(asked.whole("waitMs", 1, LONGEST_WAIT_MS, USUAL_WAIT_MS), TimeUnit.MILLISECONDS)
        .recover(late -> Future.failedFuture(!(late instanceof TimeoutException) ? late
            : new Given.Refused("count", "was not reached: " + calls.count(path) + " calls have come")))
        .map(come -> calls.toJson());
  }
}
