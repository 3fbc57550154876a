package com.mas.domain.people.google;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.mas.bus.Json;
import java.util.Set;

/** Reads refusals of Google's interfaces. */
final class ConnectionRules {
  private static final Set<String> BUSY = Set.of("userRateLimitExceeded", "rateLimitExceeded", "quotaExceeded",
      "dailyLimitExceeded", "sharingRateLimitExceeded");
  private static final Set<String> PERMISSION = Set.of("insufficientPermissions", "insufficientScopes",
      "ACCESS_TOKEN_SCOPE_INSUFFICIENT");

  private ConnectionRules() {}

  /** Returns the reason of a refusal, such as {@code userRateLimitExceeded}; empty when none is said. */
  static String reason(String body) {
    try {
      JsonNode error = Json.MAPPER.readTree(body).path("error");
      String detail = error.path("details").path(0).path("reason").asText("");
      return error.path("errors").path(0).path("reason").asText(detail);
    } catch (JsonProcessingException e) {
      return "";
    }
  }

  /** Returns whether the same may be asked again, later. */
  static boolean isBusy(String reason) {
    return BUSY.contains(reason);
  }

  /** Returns whether the person has not permitted, or no longer permits, what is asked. */
  static boolean isPermission(String reason) {
    return PERMISSION.contains(reason);
  }
}
