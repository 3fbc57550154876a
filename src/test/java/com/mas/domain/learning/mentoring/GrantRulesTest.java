package com.mas.domain.learning.mentoring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.domain.learning.mentoring.PriceContract.FreeCalls;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class GrantRulesTest {
  private static FreeCalls standing(Integer perMonth, int used) {
    return GrantRules.standing(UUID.randomUUID(), "Batch", perMonth, used);
  }

  @Example
  void aMonthBeginsAtMidnightInIndia() {
    assertEquals(LocalDate.of(2026, 3, 1), GrantRules.month(Instant.parse("2026-03-31T18:29:59Z")));
    assertEquals(LocalDate.of(2026, 4, 1), GrantRules.month(Instant.parse("2026-03-31T18:30:00Z")));
  }

  @Property
  void whatIsLeftAndWhatIsUsedAreThoseOfTheMonth(@ForAll @IntRange(min = 1, max = 1000) int perMonth,
      @ForAll @IntRange(max = 1200) int used) {
    FreeCalls calls = standing(perMonth, used);
    assertEquals(Math.max(perMonth, used), calls.used() + calls.left());
    assertEquals(used < perMonth, GrantRules.isLeft(calls));
    assertTrue(GrantRules.isLeft(standing(null, used)), "no number is no limit");
  }

  @Property
  void theBatchWithMostLeftGrantsTheCallInWhicheverOrderTheyAreFound(
      @ForAll List<@IntRange(min = 1, max = 9) Integer> numbers, @ForAll @IntRange(max = 9) int used) {
    List<FreeCalls> all = numbers.stream().map(each -> standing(each, used)).toList();
    assertEquals(GrantRules.best(all), GrantRules.best(all.reversed()));
    GrantRules.best(all).ifPresent(best -> assertTrue(all.stream().allMatch(each -> each.left() <= best.left())));
    FreeCalls unlimited = standing(null, 100);
    assertEquals(unlimited, GrantRules.best(Stream.concat(all.stream(),
        Stream.of(unlimited)).toList()).orElseThrow());
    assertFalse(GrantRules.best(List.of()).isPresent());
  }
}
