package com.mas.runs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.runs.RunRules.Claim;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

class RunLawsTest {
  private static final Phases<Integer> PHASES =
      Phases.from(0).then("one", (slice, at) -> Move.done(at)).then("two", (slice, at) -> Move.done(at));

  @Property
  void nobodyTakesARunFromSomebodyElseWhoIsAlive(@ForAll boolean stored, @ForAll boolean held,
      @ForAll @IntRange(max = 60_000) int silentMillis) {
    assertEquals(Claim.REFUSE, RunRules.claim(false, stored, held, Duration.ofMillis(silentMillis)));
  }

  @Property
  void nothingKeepsASubjectForEver(@ForAll boolean same, @ForAll boolean stored, @ForAll boolean held) {
    assertEquals(Claim.SUPERSEDE, RunRules.claim(same, stored, held, RunRules.STALE.plusMillis(1)));
  }

  @Property
  void onlyWhoBeganARunGoesOnWithIt(@ForAll boolean same, @ForAll boolean stored, @ForAll boolean held,
      @ForAll @IntRange(max = 200_000_000) int silentMillis) {
    Claim claim = RunRules.claim(same, stored, held, Duration.ofMillis(silentMillis));
    assertTrue(same || claim != Claim.RESUME);
  }

  @Property
  void aStoredRequestThatComesAgainGoesOnAtOnce(@ForAll boolean held, @ForAll @IntRange(max = 86_400) int seconds) {
    assertEquals(Claim.RESUME, RunRules.claim(true, true, held, Duration.ofSeconds(seconds)));
  }

  @Property
  void aPersonWhoAsksTwiceWaitsAsLongAsTheFirstRequestWorks(@ForAll @IntRange(max = 60) int seconds) {
    assertEquals(Claim.REFUSE, RunRules.claim(true, false, true, Duration.ofSeconds(seconds)));
    assertEquals(Claim.RESUME, RunRules.claim(true, false, false, Duration.ofSeconds(seconds)));
  }

  @Property
  void countsAddUpWhicheverComesFirst(@ForAll Map<String, @IntRange(max = 9) Integer> one,
      @ForAll Map<String, @IntRange(max = 9) Integer> other) {
    assertEquals(counts(one).plus(counts(other)), counts(other).plus(counts(one)));
    assertEquals(counts(one), counts(one).plus(Counts.NONE));
    one.forEach((name, number) -> assertEquals(number + other.getOrDefault(name, 0),
        counts(one).plus(counts(other)).get(name)));
  }

  @Property
  void booksBalanceExactlyIfAllThatWasReadCameToSomething(@ForAll @IntRange(max = 9) int written,
      @ForAll @IntRange(max = 9) int skipped, @ForAll @IntRange(max = 9) int failed,
      @ForAll @IntRange(min = -9, max = 9) int lost) {
    Counts counts = Counts.NONE.plus(Counts.WRITTEN, written).plus(Counts.SKIPPED, skipped).plus(Counts.FAILED, failed)
        .plus(Counts.READ, written + skipped + failed + lost);
    assertEquals(lost, counts.missing());
    assertEquals(lost == 0, RunRules.imbalance(counts) == null);
  }

  @Property
  void aPauseIsWithinItsBounds(@ForAll @IntRange(max = 5_000) int least, @ForAll @IntRange(max = 5_000) int more,
      @ForAll @DoubleRange(min = 0, max = 0.99) double unit) {
    long pause = RunRules.pause(Duration.ofMillis(least), Duration.ofMillis(least + more), unit).toMillis();
    assertTrue(pause >= least && pause <= least + more);
  }

  @Example
  void phasesComeOneAfterTheOtherAndTheLastOneStays() {
    assertEquals(List.of("one", "two"), PHASES.names());
    assertEquals("one", PHASES.after("one", false));
    assertEquals("two", PHASES.after("one", true));
    assertEquals("two", PHASES.after("two", true));
    assertEquals("one", PHASES.at("of an older build").name());
    assertFalse(PHASES.isLast("one"));
    assertTrue(PHASES.isLast("two"));
    assertEquals(0, PHASES.checkpoint(null));
    assertEquals(7, PHASES.checkpoint("7"));
  }

  @Example
  void whatIsWrongWithTheBooksIsSaidInNumbers() {
    assertNull(RunRules.imbalance(Counts.NONE));
    assertEquals("The books do not balance: 3 read, 1 written, 0 skipped, 0 failed.",
        RunRules.imbalance(Counts.NONE.plus(Counts.READ, 3).plus(Counts.WRITTEN, 1)));
    assertNotEquals(Counts.NONE, Counts.NONE.plus(Counts.READ, 3));
  }

  private static Counts counts(Map<String, Integer> numbers) {
    Counts counts = Counts.NONE;
    for (Map.Entry<String, Integer> number : numbers.entrySet()) {
      counts = counts.plus(number.getKey(), number.getValue());
    }
    return counts;
  }
}
