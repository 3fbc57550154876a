package com.mas.http;

import static com.mas.domain.platform.settings.SettingsContract.BEGIN_IDEMPOTENT;
import static com.mas.domain.platform.settings.SettingsContract.FINISH_IDEMPOTENT;

import com.mas.bus.Bus;
import com.mas.bus.Call;
import com.mas.bus.Failure;
import com.mas.bus.FailureException;
import com.mas.domain.platform.settings.SettingsContract.BeginIdempotent;
import com.mas.domain.platform.settings.SettingsContract.BegunIdempotent;
import com.mas.domain.platform.settings.SettingsContract.FinishIdempotent;
import com.mas.secrets.Fingerprint;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Writes that a client may send twice. The first request with a key does the work and its answer is kept; later ones
 * with the same key and content get that answer, one that comes while the first is under way is told to try again. Kept
 * are successes and refusals; what may succeed later (overload, an outage, a defect) is forgotten, so that the client's
 * next try does the work. After a timeout nobody knows whether the work was done: the key stays taken for its lease,
 * which is longer than any handler that may still be running. A request is kept as a fingerprint alone, from which
 * nobody without the server's secret can tell what was in it.
 */
final class Idempotency {
  static final String HEADER = "Idempotency-Key";
  static final int LONGEST_KEY = 255;
  private static final CharSequence REPLAYED = "idempotent-replayed";
  private static final int LEASE_MARGIN_SECONDS = 30;
  private static final int LARGEST_ANSWER = 256 << 10;

  /** An answer as it goes out. */
  record Answer(int status, byte[] body, FailureException failure) {}

  private final Bus bus;
  private final Fingerprint fingerprints;

  Idempotency(Bus bus, Fingerprint fingerprints) {
    this.bus = bus;
    this.fingerprints = fingerprints;
  }

  /** @param work done at most once per key; succeeds also with a failure's answer */
  void answer(Exchange exchange, Operation operation, Call call, String key, byte[] body,
      Supplier<Future<Answer>> work) {
    if (key.isEmpty() || key.length() > LONGEST_KEY || !key.chars().allMatch(c -> c > ' ' && c < 127)) {
      throw Failure.INVALID.with(HEADER + " must be 1 to " + LONGEST_KEY + " visible ASCII characters.");
    }
    UUID principal = call.userId();
    int lease = (int) operation.request().timeout().toSeconds() + LEASE_MARGIN_SECONDS;
    BeginIdempotent begin =
        new BeginIdempotent(principal, operation.id(), key, fingerprint(exchange, call, body), lease);
    bus.send(call, BEGIN_IDEMPOTENT, begin)
        .compose(begun -> begun.status() != null
            ? Future.succeededFuture(replay(exchange, begun))
            : work.get().compose(done -> finish(call, begin, begun.holder(), done)))
        .onComplete(result -> {
          if (result.failed()) {
            exchange.fail(result.cause());
          } else if (result.result().failure != null) {
            exchange.fail(result.result().failure);
          } else {
            exchange.again(result.result().status, result.result().body);
          }
        });
  }

  private static Answer replay(Exchange exchange, BegunIdempotent begun) {
    if (begun.body() == null) {
      throw EdgeReasons.ANSWER_NOT_KEPT.refusal();
    }
    exchange.response.headers().set(REPLAYED, "true");
    return new Answer(begun.status(), begun.body().getBytes(StandardCharsets.UTF_8), null);
  }

  /**
   * Before the answer goes out, so that a client that has seen it finds it kept; an answer is worth more than its
   * copy.
   */
  private Future<Answer> finish(Call call, BeginIdempotent begin, UUID holder, Answer done) {
    if (done.failure != null && done.failure.failure() == Failure.TIMEOUT) {
      return Future.succeededFuture(done);
    }
    boolean forget = done.failure != null && done.failure.failure().retryable();
    String kept = forget || done.body.length > LARGEST_ANSWER ? null : new String(done.body, StandardCharsets.UTF_8);
    FinishIdempotent finish = new FinishIdempotent(begin.principalId(), begin.operation(), begin.key(), holder,
        forget ? null : done.status, kept);
    Call late = new Call(call.requestId(), call.traceparent(), call.tenant(), call.principal(),
        bus.clock().millis() + FINISH_IDEMPOTENT.timeout().toMillis(), call.cause(), call.address());
    return bus.send(late, FINISH_IDEMPOTENT, finish).map(done).otherwise(done);
  }

  private String fingerprint(Exchange exchange, Call call, byte[] body) {
    String head = exchange.request.method() + " " + exchange.request.uri() + "\n" + call.tenant() + "\n";
    return fingerprints.of(head, body);
  }
}
