package com.mas.outbound;

import com.mas.bus.Failure;
import com.mas.bus.FailureException;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.Tags;
import io.opentelemetry.context.Context;
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
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls one provider. An answer comes back whatever its status, unless the status says "later"
 * ({@link Classify.Action#RETRY}) and all attempts got that; then, and when no answer comes at all, the call fails with
 * {@link Failure#PROVIDER_FAILED}, or {@link Failure#TOO_MANY_REQUESTS} with the seconds that the provider asked for.
 *
 * <p>While the circuit is open, calls fail at once, without touching the provider.
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
    /** What suits an interface that is polled politely: 3 attempts, 8 MB, open after 8 failures for 30 s. */
    public static Config polite(String name, String baseUrl, Duration timeout) {
      return new Config(name, baseUrl, timeout, 3, Duration.ofSeconds(1), Duration.ofSeconds(60),
          8 << 20, 8, Duration.ofSeconds(30));
    }
  }

  private final Vertx vertx;
  private final Clock clock;
  private final RandomGenerator random;
  private final Config config;
  private final HttpClient client;
  private final CircuitBreaker breaker;
  private final ContextInternal loop;
  private final URI base;
  private final String basePath;

  public HttpCaller(Vertx vertx, Clock clock, RandomGenerator random, Config config) {
    this.vertx = vertx;
    this.clock = clock;
    this.random = random;
    this.config = config;
    this.base = URI.create(config.baseUrl());
    this.basePath = base.getPath() == null ? "" : base.getPath().replaceAll("/+$", "");
    this.loop = ((VertxInternal) vertx).createEventLoopContext();
    this.client = vertx.createHttpClient(
        new HttpClientOptions()
            .setSsl(isTls()).setVerifyHost(true).setKeepAlive(true).setTcpNoDelay(true).setDecompressionSupported(true)
            .setConnectTimeout((int) Math.min(config.timeout().toMillis(), 10_000)).setMaxHeaderSize(16_384),
        new PoolOptions().setHttp1MaxSize(8).setMaxWaitQueueSize(64));
    this.breaker = CircuitBreaker.create("outbound " + config.name(), vertx, new CircuitBreakerOptions()
        .setMaxFailures(config.breakerFailures()).setTimeout(-1).setResetTimeout(config.breakerReset().toMillis())
        .setNotificationAddress(null));
    Metrics.gauge("outbound.circuit_open", Tags.of("provider", config.name()), breaker,
        circuit -> circuit.state() == CircuitBreakerState.CLOSED ? 0 : 1);
  }

  /**
   * Sends, and tries again where that may help. Await it. The steps of a call run on one event loop: as callbacks of a
   * caller on a virtual thread each of them would be handed to a thread of its own.
   */
  public Future<Incoming> call(Outgoing request) {
    Promise<Incoming> answer = Promise.promise();
    Context trace = Context.current();
    loop.duplicate().runOnContext(begin -> {
      trace.makeCurrent(); // to the end, as the context is this call's alone
      attempt(request, 1).onComplete(answer);
    });
    return answer.future();
  }

  /**
   * Sends exactly once and answers whatever came, of any status: for what must not be done twice. Fails with
   * {@link Failure#PROVIDER_FAILED} when the request has certainly not left, and with {@link Failure#TIMEOUT} when
   * nobody knows whether it was done.
   */
  public Future<Incoming> once(Outgoing request) {
    return breaker.execute(() -> client.request(options(request))
        .recover(e -> Future.failedFuture(failed("could not be reached")))
        .compose(out -> (request.body() == null ? out.send() : out.send(request.body())).compose(this::bounded)
            .timeout(config.timeout().toMillis(), TimeUnit.MILLISECONDS)
            .recover(lost -> {
              out.reset();
              return Future.failedFuture(Failure.TIMEOUT.with(config.name() + " did not answer."));
            })))
        .recover(e -> Future.failedFuture(e instanceof OpenCircuitException
            ? failed("failed too often and is left alone for a moment") : e));
  }

  public Future<Void> close() {
    breaker.close();
    return client.close();
  }

  private Future<Incoming> attempt(Outgoing request, int attempt) {
    return guarded(request).recover(failure -> {
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
      Metrics.counter("outbound.retries", "provider", config.name()).increment();
      Duration pause = Classify.backoff(attempt, config.firstBackoff(), config.longestWait(), asked,
          random.nextDouble());
      return vertx.timer(Math.max(1, pause.toMillis()), TimeUnit.MILLISECONDS).compose(due -> attempt(request,
          attempt + 1));
    });
  }

  private Future<Incoming> guarded(Outgoing request) {
    long start = System.nanoTime();
    return breaker.execute(() -> exchange(request)).onComplete(result -> {
      String outcome = result.succeeded() ? result.result().status() / 100 + "xx" : "failed";
      Metrics.timer("outbound.calls", "provider", config.name(), "outcome", outcome)
          .record(System.nanoTime() - start, TimeUnit.NANOSECONDS);
    });
  }

  private Future<Incoming> exchange(Outgoing request) {
    HttpClientRequest[] sent = new HttpClientRequest[1];
    Future<Incoming> answer = client.request(options(request)).compose(out -> {
      sent[0] = out;
      return (request.body() == null ? out.send() : out.send(request.body())).compose(this::bounded);
    });
    return answer.timeout(config.timeout().toMillis(), TimeUnit.MILLISECONDS)
        .recover(failure -> {
          if (sent[0] != null) {
            sent[0].reset(); // gives the connection back; what comes late is not ours any more
          }
          return Future.failedFuture(failure instanceof FailureException ? failure
              : failed(failure instanceof TimeoutException
                  ? "did not answer within " + config.timeout().toSeconds() + " s" : "could not be reached"));
        })
        .compose(incoming -> Classify.status(incoming.status()) == Classify.Action.RETRY
            ? Future.failedFuture(later(incoming)) : Future.succeededFuture(incoming));
  }

  private RequestOptions options(Outgoing request) {
    RequestOptions options = new RequestOptions()
        .setMethod(HttpMethod.valueOf(request.method())).setHost(base.getHost()).setPort(port()).setSsl(isTls())
        .setURI(basePath + request.target()).setFollowRedirects(false);
    request.headers().forEach(options::putHeader);
    return options;
  }

  private Future<Incoming> bounded(HttpClientResponse response) {
    Promise<Incoming> whole = Promise.promise();
    Buffer body = Buffer.buffer();
    response.handler(chunk -> {
      if (body.length() + chunk.length() > config.maxBytes()) {
        whole.tryFail(failed("answered with more than " + config.maxBytes() + " bytes"));
        response.request().reset();
      } else {
        body.appendBuffer(chunk);
      }
    });
    response.exceptionHandler(lost -> whole.tryComplete(incoming(response, body, false)));
    response.endHandler(end -> whole.tryComplete(incoming(response, body, true)));
    return whole.future();
  }

  private static Incoming incoming(HttpClientResponse response, Buffer body, boolean complete) {
    return new Incoming(response.statusCode(), headers(response), body.getBytes(), complete);
  }

  private static Map<String, List<String>> headers(HttpClientResponse response) {
    Map<String, List<String>> headers = new HashMap<>();
    response.headers().forEach((name, value) ->
        headers.computeIfAbsent(name.toLowerCase(Locale.ROOT), first -> new ArrayList<>(1)).add(value));
    return headers;
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

  private boolean isTls() {
    return "https".equals(base.getScheme());
  }

  private int port() {
    return base.getPort() > 0 ? base.getPort() : isTls() ? 443 : 80;
  }
}
