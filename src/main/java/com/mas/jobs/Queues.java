package com.mas.jobs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The declared queues, as {@code conf/queues.yaml} has and explains them. */
public record Queues(List<Queue> queues) {
  /**
   * @param enabled false: declared and visible, but nothing runs
   * @param concurrency jobs that one node runs at a time
   * @param cap jobs that run at a time in the whole cluster; null: no bound but the nodes'
   * @param groupCap jobs with the same group key that run at a time in the whole cluster
   * @param attempts of a job that does not say
   * @param backoff pause after the first failed attempt; doubles with each
   * @param limit time that one attempt may take
   * @param keepCompleted the newest finished ones that are kept; 0: none
   * @param keepFailed the newest dead and discarded ones that are kept
   */
  public record Queue(
      String name, boolean enabled, int concurrency, Integer cap, int groupCap, int attempts, Duration backoff,
      Duration limit, int keepCompleted, int keepFailed, int keepDays, List<Declared> schedules) {

    /** Returns a queue with the defaults. */
    public static Queue named(String name) {
      return new Queue(name, true, 10, null, 1, 3, Duration.ofSeconds(5), Duration.ofMinutes(5), 100, 1000, 30,
          List.of());
    }

    public Queue cap(Integer most) {
      return new Queue(name, enabled, concurrency, most, groupCap, attempts, backoff, limit, keepCompleted, keepFailed,
          keepDays, schedules);
    }
  }

  /** A schedule of the file; one that is not enabled is only visible. */
  public record Declared(Schedule schedule, boolean enabled) {}

  private record File(Map<String, Entry> queues) {}

  private record Entry(Boolean enabled, Integer concurrency, Integer cap, Integer groupCap, Integer attempts,
      Integer backoffSeconds, Integer limitSeconds, Integer keepCompleted, Integer keepFailed, Integer keepDays,
      List<Timing> schedules) {}

  private record Timing(String key, String address, JsonNode body, String cron, String zone, Integer everySeconds,
      Boolean enabled) {}

  /** @throws IllegalArgumentException with one line for each mistake */
  public static Queues read(Path file) throws IOException {
    List<String> mistakes = new ArrayList<>();
    List<Queue> queues = new ArrayList<>();
    try {
      File read = YAMLMapper.builder().enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build().readValue(Files.readString(file), File.class);
      new LinkedHashMap<>(read.queues).forEach((name, entry) -> queues.add(queue(name, entry, mistakes)));
    } catch (JsonProcessingException e) {
      mistakes.add(e.getOriginalMessage().replaceAll("\\s+", " "));
    }
    if (!mistakes.isEmpty()) {
      throw new IllegalArgumentException(file.getFileName() + " has mistakes:\n  - " + String.join("\n  - ", mistakes));
    }
    return new Queues(List.copyOf(queues));
  }

  /** Returns the schedules of enabled queues whose addresses are not in this build. */
  public List<String> unanswered(Set<String> addresses) {
    return queues.stream().filter(Queue::enabled).flatMap(queue -> queue.schedules.stream())
        .filter(Declared::enabled).map(Declared::schedule).filter(schedule -> !addresses.contains(schedule.address()))
        .map(schedule -> "schedule " + schedule.key() + " asks " + schedule.address() + ", which nobody answers")
        .toList();
  }

  private static Queue queue(String name, Entry given, List<String> mistakes) {
    Entry entry = given != null ? given : new Entry(null, null, null, null, null, null, null, null, null, null, null);
    Queue usual = Queue.named(name);
    Queue queue = new Queue(name, entry.enabled == null || entry.enabled,
        in(name, "concurrency", or(entry.concurrency, usual.concurrency), 1, 1000, mistakes),
        entry.cap == null ? null : in(name, "cap", entry.cap, 1, 10_000, mistakes),
        in(name, "groupCap", or(entry.groupCap, usual.groupCap), 1, 10_000, mistakes),
        in(name, "attempts", or(entry.attempts, usual.attempts), 1, 100, mistakes),
        Duration.ofSeconds(in(name, "backoffSeconds", or(entry.backoffSeconds, 5), 0, 86_400, mistakes)),
        Duration.ofSeconds(in(name, "limitSeconds", or(entry.limitSeconds, 300), 1, 86_400, mistakes)),
        in(name, "keepCompleted", or(entry.keepCompleted, usual.keepCompleted), 0, 1_000_000, mistakes),
        in(name, "keepFailed", or(entry.keepFailed, usual.keepFailed), 0, 1_000_000, mistakes),
        in(name, "keepDays", or(entry.keepDays, usual.keepDays), 1, 3650, mistakes),
        new ArrayList<>());
    for (Timing timing : entry.schedules == null ? List.<Timing>of() : entry.schedules) {
      try {
        queue.schedules.add(new Declared(new Schedule(timing.key, name, timing.address,
            timing.body == null ? "{}" : timing.body.toString(), null, timing.cron,
            timing.cron == null ? null : ZoneId.of(timing.zone == null ? "" : timing.zone),
            timing.everySeconds == null ? null : Duration.ofSeconds(timing.everySeconds)),
            timing.enabled == null || timing.enabled));
        if (timing.key == null || timing.address == null) {
          mistakes.add(name + ": a schedule needs a key and an address");
        }
      } catch (RuntimeException e) {
        mistakes.add(name + ": schedule " + timing.key + ": " + e.getMessage());
      }
    }
    return queue;
  }

  private static int or(Integer value, int otherwise) {
    return value == null ? otherwise : value;
  }

  private static int in(String name, String field, int value, int least, int most, List<String> mistakes) {
    if (value < least || value > most) {
      mistakes.add(name + "." + field + " must be between " + least + " and " + most);
    }
    return value;
  }
}
