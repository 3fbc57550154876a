package com.mas.http;

import com.mas.bus.BusDocument;
import com.mas.bus.Failure;
import com.mas.bus.Principal;
import com.mas.seed.DemoAccount;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Answers about the server itself: {@code /health/live}, {@code /health/ready}, {@code /api/health}, {@code /metrics},
 * with {@code OPENAPI_MODE} also {@code /openapi.json}, {@code /openapi.d.ts}, {@code /asyncapi.json}, all below
 * {@code /docs}, and for administrators {@code /asyncapi/bus.json}; the app for people, the contract that it reads,
 * at {@code /console/pages.json} the pages that the caller may see, and pages of domains for everybody.
 *
 * <p>Metrics are for those who show {@code METRICS_TOKEN}; without one they are for loopback only, and a request that a
 * proxy forwarded does not come from there.
 */
final class ServicePages {
  private static final int CHECK_SECONDS = 2;
  private static final byte[] ALIVE = Answers.write(Map.of("status", "ok"));

  private final Vertx vertx;
  private final Contract contract;
  private final AccessTokens tokens;
  private final Probes probes;
  private final String metricsToken;
  private final boolean docs;
  private final List<DemoAccount> demoAccounts;
  private final BusDocument bus;
  private final Menu menu;
  /** Null until somebody has asked for it: a start does not wait for its making. */
  private volatile Document document;

  /** @param bus the document of the event bus, for administrators */
  ServicePages(Vertx vertx, Contract contract, AccessTokens tokens, Probes probes, HttpVerticle.Config config,
      BusDocument bus, Menu menu) {
    this.vertx = vertx;
    this.contract = contract;
    this.tokens = tokens;
    this.probes = probes;
    this.metricsToken = config.metricsToken();
    this.docs = config.docs();
    this.demoAccounts = config.demoAccounts();
    this.bus = bus;
    this.menu = menu;
  }

  /** Adds a route for each page that is served. */
  void mount(Router router) {
    page(router, "/health/live", exchange -> exchange.json(200, ALIVE));
    // monitors of earlier systems post here
    router.route("/api/health").useNormalizedPath(false).handler(context -> Exchange.of(context).json(200, ALIVE));
    page(router, "/health/ready", this::ready);
    page(router, "/metrics", this::metrics);
    if (docs) {
      page(router, "/openapi.json", this::contract);
      page(router, "/openapi.d.ts", this::types);
      page(router, "/asyncapi.json", exchange -> answer(exchange, vertx.executeBlocking(EventsDocument::json, false),
          json -> exchange.json(200, json)));
      page(router, "/asyncapi/bus.json", this::busDocument);
      new DocsPages(vertx, contract, demoAccounts).mount(router, this::answer);
    }
    page(router, "/console/pages.json", exchange -> signedIn(exchange,
        holder -> Future.succeededFuture(Answers.write(menu.of(holder))), pages -> exchange.json(200, pages)));
    page(router, "/console/openapi.json", this::contractOfConsole);
    ConsolePages.mount(router,
        (exchange, path) -> answer(exchange, ConsolePages.when(vertx), pages -> pages.answer(exchange, path)));
    PublicPages.mount(router, exchange -> answer(exchange, PublicPages.when(vertx), pages -> pages.answer(exchange)));
  }

  private static void page(Router router, String path, Consumer<Exchange> answer) {
    router.route(path).useNormalizedPath(false).handler(context -> {
      Exchange exchange = Exchange.of(context);
      HttpMethod method = context.request().method();
      if (method != HttpMethod.GET && method != HttpMethod.HEAD) {
        exchange.response.headers().set(HttpHeaders.ALLOW, "GET, HEAD");
        throw Failure.METHOD_NOT_ALLOWED.with("This address takes GET, HEAD.");
      }
      answer.accept(exchange);
    });
  }

  private void contract(Exchange exchange) {
    answer(exchange, document(), made -> exchange.json(200, made.json()));
  }

  private Future<Document> document() {
    Document known = document;
    return known != null ? Future.succeededFuture(known) : vertx.executeBlocking(() -> {
      byte[] json = contract.document();
      document = new Document(Buffer.buffer(json), ConsolePages.tag(json));
      return document;
    }, false);
  }

