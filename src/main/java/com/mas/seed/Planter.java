package com.mas.seed;

/** Plants the share of one domain: at each start, on several nodes at once. Changes nothing the second time. */
@FunctionalInterface
public interface Planter {
  void plant(Planting ground);
}
