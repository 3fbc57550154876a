package com.mas.http;

import com.mas.bus.Bus;
import com.mas.bus.Call;
import com.mas.bus.Failure;
import com.mas.bus.FailureException;
import com.mas.bus.Principal;
import com.mas.secrets.Fingerprint;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;

/** The way of each operation: authenticate → authorise → validate → send → envelope. Of one event loop. */
final class ContractRouter {
  private static final byte[] NO_BODY = new byte[0];
  private static final String TYPES =
      "The body must be application/json in UTF-8; application/x-www-form-urlencoded is taken, too.";
  private static final Future<Principal> NOBODY = Future.succeededFuture();

  private final Vertx vertx;
  private final Bus bus;
  private final RouteTable routes;
  private final AccessTokens tokens;
  private final Calls calls;
  private final BodyReader bodies;
  private final Idempotency idempotency;
  private final Strangers strangers;

  ContractRouter(Vertx vertx, Bus bus, Contract contract, AccessTokens tokens, Calls calls, BodyReader bodies,
      Strangers strangers, Fingerprint fingerprints) {
    this.vertx = vertx;
    this.bus = bus;
    this.routes = contract.routes();
    this.tokens = tokens;
    this.calls = calls;
    this.bodies = bodies;
    this.idempotency = new Idempotency(bus, fingerprints);
    this.strangers = strangers;
  }

  /** Answers, now or later, and returns whether the contract has the path; what it throws is the caller's to answer. */
  boolean handle(Exchange exchange, String path) {
    HttpServerRequest request = exchange.request;
    RouteTable.Match match = routes.find(path);
    if (match == null) {
      return false;
    }
    HttpMethod method = request.method();
    Operation operation = match.operations().get(method == HttpMethod.HEAD ? "GET" : method.name());
    if (operation == null) {
      exchange.response.headers().set(HttpHeaders.ALLOW, match.allow());
      if (method == HttpMethod.OPTIONS) {
        exchange.empty(204);
        return true;
      }
      throw Failure.METHOD_NOT_ALLOWED.with("This address takes " + match.allow() + ".");
    }
    exchange.operation(operation);
    checkAccept(request.getHeader(HttpHeaders.ACCEPT));
    Future<Principal> holder = authenticate(request, operation);
    if (holder.isComplete()) {
      enter(exchange, operation, holder, match.values());
      return true;
    }
    request.pause(); // the body waits until it is read
    Context context = vertx.getOrCreateContext();
    holder.onComplete(looked -> context.runOnContext(turn -> {
      try {
        enter(exchange, operation, holder, match.values());
      } catch (RuntimeException e) {
        exchange.fail(e);
      } finally {
        request.resume();
      }
    }));
    return true;
  }

  private void enter(Exchange exchange, Operation operation, Future<Principal> holder, List<String> segments) {
    HttpServerRequest request = exchange.request;
    Call call = call(exchange, operation, holder);
    RequestInputs inputs = operation.inputs();
    if (request.query() != null) {
      List<String> ignored = inputs.ignored(request.query());
      if (!ignored.isEmpty()) {
        exchange.response.headers().set("X-Ignored-Parameters", String.join(", ", ignored));
      }
    }
    if (inputs.streamed != null) {
      Object beside = inputs.bind(segments, request.query(), request.headers(), null);
      new BodyParts(vertx, bus, bodies, exchange, operation,
          () -> calls.of(exchange, operation, call.tenant(), call.principal()), beside).take();
    } else if (inputs.body != null || inputs.raw != null) {
      readBody(exchange, operation, call, segments);
    } else if (inputs.isNothing(request.query())) {
      act(exchange, operation, call, inputs.constant(), NO_BODY);
    } else {
      act(exchange, operation, call, inputs.bind(segments, request.query(), request.headers(), null), NO_BODY);
    }
  }

  private Call call(Exchange exchange, Operation operation, Future<Principal> holder) {
    String tenant = calls.tenant(exchange.request);
    if (holder.failed() && !operation.access().open()) {
      throw holder.cause() instanceof RuntimeException known ? known : new IllegalStateException(holder.cause());
    }
    // a public operation works for everybody, with an old token too: that is how a new one is fetched
    Principal principal = holder.result();
    if (principal != null && principal.role() != Principal.Role.SUPERADMIN && !principal.tenant().equals(tenant)) {
      if (!operation.access().open()) {
        throw Failure.WRONG_TENANT.with("This account belongs to another tenant.");
      }
      principal = null;
    }
    if (!operation.access().allows(principal)) {
      throw principal == null
          ? Failure.UNAUTHENTICATED.with("Authorization token missing")
          : Failure.FORBIDDEN.with("You do not have permission to do that.");
    }
    calls.mustHave(operation, tenant);
    return calls.of(exchange, operation, tenant, principal);
  }

  /** Null for who shows no token; complete at once for a token that is known. */
  private Future<Principal> authenticate(HttpServerRequest request, Operation operation) {
    String token = AccessTokens.shown(request);
    return token == null ? NOBODY
        : operation.temporaryPassword() ? tokens.verifyWithTemporaryPassword(token) : tokens.verify(token);
  }

