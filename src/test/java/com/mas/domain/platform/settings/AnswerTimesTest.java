package com.mas.domain.platform.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.domain.platform.settings.AnswerTimes.Counts;
import com.mas.domain.platform.settings.NodeContract.Http;
import com.mas.meters.Meters;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Figures of HTTP answers: those of the last minute, of operations alone, as the metrics count them. */
class AnswerTimesTest {
  private static Counts counts(long all, long failed, Map<Double, Double> atMost) {
    return new Counts(new TreeMap<>(atMost), all, failed);
  }

  @Test
  void thePercentileIsOfWhatCameBetween() {
    Counts before = counts(1000, 7, Map.of(10.0, 0.0, 100.0, 1000.0, 1000.0, 1000.0));
    Counts now = counts(1100, 9, Map.of(10.0, 90.0, 100.0, 1100.0, 1000.0, 1100.0));
    assertEquals(new Http(100, 2, 55.0), AnswerTimes.between(before, now), "half of the ten between 10 and 100 ms");
    assertEquals(new Http(0, 0, null), AnswerTimes.between(now, now));
  }

  @Test
  void whatTookLongerThanTheLastBoundIsSaidToHaveTakenIt() {
    Counts before = counts(0, 0, Map.of());
    assertEquals(new Http(10, 0, 100.0),
        AnswerTimes.between(before, counts(10, 0, Map.of(10.0, 5.0, 100.0, 5.0))));
  }

  @Test
  void pagesAreLeftOutAndTheMinuteBeforeIsForgotten() {
    var registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    Metrics.addRegistry(registry);
    try {
      AnswerTimes times = new AnswerTimes(2);
      Http first = times.lastMinute();
      answer("answertimes", "2xx", 3, 40);
      answer("answertimes", "5xx", 3, 1);
      answer("none", "4xx", 3, 9);
      Http second = times.lastMinute();
      assertEquals(41, second.perMinute(), "of operations");
      assertEquals(1, second.failed());
      double p95 = second.p95Millis();
      assertTrue(p95 > 2 && p95 <= 5, second::toString);
      assertEquals(0, first.perMinute());
      assertEquals(41, times.lastMinute().perMinute(), "a minute has two reports here");
      assertEquals(new Http(0, 0, null), times.lastMinute());
    } finally {
      Metrics.removeRegistry(registry);
      registry.close();
    }
  }

  private static void answer(String domain, String status, int millis, int count) {
    var timer = Meters.histogram("http.requests", "Time of answers", Meters.Scale.BRIEF,
        "domain", domain, "status", status);
    for (int n = 0; n < count; n++) {
      timer.record(Duration.ofMillis(millis));
    }
  }
}
