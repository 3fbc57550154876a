package com.mas.realtime.engineio;

/** Decides which pages of other origins may connect; the same rule as for the rest of the product. */
@FunctionalInterface
public interface Origins {
  /** @param host the authority that the request was sent to; either header may be null */
  boolean allows(String origin, String host);

  /** Returns whether an allowed origin may also send the browser's credentials. */
  default boolean trusts(String origin) {
    return false;
  }

  /** Returns the headers that an allowed origin may send, as an answer to a preflight names them. */
  default String taken() {
    return "Content-Type, Authorization";
  }
}
