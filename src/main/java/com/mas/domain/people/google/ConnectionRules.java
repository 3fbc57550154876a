package com.mas.domain.people.google;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.mas.bus.Json;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;

/** Reads refusals of Google's interfaces, and names events of calendars. */
final class ConnectionRules {
  private static final Set<String> BUSY = Set.of("userRateLimitExceeded", "rateLimitExceeded", "quotaExceeded",
      "dailyLimitExceeded", "sharingRateLimitExceeded");
  private static final Set<String> PERMISSION = Set.of("insufficientPermissions", "insufficientScopes",
      "ACCESS_TOKEN_SCOPE_INSUFFICIENT");
  private static final String BASE32HEX = "0123456789abcdefghijklmnopqrstuv";
  private static final int BITS = 5;

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

  /** Returns the id of an event, in base32hex with small letters: Google knows by it what it has been told before. */
  static String eventId(UUID entry) {
    byte[] bytes = ByteBuffer.allocate(16).putLong(entry.getMostSignificantBits())
        .putLong(entry.getLeastSignificantBits()).array();
    StringBuilder id = new StringBuilder();
    int held = 0;
    int bits = 0;
    for (byte each : bytes) {
      held = held << 8 | each & 0xff;
      for (bits += 8; bits >= BITS; bits -= BITS) {
        id.append(BASE32HEX.charAt(held >> bits - BITS & 31));
      }
    }
    return id.append(BASE32HEX.charAt(held << BITS - bits & 31)).toString().toLowerCase(Locale.ROOT);
  }
}
