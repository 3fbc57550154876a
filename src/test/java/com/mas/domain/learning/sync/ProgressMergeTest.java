package com.mas.domain.learning.sync;

import static com.mas.domain.learning.sync.ProgressMerge.merge;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.mas.domain.learning.sync.ProgressMerge.Progress;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

class ProgressMergeTest {
  @RepeatedTest(500)
  void mergeIsCommutativeAssociativeAndIdempotentAndNeverGoesBack(RepetitionInfo repetition) {
    Random random = new Random(repetition.getCurrentRepetition());
    Progress a = any(random);
    Progress b = any(random);
    Progress c = any(random);
    assertEquals(merge(a, b), merge(b, a));
    assertEquals(merge(merge(a, b), c), merge(a, merge(b, c)));
    assertEquals(a, merge(a, a));
    assertEquals(merge(a, b), merge(merge(a, b), b));
    assertFalse(ProgressMerge.regresses(a, merge(a, b)));
  }

  /** Draws from few values, so that equal ones meet. */
  static Progress any(Random random) {
    return new Progress(random.nextInt(0, 10_001) / 100.0, random.nextInt(5) * 100, random.nextBoolean(), time(random),
        time(random), time(random), time(random));
  }

  private static Instant time(Random random) {
    return random.nextInt(3) == 0 ? null : Instant.ofEpochSecond(1_760_000_000L + random.nextInt(5) * 86_400L);
  }
}
