package com.mas.domain.learning.analysis;

import com.fasterxml.jackson.databind.JsonNode;
import com.mas.bus.Call;
import java.time.Duration;

/** Analyses comments outside this server. */
interface Worker {
  /** Says that there is no worker to ask; it is waited for, however long. */
  final class Nobody extends RuntimeException {
    Nobody(String message) {
      super(message, null, false, false);
    }
  }

  /**
   * Asks once, and waits for the whole answer. Call on a virtual thread.
   *
   * @throws Nobody when there is no worker
   * @throws com.mas.bus.FailureException PROVIDER_FAILED, TIMEOUT or TOO_MANY_REQUESTS for what may pass;
   *     PROVIDER_UNAUTHENTICATED or UNPROCESSABLE for what does not
   */
  JsonNode ask(Call call, JsonNode request, Duration limit);
}
