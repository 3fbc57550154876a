package com.mas.outbound;

import com.mas.bus.Failure;
import com.mas.bus.FailureException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Reads what a URL shows that a person gave. Each step of a redirect asks the {@link Guard} again and connects to the
 * address that it answered; nothing that identifies this server or its users is sent along. Thread-safe.
 */
public final class Fetcher {
  private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
  private static final int MOST_REDIRECTS = 5;
  private static final int CONNECT_MILLIS = 5_000;

  private final Guard guard;
  private final int mostBytes;
  private final Duration patience;
  private final WebClient web;

  /**
   * @param mostBytes of an answer, after decompression
   * @param patience for all steps, to the last byte
   */
  public Fetcher(Vertx vertx, Guard guard, int mostBytes, Duration patience) {
    this.guard = guard;
    this.mostBytes = mostBytes;
    this.patience = patience;
    this.web = WebClient.create(vertx, new WebClientOptions().setUserAgentEnabled(false).setFollowRedirects(false)
        .setKeepAlive(false).setVerifyHost(true).setDecompressionSupported(true).setConnectTimeout(CONNECT_MILLIS)
        .setMaxHeaderSize(16_384).setIdleTimeout((int) patience.toSeconds() + 1),
        new PoolOptions().setHttp1MaxSize(8).setMaxWaitQueueSize(64));
  }

  /**
   * Answers whatever came at the end, of any status. Fails with INVALID for a URL, or a redirect to one, that may not
   * be called, and with PROVIDER_FAILED when nothing whole came in time.
   */
  public Future<Incoming> get(URI url) {
    BoundedBody[] reading = new BoundedBody[1];
    return step(url, MOST_REDIRECTS, reading).timeout(patience.toMillis(), TimeUnit.MILLISECONDS).recover(failure -> {
      if (reading[0] != null) {
        reading[0].stop();
      }
      return Future.failedFuture(failure instanceof FailureException ? failure
          : Failure.PROVIDER_FAILED.with("The URL could not be read. Check that it can be opened by everybody."));
    });
  }

  public void close() {
    web.close();
  }

  private Future<Incoming> step(URI url, int redirects, BoundedBody[] reading) {
    return guard.admit(url).compose(to -> ask(url, to, reading)).compose(answer -> {
      String location = answer.getHeader("location");
      if (location == null || !REDIRECTS.contains(answer.statusCode())) {
        return Future.succeededFuture(Incoming.of(answer, answer.body(), true));
      }
      if (redirects == 0) {
        return Future.failedFuture(Failure.INVALID.with("The URL leads from one place to the next too often."));
      }
      try {
        return step(url.resolve(location), redirects - 1, reading);
      } catch (IllegalArgumentException e) {
        return Future.failedFuture(Failure.PROVIDER_FAILED.with("The URL leads to something that is no URL."));
      }
    });
  }

  private Future<HttpResponse<Buffer>> ask(URI url, SocketAddress to, BoundedBody[] reading) {
    String path = url.getRawPath() == null || url.getRawPath().isEmpty() ? "/" : url.getRawPath();
    RequestOptions options = new RequestOptions().setServer(to).setHost(url.getHost()).setPort(Guard.port(url))
        .setSsl("https".equals(url.getScheme())).setURI(url.getRawQuery() == null ? path : path + "?"
            + url.getRawQuery());
    BoundedBody body = new BoundedBody(null, mostBytes);
    reading[0] = body;
    Promise<HttpResponse<Buffer>> answer = Promise.promise();
    body.tooMuch().onFailure(more -> answer.tryFail(
        Failure.PROVIDER_FAILED.with("The URL shows more than the " + mostBytes + " bytes that are read.")));
    web.request(HttpMethod.GET, to, options).as(body).send().onSuccess(answer::tryComplete).onFailure(answer::tryFail);
    return answer.future();
  }
}
