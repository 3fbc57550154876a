package com.mas.bus;

import java.time.Duration;
import java.util.List;

/**
 * Something that has happened and that other domains act upon. Declared once, as a constant in the contract of the
 * domain that states it; that domain does not know who subscribes. Stating it stores one request for each subscriber in
 * the transaction that caused it. Unlike an {@link Event} it reaches each subscriber at least once, also one that runs
 * on another node or that is not there yet; handlers are idempotent.
 */
public record DurableEvent<E>(String address, Class<E> body) {
  private static final String SUBSCRIBED = ".on.";

  public static <E> DurableEvent<E> of(String address, Class<E> body) {
    return new DurableEvent<>(address, body);
  }

  /** Returns the durable events that are constants of the contract, in the order in which it declares them. */
  public static List<DurableEvent<?>> in(Class<?> contract) {
    return Constants.in(contract, DurableEvent.class).<DurableEvent<?>>map(each -> each).toList();
  }

  /** Returns the request that is stored for the subscriber, at an address of its own. */
  public Request<E, Void> request(String subscriber, Duration timeout) {
    return Request.of(address(subscriber), body, Void.class, timeout);
  }

  String address(String subscriber) {
    return subscriber + SUBSCRIBED + address;
  }

  /** Returns whether the address is one at which a subscriber is told of a durable event. */
  public static boolean isSubscription(String address) {
    return address.contains(SUBSCRIBED);
  }
}
