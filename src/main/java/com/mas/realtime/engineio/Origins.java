package com.mas.realtime.engineio;

/** Which pages of other origins may connect; the same rule as for the rest of the product. */
@FunctionalInterface
public interface Origins {
  /** @param host the authority that the request was sent to; either header may be null */
  boolean allows(String origin, String host);

  /** Whether one that is allowed may send the browser's credentials, too. */
  default boolean trusts(String origin) {
    return false;
  }
}
