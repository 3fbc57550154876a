package com.mas.sources;

import com.mas.bus.Failure;
import com.mas.bus.FailureException;

/** Names what can be the matter with a source, and so what the engine does about it. */
public enum Trouble {
  /** No answer, or one of an error: the page is tried again, and then done without. */
  UNREACHABLE,
  /** It wants a login that there is not: nothing more is asked for, by anybody, until a person logs in. */
  REFUSED,
  /** It answered with something else than was agreed: the evidence is kept, and the page is done without. */
  LAYOUT,
  /** It is away for a while and says so, or asks for fewer requests: the run rests and goes on. */
  MAINTENANCE,
  /** It does not know, or know any more, what it was asked about. */
  ABSENT,
  /** The source is well; our own side is not. */
  OURS;

  /** Sorts what {@link Connector.Session#read} and {@link Connector#open} fail with. */
  public static Trouble of(RuntimeException thrown) {
    if (thrown instanceof UnreadableAnswer) {
      return LAYOUT;
    }
    if (!(thrown instanceof FailureException refused)) {
      return OURS;
    }
    boolean untilThen = refused.detail().retryAfterSeconds() != null;
    return switch (refused.failure()) {
      case PROVIDER_UNAUTHENTICATED -> REFUSED;
      case NOT_FOUND -> ABSENT;
      case TOO_MANY_REQUESTS -> MAINTENANCE;
      case PROVIDER_FAILED, TIMEOUT -> untilThen ? MAINTENANCE : UNREACHABLE;
      default -> OURS;
    };
  }

  /** Returns the failure of a source that is away for a while. */
  public static FailureException maintenance(String words, int seconds) {
    return Failure.PROVIDER_FAILED.with(words).retryAfter(seconds);
  }
}
