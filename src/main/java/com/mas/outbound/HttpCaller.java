package com.mas.outbound;

import com.mas.bus.Failure;
import com.mas.bus.FailureException;
import com.mas.meters.Meters;
import com.mas.meters.Meters.Scale;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.vertx.circuitbreaker.CircuitBreaker;
import io.vertx.circuitbreaker.CircuitBreakerOptions;
import io.vertx.circuitbreaker.CircuitBreakerState;
import io.vertx.circuitbreaker.OpenCircuitException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.streams.WriteStream;
import io.vertx.ext.web.client.HttpRequest;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.multipart.MultipartForm;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls one provider. An answer comes back whatever its status, unless the status says "later"
 * ({@link Classify.Action#RETRY}) and all attempts got that; then, and when no answer comes at all, the call fails with
 * {@link Failure#PROVIDER_FAILED}, or {@link Failure#TOO_MANY_REQUESTS} with the seconds that the provider asked for.
 *
 * <p>An answer with more bytes than it may have is not tried again, and opens no circuit: what was asked for is too
 * large, and the provider well. While the circuit is open, calls fail at once, without touching the provider. Each
 * attempt asks the {@link Guard} and connects to the address that it answered.
 */
public final class HttpCaller {
  private static final Logger LOG = LoggerFactory.getLogger(HttpCaller.class);

  /**
   * @param name of the provider, for metrics, logs and people
   * @param baseUrl scheme, host and port, perhaps a path; calls go nowhere else
   * @param timeout of one attempt, from connecting to the last byte
   * @param attempts of a repeatable request
   * @param firstBackoff before the second attempt; doubles after that
   * @param longestWait no pause is longer; a provider that asks for more has its call failed
   * @param maxBytes of an answer, after decompression
   * @param breakerFailures attempts that fail in a row open the circuit
   * @param breakerReset how long it stays open before one attempt is let through
   */
  public record Config(String name, String baseUrl, Duration timeout, int attempts, Duration firstBackoff,
      Duration longestWait, int maxBytes, int breakerFailures, Duration breakerReset) {
    /** Returns settings for an interface that is polled politely: 3 attempts, 8 MB, open after 8 failures for 30 s. */
    public static Config polite(String name, String baseUrl, Duration timeout) {
      return new Config(name, baseUrl, timeout, 3, Duration.ofSeconds(1), Duration.ofSeconds(60),
          8 << 20, 8, Duration.ofSeconds(30));
    }
  }

  /** Says that an answer has more bytes than it may. */
  private static final class TooMuch extends RuntimeException {
    TooMuch(long most) {
      super("answered with more than " + most + " bytes", null, false, false);
    }
  }

  private final Vertx vertx;
  private final Clock clock;
  private final RandomGenerator random;
  private final Config config;
  private final HttpClient client;
  private final CircuitBreaker breaker;
  private final WebClient web;
  private final io.vertx.core.Context loop;
  private final Guard guard;
  private final URI base;
  private final String basePath;

  /** Calls a provider that is public, or whose base URL itself has the private address. */
  public HttpCaller(Vertx vertx, Clock clock, RandomGenerator random, Config config) {
    this(vertx, clock, random, config, Guard.ofPeople(vertx, Set.of()));
  }

  /** @param guard knows which names may be private */
  public HttpCaller(Vertx vertx, Clock clock, RandomGenerator random, Config config, Guard guard) {
    this.vertx = vertx;
    this.clock = clock;
    this.random = random;
    this.config = config;
    this.base = URI.create(config.baseUrl());
    this.basePath = base.getPath() == null ? "" : base.getPath().replaceAll("/+$", "");
    this.guard = guard.ofProvider(base);
    this.loop = eventLoop(vertx);
    this.client = vertx.createHttpClient(
        new HttpClientOptions()
            .setSsl(isTls(base)).setVerifyHost(true).setKeepAlive(true).setTcpNoDelay(true)
            .setDecompressionSupported(true).setMaxHeaderSize(16_384)
            .setConnectTimeout((int) Math.min(config.timeout().toMillis(), 10_000))
            .setIdleTimeout((int) Math.max(60, config.timeout().toSeconds() + 5)),
        new PoolOptions().setHttp1MaxSize(8).setMaxWaitQueueSize(64));
    this.web = WebClient.wrap(client);
    this.breaker = CircuitBreaker.create("outbound " + config.name(), vertx, new CircuitBreakerOptions()
        .setMaxFailures(config.breakerFailures()).setTimeout(-1).setResetTimeout(config.breakerReset().toMillis())
        .setNotificationAddress(null))
        .failurePolicy(call -> call.failed() && !(call.cause() instanceof TooMuch));
    Meters.gauge("outbound.circuit_open", "1 while a provider has failed too often and is left alone", breaker,
        circuit -> circuit.state() == CircuitBreakerState.CLOSED ? 0 : 1, "provider", config.name());
  }

  /** Returns the address that all calls go to, without a slash at its end. */
  public String site() {
    return config.baseUrl().endsWith("/") ? config.baseUrl().substring(0, config.baseUrl().length() - 1)
        : config.baseUrl();
  }

  /** Returns a context of its own: a thread that has none is given one of an event loop. */
  private static io.vertx.core.Context eventLoop(Vertx vertx) {
    CompletableFuture<io.vertx.core.Context> context = new CompletableFuture<>();
    Thread.ofPlatform().start(() -> context.complete(vertx.getOrCreateContext()));
    return context.join();
  }

  /**
   * Sends, and tries again where that may help. Await it. The steps of a call run on one event loop: as callbacks of a
   * caller on a virtual thread each of them would be handed to a thread of its own. The few uploads stay on the
   * caller's, where WebClient finds the trace that it continues.
   */
  public Future<Incoming> call(Outgoing request) {
    return call(request, base).recover(this::unanswered);
  }

  /** Sends as {@link #call} does; nothing when the answer has more bytes than it may. */
  public Future<Optional<Incoming>> bounded(Outgoing request) {
    return bounded(request, base);
  }

  /**
   * Sends elsewhere, if the guard lets it: for a redirect, which nobody else follows. What only the provider may see
   * must not be in the request.
   *
   * @param site scheme, host and perhaps a port
   */
  public Future<Optional<Incoming>> bounded(Outgoing request, URI site) {
    return call(request, site).map(Optional::of).recover(e -> e instanceof TooMuch
        ? Future.succeededFuture(Optional.empty()) : Future.failedFuture(e));
  }

  private Future<Incoming> call(Outgoing request, URI site) {
    Context trace = Context.current();
    if (!request.parts().isEmpty()) {
      return attempt(request, site, 1, trace);
    }
    Promise<Incoming> answer = Promise.promise();
    loop.runOnContext(begin -> attempt(request, site, 1, trace).onComplete(answer));
    return answer.future();
  }

  /**
   * Sends once and passes the answer on as it comes, at the pace of the target. The target gets the body whatever the
   * status, and is ended with it: the caller looks at the status, and at the failure of an answer that broke off,
   * before it uses what was written.
   *
   * @param mostBytes of the answer, after decompression; fails beyond, with no more than these written
   * @param patience from connecting to the last byte
   * @return the answer without its body
   */
  public Future<Incoming> stream(Outgoing request, WriteStream<Buffer> target, long mostBytes, Duration patience) {
    return measured(() -> submit(request, base, new BoundedBody(target, mostBytes), mostBytes, patience))
        .recover(this::unanswered);
  }

  /**
   * Sends exactly once and answers whatever came, of any status: for what must not be done twice. Fails with
   * {@link Failure#PROVIDER_FAILED} when the request has certainly not left, and with {@link Failure#TIMEOUT} when
   * nobody knows whether it was done.
   */
  public Future<Incoming> once(Outgoing request) {
    return measured(() -> admitted(base).compose(to -> client.request(options(request, base, to)))
        .recover(e -> Future.failedFuture(e instanceof FailureException ? e : failed("could not be reached")))
        .compose(out -> (request.payload() == null ? out.send() : out.send(request.payload())).compose(this::gathered)
            .timeout(config.timeout().toMillis(), TimeUnit.MILLISECONDS)
            .recover(lost -> {
              out.reset();
              return Future.failedFuture(Failure.TIMEOUT.with(config.name() + " did not answer."));
            })))
        .recover(this::unanswered);
  }

  private <T> Future<T> unanswered(Throwable e) {
    return Future.failedFuture(e instanceof TooMuch ? failed(e.getMessage())
        : e instanceof OpenCircuitException ? failed("failed too often and is left alone for a moment") : e);
  }

  public Future<Void> close() {
    breaker.close();
    return client.close();
  }

  private Future<Incoming> attempt(Outgoing request, URI site, int attempt, Context trace) {
    return measured(() -> exchange(request, site, trace)).recover(failure -> {
      if (failure instanceof TooMuch) {
        LOG.info("{}: {} {}", config.name(), request, failure.getMessage());
        return Future.failedFuture(failure);
      }
      FailureException known = failure instanceof FailureException e ? e : failed("could not be reached");
      Duration asked = Duration.ofSeconds(known.detail().retryAfterSeconds() == null ? 0
          : known.detail().retryAfterSeconds());
      boolean last = !request.repeatable() || attempt >= config.attempts() || !known.failure().retryable()
          || failure instanceof OpenCircuitException || asked.compareTo(config.longestWait()) > 0;
      if (failure instanceof OpenCircuitException) {
        known = failed("failed too often and is left alone for a moment")
            .retryAfter((int) config.breakerReset().toSeconds());
      }
      if (last) {
        LOG.info("{}: {} failed at attempt {}: {}", config.name(), request, attempt, known.getMessage());
        return Future.failedFuture(known);
      }
      Meters.counter("outbound.retries", "Calls of a provider that were tried again", "provider", config.name())
          .increment();
      Duration pause = Classify.backoff(attempt, config.firstBackoff(), config.longestWait(), asked,
          random.nextDouble());
      return vertx.timer(Math.max(1, pause.toMillis()), TimeUnit.MILLISECONDS)
          .compose(due -> attempt(request, site, attempt + 1, trace));
    });
  }

  private Future<Incoming> measured(Supplier<Future<Incoming>> call) {
    long start = System.nanoTime();
    return breaker.execute(call).onComplete(result -> {
      String outcome = result.succeeded() ? result.result().status() / 100 + "xx" : "failed";
      Meters.histogram("outbound.calls", "Time of calls of a provider, each attempt by itself", Scale.BRIEF,
          "provider", config.name(), "outcome", outcome).record(System.nanoTime() - start, TimeUnit.NANOSECONDS);
    });
  }

  private Future<Incoming> exchange(Outgoing request, URI site, Context trace) {
    return (request.parts().isEmpty() ? sent(request, site, trace)
        : submit(request, site, new BoundedBody(null, config.maxBytes()), config.maxBytes(), config.timeout()))
        .compose(incoming -> Classify.status(incoming.status()) == Classify.Action.RETRY
            ? Future.failedFuture(later(incoming)) : Future.succeededFuture(incoming));
  }

  private Future<Incoming> sent(Outgoing request, URI site, Context trace) {
    HttpClientRequest[] sent = new HttpClientRequest[1];
    Future<Incoming> answer = admitted(site).compose(to -> client.request(options(request, site, to))).compose(out -> {
      sent[0] = out;
      try (Scope continued = trace.makeCurrent()) { // the loop's context is all calls'
        return request.payload() == null ? out.send() : out.send(request.payload());
      }
    }).compose(this::gathered);
    return answer.timeout(config.timeout().toMillis(), TimeUnit.MILLISECONDS)
        .recover(failure -> {
          if (sent[0] != null) {
            sent[0].reset(); // gives the connection back; what comes late is not ours any more
          }
          return Future.failedFuture(told(failure, config.timeout()));
        });
  }

  /** Sends over WebClient: uploads, and what is passed on as it comes. An answer that breaks off is a failure here. */
  private Future<Incoming> submit(Outgoing request, URI site, BoundedBody body, long mostBytes, Duration patience) {
    Promise<Incoming> answer = Promise.promise();
    body.tooMuch().onFailure(more -> answer.tryFail(new TooMuch(mostBytes)));
    admitted(site).compose(to -> {
      HttpRequest<Buffer> out =
          web.request(HttpMethod.valueOf(request.method()), to, options(request, site, to)).as(body);
      return submit(out.timeout(patience.toMillis()), request);
    }).map(response -> Incoming.of(response, response.body(), true))
        .onSuccess(answer::tryComplete).onFailure(answer::tryFail);
    return answer.future().timeout(patience.toMillis(), TimeUnit.MILLISECONDS).recover(failure -> {
      body.stop();
      return Future.failedFuture(told(failure, patience));
    });
  }

  private static Future<HttpResponse<Buffer>> submit(HttpRequest<Buffer> out, Outgoing request) {
    if (request.parts().isEmpty()) {
      return request.payload() == null ? out.send() : out.sendBuffer(request.payload());
    }
    MultipartForm form = MultipartForm.create();
    request.parts().forEach(part -> {
      if (part.filename() == null) {
        form.attribute(part.name(), new String(part.content(), StandardCharsets.UTF_8));
      } else {
        form.binaryFileUpload(part.name(), part.filename(), Buffer.buffer(part.content()), part.type());
      }
    });
    return out.sendMultipartForm(form);
  }

  private Throwable told(Throwable failure, Duration patience) {
    boolean isKnown = failure instanceof FailureException || failure instanceof TooMuch;
    return isKnown ? failure : failed(failure instanceof TimeoutException
        ? "did not answer within " + patience.toSeconds() + " s" : "could not be reached");
  }

  private Future<SocketAddress> admitted(URI site) {
    return guard.admit(site).recover(refused -> Future.failedFuture(failed((site == base
        ? "cannot be called at its base URL: " : "leads to where it cannot be called: ") + refused.getMessage())));
  }

  private RequestOptions options(Outgoing request, URI site, SocketAddress to) {
    RequestOptions options = new RequestOptions().setServer(to)
        .setMethod(HttpMethod.valueOf(request.method())).setHost(site.getHost()).setPort(Guard.port(site))
        .setSsl(isTls(site)).setURI((site == base ? basePath : "") + request.target()).setFollowRedirects(false);
    request.headers().forEach(options::putHeader);
    return options;
  }

  private Future<Incoming> gathered(HttpClientResponse response) {
    Promise<Incoming> whole = Promise.promise();
    Buffer body = Buffer.buffer();
    response.handler(chunk -> {
      if (body.length() + chunk.length() > config.maxBytes()) {
        whole.tryFail(new TooMuch(config.maxBytes()));
        response.request().reset();
      } else {
        body.appendBuffer(chunk);
      }
    });
    response.exceptionHandler(lost -> whole.tryComplete(Incoming.of(response, body, false)));
    response.endHandler(end -> whole.tryComplete(Incoming.of(response, body, true)));
    return whole.future();
  }

  private FailureException later(Incoming incoming) {
    Duration asked = Classify.retryAfter(incoming.header("retry-after"), clock.instant());
    FailureException failure = incoming.status() == 429
        ? Failure.TOO_MANY_REQUESTS.with(config.name() + " asks for fewer requests.")
        : failed("answered with status " + incoming.status());
    return asked.isZero() ? failure : failure.retryAfter((int) Math.min(Integer.MAX_VALUE, asked.toSeconds() + 1));
  }

  private FailureException failed(String what) {
    return Failure.PROVIDER_FAILED.with(config.name() + " " + what + ".");
  }

  private static boolean isTls(URI site) {
    return "https".equals(site.getScheme());
  }
}
