package com.mas.domain.platform.settings;

import com.mas.domain.platform.settings.HistoryRepository.Sample;
import com.mas.domain.platform.settings.NodeContract.Http;
import com.mas.domain.platform.settings.NodeContract.Node;
import com.mas.domain.platform.settings.NodeContract.Report;
import com.mas.domain.platform.settings.NodeContract.Role;
import com.mas.jobs.JobsContract.Queue;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Says what is sampled, and how long which steps are kept. */
final class HistoryRules {
  static final int MINUTE = 60;
  static final int TEN_MINUTES = 600;
  static final int HOUR = 3600;
  /** Minutes are kept at least so long, and steps of ten minutes. */
  static final Duration MINUTES_KEPT = Duration.ofHours(24);
  static final Duration TEN_MINUTES_KEPT = Duration.ofDays(8);
  static final Duration KEPT = Duration.ofDays(90);

  private static final double MEGABYTE = 1024.0 * 1024;
  private static final int[] STEPS = {MINUTE, 300, TEN_MINUTES, 1800, HOUR, 10_800, 21_600};
  private static final int MOST_MOMENTS = 400;

  private HistoryRules() {}

  /** Returns the seconds of the shortest steps of which a chart of so many hours has a readable number. */
  static int step(int hours) {
    for (int step : STEPS) {
      if (hours * HOUR / step <= MOST_MOMENTS) {
        return step;
      }
    }
    return STEPS[STEPS.length - 1];
  }

  /** Returns the end of what is merged into steps of so many seconds: one of them begins there. */
  static Instant mergedBefore(Instant now, Duration kept, int step) {
    long then = now.minus(kept).getEpochSecond();
    return Instant.ofEpochSecond(then - Math.floorMod(then, step));
  }

  /** Returns samples of all queues together, and of each that has something to tell. */
  static List<Sample> ofQueues(List<Queue> queues) {
    List<Sample> samples = new ArrayList<>();
    Map<String, Double> all = new LinkedHashMap<>();
    for (Queue queue : queues) {
      Map<String, Double> figures = figures(queue);
      figures.forEach((name, value) -> all.merge(name, value, name.equals("wait95") ? Math::max : Double::sum));
      if (figures.values().stream().anyMatch(value -> value > 0)) {
        samples.add(new Sample("queue", queue.name(), figures));
      }
    }
    samples.add(new Sample("queue", "", all));
    return samples;
  }

  private static Map<String, Double> figures(Queue queue) {
    Map<String, Double> figures = new LinkedHashMap<>();
    figures.put("waiting", count(queue.counts(), "ready") + count(queue.counts(), "parked"));
    figures.put("running", count(queue.counts(), "running"));
    figures.put("delayed", count(queue.counts(), "delayed"));
    figures.put("dead", count(queue.counts(), "dead"));
    Map<String, Long> perMinute = queue.perMinute() == null ? Map.of() : queue.perMinute();
    figures.put("completed", count(perMinute, "completed"));
    figures.put("failed", count(perMinute, "failed"));
    if (queue.wait95Millis() != null) {
      figures.put("wait95", queue.wait95Millis());
    }
    return figures;
  }

  private static double count(Map<String, Long> counts, String name) {
    return counts.getOrDefault(name, 0L);
  }

  /** Returns samples of the nodes that are up. */
  static List<Sample> ofNodes(List<Node> nodes) {
    return nodes.stream().filter(Node::up).map(Node::report)
        .map(report -> new Sample("node", report.name(), figures(report))).toList();
  }

  private static Map<String, Double> figures(Report report) {
    Map<String, Double> figures = new LinkedHashMap<>();
    figures.put("heap", Math.round(report.heapUsed() / MEGABYTE * 10) / 10.0);
    figures.put("threads", (double) report.threads());
    figures.put("held", (double) report.roles().stream().mapToLong(Role::held).sum());
    if (report.load() != null) {
      figures.put("load", report.load());
    }
    Http http = report.http();
    if (http != null) {
      figures.put("answers", (double) http.perMinute());
      figures.put("answersFailed", (double) http.failed());
      if (http.p95Millis() != null) {
        figures.put("answers95", http.p95Millis());
      }
    }
    return figures;
  }
}