  private void readBody(Exchange exchange, Operation operation, Call call, List<String> segments) {
    HttpServerRequest request = exchange.request;
    String type = request.getHeader(HttpHeaders.CONTENT_TYPE);
    boolean raw = operation.inputs().raw != null;
    if (operation.access().isSigned()) {
      operation.inputs().bind(segments, request.query(), request.headers(), null); // all but what may be large
      strangers.check(request, operation);
    }
    boolean form = !raw && type != null && Form.isForm(type);
    if (!raw && type != null && !form && !isJson(type)) {
      throw Failure.UNSUPPORTED_MEDIA_TYPE.with(TYPES);
    }
    bodies.read(request, operation.inputs().mostBytes).onComplete(read -> {
      if (read.failed()) {
        exchange.fail(read.cause());
        return;
      }
      byte[] body = read.result().bytes();
      Future<Object> input;
      if (!raw && body.length > 0 && type == null) {
        input = Future.failedFuture(Failure.UNSUPPORTED_MEDIA_TYPE.with(TYPES));
      } else if (body.length <= BodyBudget.SMALL) { // a larger one would hold up the event loop
        input = bind(operation, segments, request, body, form);
      } else {
        input = vertx.executeBlocking(() -> bound(operation, segments, request, body, form), false);
      }
      input.onComplete(bound -> {
        read.result().release();
        try {
          if (bound.failed()) {
            exchange.fail(bound.cause());
          } else {
            act(exchange, operation, call, bound.result(), body);
          }
        } catch (RuntimeException e) {
          exchange.fail(e);
        }
      });
    });
  }

  private static Object bound(Operation operation, List<String> segments, HttpServerRequest request, byte[] body,
      boolean form) {
    RequestInputs inputs = operation.inputs();
    return inputs.bind(segments, request.query(), request.headers(),
        form && body.length > 0 ? Form.json(body, inputs.body) : body);
  }

  private static Future<Object> bind(Operation operation, List<String> segments, HttpServerRequest request,
      byte[] body, boolean form) {
    try {
      return Future.succeededFuture(bound(operation, segments, request, body, form));
    } catch (RuntimeException e) {
      return Future.failedFuture(e);
    }
  }

  private void act(Exchange exchange, Operation operation, Call call, Object input, byte[] body) {
    Parts parts = operation.answers().parts();
    if (parts != null) {
      parts.send(exchange, bus, operation, () -> calls.of(exchange, operation, call.tenant(), call.principal()), input);
      return;
    }
    String key = operation.keepsAnswers() ? exchange.request.getHeader(Idempotency.HEADER) : null;
    if (key != null) {
      idempotency.answer(exchange, operation, call, key, body, () -> bus.sendRaw(call, operation.request(), input)
          .transform(result -> Future.succeededFuture(answer(exchange, operation, result.result(), result.cause()))));
      return;
    }
    if (operation.access().isSigned()) {
      strangers.begun(body.length);
    }
    bus.sendRaw(call, operation.request(), input).onComplete(result -> {
      if (operation.access().isSigned()) {
        strangers.answered(exchange.request, body.length, result.cause());
      }
      if (result.failed()) {
        exchange.fail(result.cause());
        return;
      }
      try {
        Answers answers = operation.answers();
        exchange.answer(answers.status(result.result()), answers.contentType(), answers.body(result.result()));
      } catch (RuntimeException e) {
        exchange.fail(e);
      }
    });
  }

  private static Idempotency.Answer answer(Exchange exchange, Operation operation, Object result, Throwable cause) {
    if (cause == null) {
      return new Idempotency.Answer(operation.answers().status(result), Answers.write(result), null);
    }
    FailureException failure = cause instanceof FailureException expected
        ? expected : Failure.INTERNAL.with("Something went wrong on our side.");
    return new Idempotency.Answer(failure.failure().httpStatus(), exchange.problem(failure), failure);
  }

  private static void checkAccept(String accept) {
    if (accept != null && !accept.equals("*/*") && !accept.contains("*/*") && !accept.contains("json")
        && !accept.contains("application/*") && !accept.isBlank()) {
      throw Failure.NOT_ACCEPTABLE.with("Responses are application/json.");
    }
  }

  private static boolean isJson(String type) {
    if (type.equals("application/json")) {
      return true;
    }
    int semicolon = type.indexOf(';');
    String media = (semicolon < 0 ? type : type.substring(0, semicolon)).trim();
    String rest = semicolon < 0 ? "" : type.substring(semicolon + 1).replace("\"", "").replace(" ", "");
    boolean json = media.equalsIgnoreCase("application/json")
        || media.regionMatches(true, 0, "application/", 0, 12)
            && media.regionMatches(true, media.length() - 5, "+json", 0, 5);
    return json && (!rest.regionMatches(true, 0, "charset=", 0, 8) || rest.equalsIgnoreCase("charset=utf-8")
        || rest.equalsIgnoreCase("charset=utf8"));
  }
}
