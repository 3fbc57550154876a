package com.mas.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.bus.Failure;
import com.mas.jobs.RetryRules.Decision;
import com.mas.jobs.RetryRules.Fate;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

class RetryLawsTest {
  private static final Set<Failure> NOT_TRIED = EnumSet.of(Failure.OVERLOADED, Failure.UNAVAILABLE);
  private static final Duration BASE = Duration.ofSeconds(5);

  @Property
  void aJobIsNeverTriedMoreOftenThanItMay(@ForAll Failure failure, @ForAll @IntRange(max = 50) int failed,
      @ForAll @IntRange(min = 1, max = 50) int most) {
    Decision decision = RetryRules.after(failure, null, failed, most, failed + 1, BASE, 0.5);
    if (decision.fate() == Fate.RETRY) {
      assertTrue(failed + 1 < most);
      assertTrue(failure.retryable());
    }
  }

  @Property
  void whatWasNotTriedDoesNotCountAndWhatWasDoes(
      @ForAll Failure failure, @ForAll @IntRange(min = 1, max = 5) int most) {
    assertEquals(!NOT_TRIED.contains(failure), RetryRules.after(failure, null, 0, most, 1, BASE, 0.5).counts());
  }

  @Property
  void whatCannotSucceedIsDeadAtOnce(@ForAll Failure failure, @ForAll @IntRange(min = 1, max = 50) int most) {
    if (!failure.retryable()) {
      assertEquals(Fate.DEAD, RetryRules.after(failure, null, 0, most, 1, BASE, 0.5).fate());
    }
  }

  @Property
  void pausesDoubleGiveOrTakeAFifthAndAreBounded(@ForAll @IntRange(max = 40) int failed,
      @ForAll @DoubleRange(min = 0, max = 0.99) double chance) {
    long pause = RetryRules.after(Failure.INTERNAL, null, failed, 100, failed + 1, BASE, chance).pause().toMillis();
    double unbounded = BASE.toMillis() * Math.pow(2, Math.min(failed, 30));
    double exact = Math.min((double) RetryRules.LONGEST.toMillis(), unbounded);
    assertTrue(pause >= 0.8 * exact - 1 && pause <= 1.2 * exact + 1, pause + " instead of about " + exact);
  }

  @Property
  void nobodyIsAskedSoonerThanHeWished(
      @ForAll @IntRange(max = 5) int failed, @ForAll @IntRange(max = 7200) int wished) {
    Decision decision = RetryRules.after(Failure.TOO_MANY_REQUESTS, wished, failed, 100, failed + 1, BASE, 0);
    assertFalse(decision.pause().compareTo(Duration.ofSeconds(wished)) < 0);
  }

  @Property
  void whoFindsNobodyWaitsAndIsGivenUpInTheEnd(@ForAll @IntRange(min = 1, max = 5000) int claims) {
    Decision decision = RetryRules.after(Failure.UNAVAILABLE, null, 0, 1, claims, BASE, 0.999);
    assertEquals(claims > RetryRules.MOST_CLAIMS ? Fate.DEAD : Fate.POSTPONE, decision.fate());
    assertTrue(decision.pause().compareTo(Duration.ofSeconds(73)) < 0);
  }
}
