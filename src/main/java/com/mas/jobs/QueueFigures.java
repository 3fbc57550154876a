package com.mas.jobs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.mas.bus.Json;
import com.mas.db.Database;
import com.mas.jobs.BoardRepository.Counted;
import com.mas.jobs.JobsContract.Queue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Queues with their counts, and with the rates and waits of all nodes together. */
final class QueueFigures {
  private static final TypeReference<Map<String, Tally.Lately>> REPORT = new TypeReference<>() {};

  private double completed;
  private double failed;
  private double dead;
  private final long[] waits = new long[Tally.BUCKETS];

  private QueueFigures() {}

  /** @param name null: all */
  static List<Queue> read(Database db, String name) {
    List<Counted> counted = BoardRepository.queues(db, name);
    boolean many = counted.stream()
        .anyMatch(queue -> queue.counts().values().stream().anyMatch(count -> count > BoardRepository.LOOKED_AT));
    Map<String, Map<String, Long>> guess = many ? BoardRepository.guess(db) : Map.of();
    Map<String, QueueFigures> figures = lately(BoardRepository.reports(db));
    return counted.stream().map(queue -> figures.getOrDefault(queue.queue().name(), new QueueFigures())
        .fill(queue, guess.getOrDefault(queue.queue().name(), Map.of()))).toList();
  }

  private static Map<String, QueueFigures> lately(List<String> reports) {
    Map<String, QueueFigures> figures = new HashMap<>();
    for (String report : reports) {
      try {
        Json.MAPPER.readValue(report, REPORT)
            .forEach((queue, lately) -> figures.computeIfAbsent(queue, each -> new QueueFigures()).add(lately));
      } catch (JsonProcessingException otherBuild) {
        // a node of a later release reports in another form; its jobs are counted all the same
      }
    }
    return figures;
  }

  private void add(Tally.Lately lately) {
    double minutes = Math.max(1, lately.seconds() / 60); // a node that has just started is not thought to go on so
    completed += lately.completed() / minutes;
    failed += lately.failed() / minutes;
    dead += lately.dead() / minutes;
    for (int i = 0; i < Math.min(waits.length, lately.waits().size()); i++) {
      waits[i] += lately.waits().get(i);
    }
  }

  private Queue fill(Counted counted, Map<String, Long> guess) {
    Queue queue = counted.queue();
    Map<String, Long> counts = new LinkedHashMap<>(counted.counts());
    List<String> estimated = new ArrayList<>();
    counts.replaceAll((state, count) -> {
      if (count <= BoardRepository.LOOKED_AT) {
        return count;
      }
      estimated.add(state);
      return Math.max(count, guess.getOrDefault(state, 0L));
    });
    Map<String, Long> perMinute = new LinkedHashMap<>();
    put(perMinute, "completed", completed);
    put(perMinute, "failed", failed);
    put(perMinute, "dead", dead);
    return new Queue(queue.name(), queue.enabled(), queue.paused(), queue.concurrency(), queue.cap(), queue.groupCap(),
        counts, estimated, perMinute, Tally.quantile(waits, 0.5), Tally.quantile(waits, 0.95), queue.oldestReadyAt());
  }

  private static void put(Map<String, Long> rates, String name, double rate) {
    if (rate > 0) {
      rates.put(name, Math.max(1, Math.round(rate)));
    }
  }
}
