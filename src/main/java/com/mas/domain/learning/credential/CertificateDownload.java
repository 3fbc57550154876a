package com.mas.domain.learning.credential;

import com.mas.bus.FailureException;
import com.mas.db.Database;
import com.mas.outbound.Classify;
import com.mas.outbound.HttpCaller;
import com.mas.outbound.Incoming;
import com.mas.outbound.Outgoing;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.WriteStream;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/**
 * Fetches certificates from where an issuer says that they lie: from the issuer's own address and from the places that
 * its configuration names, and from nowhere else, whatever a redirect says. No key and no token goes along. What comes
 * must begin as a PDF and have 10 MB at the most. Thread-safe; waits, so call it on virtual threads.
 */
final class CertificateDownload {
  static final int MOST_BYTES = 10 << 20;
  /** Lets it be told that a file is too large, and not only that the answer broke off. */
  private static final int SLACK = 1 << 20;
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int MOST_REDIRECTS = 3;
  private static final int LONGEST = 2_000;

  /**
   * Tells what came of it.
   *
   * @param file null: it was not had
   * @param why it was not; null when it was
   * @param isLater whether the same may be had later
   */
  record Outcome(byte[] file, String why, boolean isLater) {
    private static Outcome refused(String why) {
      return new Outcome(null, why, false);
    }

    private static Outcome later(String why) {
      return new Outcome(null, why, true);
    }
  }

  private final Map<String, HttpCaller> places = new LinkedHashMap<>();

  /** @param callers makes what calls an origin, by a name */
  CertificateDownload(OutsideIssuer issuer, BiFunction<String, String, HttpCaller> callers) {
    places.put(issuer.origin(), callers.apply(issuer.name() + " certificates", issuer.origin()));
    List<String> more = issuer.certificates() == null ? List.of() : issuer.certificates().origins();
    for (String origin : more) {
      String place = OutsideIssuer.origin(URI.create(origin));
      places.computeIfAbsent(place, first -> callers.apply(issuer.name() + " certificates at " + place, place));
    }
  }

  Outcome fetch(String address) {
    URI at = uri(address);
    for (int hops = 0; at != null && hops <= MOST_REDIRECTS; hops++) {
      HttpCaller caller = places.get(OutsideIssuer.origin(at));
      if (caller == null) {
        return Outcome.refused(hops == 0 ? "It lies at another place than the issuer's."
            : "It leads to another place than the issuer's.");
      }
      Memory memory = new Memory();
      Incoming answer;
      try {
        answer = Database.await(caller.stream(request(at), memory, MOST_BYTES + SLACK, PATIENCE));
      } catch (FailureException e) {
        return memory.isTooMuch() ? tooLarge() : Outcome.later(e.getMessage());
      }
      if (!isRedirect(answer.status())) {
        return judged(answer, memory);
      }
      at = uri(at, answer.header("location"));
    }
    return Outcome.refused(at == null ? "Its address cannot be read." : "It leads on and on.");
  }

  private static Outcome judged(Incoming answer, Memory memory) {
    return switch (Classify.status(answer.status())) {
      case OK -> memory.isTooMuch() ? tooLarge() : FileIdRules.isPdf(memory.bytes())
          ? new Outcome(memory.bytes(), null, false) : Outcome.refused("It is no PDF.");
      case RETRY -> Outcome.later("Its place answered with status " + answer.status() + ".");
      default -> Outcome.refused("Its place answered with status " + answer.status() + ".");
    };
  }

  private static Outcome tooLarge() {
    return Outcome.refused("It has more than " + (MOST_BYTES >> 20) + " MB.");
  }

  private static boolean isRedirect(int status) {
    return List.of(301, 302, 303, 307, 308).contains(status);
  }

  private static Outgoing request(URI at) {
    String path = at.getRawPath() == null || at.getRawPath().isEmpty() ? "/" : at.getRawPath();
    return new Outgoing("GET", at.getRawQuery() == null ? path : path + "?" + at.getRawQuery(), Map.of(),
        Map.of("accept", "application/pdf"), null, true);
  }

  /** Returns null for what is no address of a file. */
  private static URI uri(String text) {
    try {
      URI uri = text.length() > LONGEST ? null : URI.create(text.strip());
      return uri == null || uri.getHost() == null || uri.getRawUserInfo() != null || uri.getScheme() == null ? null
          : uri;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private static URI uri(URI from, String location) {
    try {
      return location.isEmpty() || location.length() > LONGEST ? null : uri(from.resolve(location).toString());
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /** Holds what comes; never full, since what it is given is bounded. */
  private static final class Memory implements WriteStream<Buffer> {
    private final Buffer all = Buffer.buffer();

    @Override
    public synchronized Future<Void> write(Buffer data) {
      all.appendBuffer(data);
      return Future.succeededFuture();
    }

    synchronized byte[] bytes() {
      return all.getBytes();
    }

    synchronized boolean isTooMuch() {
      return all.length() > MOST_BYTES;
    }

    @Override
    public Future<Void> end() {
      return Future.succeededFuture();
    }

    @Override
    public WriteStream<Buffer> exceptionHandler(Handler<Throwable> handler) {
      return this;
    }

    @Override
    public WriteStream<Buffer> setWriteQueueMaxSize(int most) {
      return this;
    }

    @Override
    public boolean writeQueueFull() {
      return false;
    }

    @Override
    public WriteStream<Buffer> drainHandler(Handler<Void> handler) {
      return this;
    }
  }
}
