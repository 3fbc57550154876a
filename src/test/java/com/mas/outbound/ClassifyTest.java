package com.mas.outbound;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.outbound.Classify.Action;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ClassifyTest {
  private static final Instant NOW = Instant.parse("2026-03-02T10:00:00Z");

  @Test
  void statusSaysWhatToDo() {
    for (int status : new int[] {200, 204}) {
      assertEquals(Action.OK, Classify.status(status));
    }
    for (int status : new int[] {301, 302, 401, 403}) {
      assertEquals(Action.AUTH, Classify.status(status));
    }
    for (int status : new int[] {408, 429, 500, 502, 503, 504}) {
      assertEquals(Action.RETRY, Classify.status(status));
    }
    for (int status : new int[] {100, 304, 400, 404, 410, 422, 501}) {
      assertEquals(Action.GIVE_UP, Classify.status(status));
    }
  }

  @Test
  void retryAfterIsSecondsOrADateAndNothingElse() {
    assertEquals(Duration.ofSeconds(7), Classify.retryAfter(" 7 ", NOW));
    assertEquals(Duration.ofSeconds(30), Classify.retryAfter("Mon, 2 Mar 2026 10:00:30 GMT", NOW));
    assertEquals(Duration.ZERO, Classify.retryAfter("Mon, 2 Mar 2026 09:00:30 GMT", NOW));
    for (String junk : new String[] {null, "", "-1", "soon", "1e9"}) {
      assertEquals(Duration.ZERO, Classify.retryAfter(junk, NOW), junk);
    }
    assertEquals(Duration.ofSeconds(999_999_999), Classify.retryAfter("9".repeat(50), NOW));
  }

  @Test
  void pausesDoubleStayWithinTheirBoundAndNeverUndercutTheProvider() {
    Duration first = Duration.ofMillis(100);
    Duration longest = Duration.ofSeconds(1);
    assertEquals(Duration.ofMillis(50), Classify.backoff(1, first, longest, Duration.ZERO, 0));
    assertEquals(Duration.ofMillis(200), Classify.backoff(3, first, longest, Duration.ZERO, 0));
    assertTrue(Classify.backoff(60, first, longest, Duration.ZERO, 0.999).compareTo(longest) <= 0);
    assertEquals(Duration.ofSeconds(9), Classify.backoff(1, first, longest, Duration.ofSeconds(9), 0.5));
  }
}
