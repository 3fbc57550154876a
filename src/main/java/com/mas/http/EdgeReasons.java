package com.mas.http;

import com.mas.bus.Failure;
import com.mas.bus.Reason;

/** Reasons for which the edge itself refuses, whatever the operation is. */
final class EdgeReasons {
  public static final Reason SWITCHED_OFF = Reason.of(Failure.NOT_FOUND, "switched_off",
      "This part of the product is switched off for this tenant.");
  public static final Reason ANSWER_NOT_KEPT = Reason.of(Failure.CONFLICT, "answer_not_kept",
      "This request was carried out, but its answer was too large to be kept.");

  private EdgeReasons() {}
}
