package com.mas.jobs;

import com.mas.bus.DurableEvent;
import com.mas.bus.Request;
import java.time.Duration;

/**
 * Declares that a role acts upon a durable event.
 *
 * @param options how the subscriber's requests are stored; their time limit is the request's timeout, ten seconds where
 *     there is none
 */
public record Subscription<E>(DurableEvent<E> event, String role, JobOptions options) {
  private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);

  /** Returns the request that is stored for this subscriber. */
  public Request<E, Void> request() {
    return event.request(role, options.timeLimit() == null ? DEFAULT_TIMEOUT : options.timeLimit());
  }
}
