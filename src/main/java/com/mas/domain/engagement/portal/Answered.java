package com.mas.domain.engagement.portal;

import com.mas.bus.Failure;
import com.mas.bus.FailureException;
import com.mas.domain.engagement.portal.DashboardContract.Lines;
import com.mas.domain.engagement.portal.DashboardContract.Part;
import com.mas.domain.engagement.portal.DashboardContract.State;
import com.mas.domain.engagement.portal.DashboardContract.Why;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Holds what a domain answered for a section, or why it did not.
 *
 * @param value null when there is none
 * @param state READY, MISSING or OFF
 */
record Answered<A>(State state, @Nullable Why why, @Nullable A value) {
  static <A> Answered<A> ready(A value) {
    return new Answered<>(State.READY, null, value);
  }

  static <A> Answered<A> failed(Throwable cause) {
    return new Answered<>(State.MISSING, why(cause), null);
  }

  static <A> Answered<A> off() {
    return new Answered<>(State.OFF, null, null);
  }

  private static Why why(Throwable cause) {
    if (cause instanceof TimeoutException) {
      return Why.LATE;
    }
    Failure failure = cause instanceof FailureException known ? known.failure() : Failure.INTERNAL;
    return switch (failure) {
      case TIMEOUT -> Why.LATE;
      case UNAVAILABLE, OVERLOADED -> Why.AWAY;
      default -> Why.FAILED;
    };
  }

  /** Returns the answer as another; a part of it that is null is READY, too. */
  <B> Answered<B> map(Function<A, @Nullable B> to) {
    return new Answered<>(state, why, value == null ? null : to.apply(value));
  }

  boolean isMissing() {
    return state == State.MISSING;
  }

  /** Returns the section that shows one thing of the answer. */
  <T> Part<T> part(Function<A, T> shown) {
    return new Part<>(state, why, value == null ? null : shown.apply(value));
  }

  /** Returns the section that shows a list of the answer; {@code total} may answer null. */
  <T> Lines<T> lines(Function<A, List<T>> shown, Function<A, @Nullable Long> total) {
    return new Lines<>(state, why, value == null ? List.of() : shown.apply(value),
        value == null ? null : total.apply(value));
  }
}
