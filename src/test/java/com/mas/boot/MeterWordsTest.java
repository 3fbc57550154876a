package com.mas.boot;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.micrometer.core.instrument.Counter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.List;
import org.junit.jupiter.api.Test;

class MeterWordsTest {
  @Test
  void eachMetricSaysWhatItCounts() {
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    registry.config().meterFilter(new MeterWords());
    registry.counter("jobs.claimed", "queue", "mail").increment();
    registry.counter("some.new_thing").increment();
    Counter.builder("told").description("Says it itself").register(registry).increment();
    List<String> help = registry.scrape().lines().filter(line -> line.startsWith("# HELP")).sorted().toList();
    assertEquals(List.of("# HELP jobs_claimed_total Jobs taken by a node, by queue",
        "# HELP some_new_thing_total some new thing", "# HELP told_total Says it itself"), help);
  }
}
