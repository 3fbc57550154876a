package com.mas.bus;

/**
 * An announcement to whoever listens, on all nodes. Losing one costs freshness, never truth: what must happen is a
 * stored request. No order is promised.
 */
public record Event<E>(String address, Class<E> body) {
  public static <E> Event<E> of(String address, Class<E> body) {
    return new Event<>(address, body);
  }
}
