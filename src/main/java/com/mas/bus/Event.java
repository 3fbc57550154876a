package com.mas.bus;

import java.util.List;

/**
 * An announcement to whoever listens, on all nodes. Losing one costs freshness, never truth: what must happen is a
 * stored request. No order is promised.
 */
public record Event<E>(String address, Class<E> body) {
  public static <E> Event<E> of(String address, Class<E> body) {
    return new Event<>(address, body);
  }

  /** Returns the events that are constants of the contract, in the order in which it declares them. */
  public static List<Event<?>> in(Class<?> contract) {
    return Constants.in(contract, Event.class).<Event<?>>map(each -> each).toList();
  }
}