  /** Made for each request: it is asked for once in a release of a client. */
  private void types(Exchange exchange) {
    answer(exchange, vertx.executeBlocking(() -> contract.types().getBytes(StandardCharsets.UTF_8), false),
        types -> exchange.answer(200, "text/plain; charset=utf-8", types));
  }

  private void busDocument(Exchange exchange) {
    signedIn(exchange, holder -> holder.isAdmin() ? vertx.executeBlocking(bus::json, false)
        : Future.failedFuture(Failure.FORBIDDEN.with("This is for administrators.")),
        catalogue -> exchange.json(200, catalogue));
  }

  /** Answers the contract to anybody with an account, whatever the settings say of the public documents. */
  private void contractOfConsole(Exchange exchange) {
    signedIn(exchange, holder -> document(), made -> {
      exchange.response.headers().set(HttpHeaders.ETAG, made.tag())
          .set(HttpHeaders.CACHE_CONTROL, "private, no-cache");
      if (made.tag().equals(exchange.request.getHeader(HttpHeaders.IF_NONE_MATCH))) {
        exchange.empty(304);
      } else {
        exchange.json(200, made.json());
      }
    });
  }

  private <T> void signedIn(Exchange exchange, Function<Principal, Future<T>> work, Consumer<T> answer) {
    String token = AccessTokens.shown(exchange.request);
    if (token == null) {
      throw Failure.UNAUTHENTICATED.with("Authorization token missing");
    }
    answer(exchange, tokens.verify(token).compose(work), answer);
  }

  /** Answers on this request's event loop what may take a while to make. */
  private <T> void answer(Exchange exchange, Future<T> made, Consumer<T> answer) {
    Context context = vertx.getOrCreateContext();
    made.onComplete(done -> context.runOnContext(turn -> {
      if (done.failed()) {
        exchange.fail(done.cause());
        return;
      }
      try {
        answer.accept(done.result());
      } catch (RuntimeException e) { // such as the answer "no"
        exchange.fail(e);
      }
    }));
  }

  private void ready(Exchange exchange) {
    Map<String, String> states = new LinkedHashMap<>();
    states.put("accepting", probes.accepting().getAsBoolean() ? "up" : "down");
    List<Future<?>> running = probes.checks().stream().<Future<?>>map(check -> run(check)
        .onComplete(result -> states.put(check.name(), result.succeeded() ? "up" : "down"))).toList();
    Future.join(running).otherwiseEmpty().onComplete(all -> {
      boolean useful = probes.accepting().getAsBoolean()
          && probes.checks().stream().noneMatch(check -> check.required() && !"up".equals(states.get(check.name())));
      if (useful) {
        exchange.json(200, Answers.write(Map.of("status", "ready", "checks", states)));
      } else {
        exchange.fail(Failure.UNAVAILABLE.with("This node accepts no requests at the moment.")
            .data(Map.of("status", "not ready", "checks", states)));
      }
    });
  }

  private static Future<?> run(Probes.Check check) {
    try {
      return check.run().get().timeout(CHECK_SECONDS, TimeUnit.SECONDS);
    } catch (RuntimeException e) {
      return Future.failedFuture(e);
    }
  }

  private void metrics(Exchange exchange) {
    if (!mayReadMetrics(exchange)) {
      throw metricsToken.isEmpty()
          ? Failure.FORBIDDEN.with("Metrics are for loopback only, unless METRICS_TOKEN is set.")
          : Failure.UNAUTHENTICATED.with("Authorization token missing");
    }
    exchange.answer(200, "text/plain; version=0.0.4; charset=utf-8",
        probes.metrics().get().getBytes(StandardCharsets.UTF_8));
  }

  private boolean mayReadMetrics(Exchange exchange) {
    if (metricsToken.isEmpty()) {
      return exchange.request.getHeader("x-forwarded-for") == null && exchange.request.getHeader("forwarded") == null
          && isLoopback(exchange.request.remoteAddress().hostAddress());
    }
    String given = exchange.request.getHeader(HttpHeaders.AUTHORIZATION);
    return given != null && MessageDigest.isEqual(
        given.getBytes(StandardCharsets.UTF_8), ("Bearer " + metricsToken).getBytes(StandardCharsets.UTF_8));
  }

  private static boolean isLoopback(String address) {
    return address != null
        && (address.startsWith("127.") || address.equals("0:0:0:0:0:0:0:1") || address.equals("::1"));
  }

  /** @param tag entity tag of the document */
  private record Document(Buffer json, String tag) {}
}
