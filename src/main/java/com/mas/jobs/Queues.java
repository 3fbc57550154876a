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

/**
 * The declared queues with their schedules: those of the modules, as {@code conf/queues.yaml} changes and explains
 * them.
 */
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

    private Queue copy() {
      return new Queue(name, enabled, concurrency, cap, groupCap, attempts, backoff, limit, keepCompleted, keepFailed,
          keepDays, new ArrayList<>(schedules));
    }

    /** Takes the place of {@link #limit}. */
    public Queue within(Duration most) {
      return new Queue(name, enabled, concurrency, cap, groupCap, attempts, backoff, most, keepCompleted, keepFailed,
          keepDays, schedules);
    }

    public Queue cap(Integer most) {
      return new Queue(name, enabled, concurrency, most, groupCap, attempts, backoff, limit, keepCompleted, keepFailed,
          keepDays, schedules);
    }
  }

  /** A schedule of a module or of the file; one that is not enabled is only visible. */
  public record Declared(Schedule schedule, boolean enabled) {}

  private record File(Map<String, Entry> queues) {}

  private record Entry(Boolean enabled, Integer concurrency, Integer cap, Integer groupCap, Integer attempts,
      Integer backoffSeconds, Integer limitSeconds, Integer keepCompleted, Integer keepFailed, Integer keepDays,
      List<Timing> schedules) {}

  private record Timing(String key, String address, JsonNode body, String cron, String zone, Integer everySeconds,
      Boolean enabled) {
    /** @param module what a module declares under this key; null when none does */
    Schedule over(String queue, Schedule module) {
      boolean timed = module == null || cron != null || everySeconds != null;
      return new Schedule(key, queue, address == null ? module.address() : address,
          body != null ? body.toString() : module == null ? "{}" : module.body(), null,
          timed ? cron : module.cron(),
          !timed ? module.zone() : cron == null ? null : ZoneId.of(zone == null ? "" : zone),
          !timed ? module.every() : everySeconds == null ? null : Duration.ofSeconds(everySeconds));
    }
  }

  /** @throws IllegalArgumentException with one line for each mistake */
  public static Queues read(Path file) throws IOException {
    return read(file, List.of(), List.of());
  }

  /**
   * Reads the file over what the modules declare. A queue of the file takes the place of a module's. A schedule of the
   * file with the key of a module's changes its queue, its time, or whether it is enabled, as far as it says so.
   *
   * @throws IllegalArgumentException with one line for each mistake
   */
  public static Queues read(Path file, List<Queue> ofModules, List<Schedule> schedules) throws IOException {
    List<String> mistakes = new ArrayList<>();
    Map<String, Queue> queues = new LinkedHashMap<>();
    Map<String, Schedule> left = new LinkedHashMap<>();
    schedules.forEach(each -> left.put(each.key(), each));
    ofModules.forEach(queue -> queues.put(queue.name(), queue.copy()));
    try {
      File read = YAMLMapper.builder().enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build().readValue(Files.readString(file), File.class);
      new LinkedHashMap<>(read.queues).forEach((name, entry) -> queues.put(name, queue(name, entry, left, mistakes)));
    } catch (JsonProcessingException e) {
      mistakes.add(e.getOriginalMessage().replaceAll("\\s+", " "));
    }
    left.values().forEach(schedule -> {
      Queue queue = queues.get(schedule.queue());
      if (queue == null) {
        mistakes.add("schedule " + schedule.key() + " names " + schedule.queue() + ", which is not declared");
      } else {
        queue.schedules.add(new Declared(schedule, true));
      }
    });
    if (!mistakes.isEmpty()) {
      throw new IllegalArgumentException(file.getFileName() + " has mistakes:\n  - " + String.join("\n  - ", mistakes));
    }
    return new Queues(List.copyOf(queues.values()));
  }

  /** Returns the schedules of enabled queues whose addresses are not in this build. */
  public List<String> unanswered(Set<String> addresses) {
    return queues.stream().filter(Queue::enabled).flatMap(queue -> queue.schedules.stream())
        .filter(Declared::enabled).map(Declared::schedule).filter(schedule -> !addresses.contains(schedule.address()))
        .map(schedule -> "schedule " + schedule.key() + " asks " + schedule.address() + ", which no module answers")
        .toList();
  }

  /** @param left schedules of modules that the file has not named so far; one that it names is taken out */
  private static Queue queue(String name, Entry given, Map<String, Schedule> left, List<String> mistakes) {
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
        Schedule module = left.remove(timing.key);
        if (timing.key == null || timing.address == null && module == null) {
          mistakes.add(name + ": a schedule needs a key, and an address where no module declares its key");
        } else {
          queue.schedules.add(new Declared(timing.over(name, module), timing.enabled == null || timing.enabled));
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
