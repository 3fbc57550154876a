package com.mas.domain.engagement.portal;

import com.mas.domain.engagement.portal.TimelineContract.Entry;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;

/** Writes and reads the place of an entry in a timeline. */
final class CursorRules {
  private static final String BETWEEN = "\n";
  private static final int PARTS = 3;

  private CursorRules() {}

  /** Names the last entry of a page. */
  record Place(Instant at, String source, String id) {}

  static String write(Entry last) {
    String text = String.join(BETWEEN, last.at().toString(), last.source().wire(), last.id());
    return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Returns the place; empty for what is none. */
  static Optional<Place> read(String cursor) {
    try {
      String[] parts = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8).split(BETWEEN, PARTS);
      return parts.length == PARTS && parts[PARTS - 1].indexOf('\0') < 0 && parts[1].indexOf('\0') < 0
          ? Optional.of(new Place(bounded(Instant.parse(parts[0])), parts[1], parts[2])) : Optional.empty();
    } catch (IllegalArgumentException | DateTimeException none) {
      return Optional.empty();
    }
  }

  /** Refuses times that no database holds. */
  private static Instant bounded(Instant at) {
    if (at.isBefore(Instant.EPOCH) || at.isAfter(Instant.parse("9999-01-01T00:00:00Z"))) {
      throw new DateTimeException("out of bounds");
    }
    return at;
  }
}
