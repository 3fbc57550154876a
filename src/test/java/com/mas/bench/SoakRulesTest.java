package com.mas.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SoakRulesTest {
  private static List<String> of(IntFunction<SoakRules.Minute> minute) {
    return SoakRules.notFlat(IntStream.rangeClosed(1, 30).mapToObj(minute).toList());
  }

  private static SoakRules.Minute minute(int n, double heap, int files, double p99, long errors) {
    return new SoakRules.Minute(n, heap, 60, files, 30, 1, p99, 1000, errors, 50);
  }

  @Test
  void whatWarmsUpAndThenWaversIsFlat() {
    assertEquals(List.of(), of(n -> minute(n, n < 4 ? 40 + 20 * n : 120 + n % 5, 200 + n % 3, n == 17 ? 90 : 4, 0)));
  }

  @Test
  void whatGrowsEachMinuteIsToldOf() {
    assertEquals(List.of("heap in MB: 100.0, then 150.0", "file handles: 250.0, then 335.0"),
        of(n -> minute(n, 80 + 2 * n + (n > 20 ? 16 : 0), 200 + 5 * n, 4, 0)));
  }

  @Test
  void slowerAnswersAndErrorsAreToldOf() {
    assertEquals(List.of("p99 in ms: 5.0, then 40.0", "errors: 60 of 30000"),
        of(n -> minute(n, 100, 200, n < 20 ? 5 : 40, 2)));
  }
}
