package com.mas.bench;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;

/** Opens so many keep-alive connections, each asking again as soon as it was answered. One event loop. */
final class HttpLoad implements AutoCloseable {
  /**
   * @param body null for a GET
   * @param refusal status that is no error either; 0 for none
   */
  record Ask(String path, String token, String body, int refusal) {
    Ask(String path, String token, String body) {
      this(path, token, body, 0);
    }
  }

  /** @param p50 and {@code p95} and {@code p99} in ms, to 0.01 */
  record Result(long requests, double seconds, double p50, double p95, double p99, long errors) {}

  private static final int BUCKET_MICROS = 10;
  private static final int SLOWEST_SECONDS = 10;

  private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
  private final HttpClient client;
  private final URI server;
  private final int connections;

  HttpLoad(URI server, int connections) {
    this.server = server;
    this.connections = connections;
    this.client = vertx.createHttpClient(new HttpClientOptions().setTcpNoDelay(true),
        new PoolOptions().setHttp1MaxSize(connections).setEventLoopSize(1));
  }

  /** @param asks the n-th question */
  Result run(Duration time, LongFunction<Ask> asks) throws Exception {
    Run run = new Run(asks, System.nanoTime() + time.toNanos());
    long begin = System.nanoTime();
    vertx.runOnContext(started -> {
      for (int i = 0; i < connections; i++) {
        run.next();
      }
    });
    run.over.get(time.toSeconds() + 3 * SLOWEST_SECONDS, TimeUnit.SECONDS);
    return run.result((System.nanoTime() - begin) / 1e9);
  }

  /** Counts for one event loop, so that plain fields do. */
  private final class Run {
    private final CompletableFuture<Void> over = new CompletableFuture<>();
    private final int[] buckets = new int[SLOWEST_SECONDS * 1_000_000 / BUCKET_MICROS];
    private final LongFunction<Ask> asks;
    private final long end;
    private long asked;
    private long answered;
    private long errors;
    private int idle;

    Run(LongFunction<Ask> asks, long end) {
      this.asks = asks;
      this.end = end;
    }

    void next() {
      long begin = System.nanoTime();
      if (begin >= end) {
        if (++idle == connections) {
          over.complete(null);
        }
        return;
      }
      Ask ask = asks.apply(asked++);
      RequestOptions options = new RequestOptions().setHost(server.getHost()).setPort(server.getPort()).setURI(ask.path)
          .setMethod(ask.body == null ? HttpMethod.GET : HttpMethod.POST).setTimeout(SLOWEST_SECONDS * 1000)
          .putHeader("Authorization", "Bearer " + ask.token);
      if (ask.body != null) {
        options.putHeader("Content-Type", "application/json");
      }
      client.request(options)
          .compose(request -> ask.body == null ? request.send() : request.send(Buffer.buffer(ask.body)))
          .compose(response -> response.body().map(body -> isGood(ask, response)))
          .onComplete((good, failure) -> {
            long micros = (System.nanoTime() - begin) / 1000;
            buckets[(int) Math.min(micros / BUCKET_MICROS, buckets.length - 1)]++;
            answered++;
            errors += failure == null && good ? 0 : 1;
            next();
          });
    }

    private static boolean isGood(Ask ask, HttpClientResponse response) {
      return response.statusCode() / 100 == 2 || response.statusCode() == ask.refusal;
    }

    Result result(double seconds) {
      return new Result(answered, seconds, percentile(0.5), percentile(0.95), percentile(0.99), errors);
    }

    private double percentile(double share) {
      long left = (long) Math.ceil(answered * share);
      int bucket = 0;
      while (bucket < buckets.length - 1 && (left -= buckets[bucket]) > 0) {
        bucket++;
      }
      return bucket * BUCKET_MICROS / 1000.0;
    }
  }

  @Override
  public void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }
}
