package com.mas.sandbox.kit;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * Records the calls of one simulator, and how many were in flight at once: tests judge the product's politeness by it,
 * and wait for the n-th call. Counts by path and by what the calls are about; only the first 256 of such subjects, so
 * the record cannot grow without bound.
 */
public final class Calls {
  public static final int RECENT = 200;
  static final int MOST_BODY = 8_000;
  static final int MOST_WAITING = 64;
  private static final int MOST_SUBJECTS = 256;

  private static final class Count {
    private long calls;
    private int inFlight;
    private int mostAtOnce;

    void enter() {
      calls++;
      mostAtOnce = Math.max(mostAtOnce, ++inFlight);
    }

    void leave() {
      inFlight--;
    }

    JsonObject toJson() {
      return new JsonObject().put("count", calls).put("maxConcurrent", mostAtOnce).put("inFlight", inFlight);
    }
  }

  private static final class Subject {
    private final Count all = new Count();
    private final Map<String, Count> paths = new TreeMap<>();
  }

  /** A call from its arrival on; {@link #end} takes it out of what is in flight. */
  public final class Entry {
    private final Count[] counts;
    private final Instant at = clock.instant();
    private final String line;
    private final String body;
    private final long began = System.nanoTime();
    private int status;
    private long tookMicros;

    private Entry(String line, String body, Count... counts) {
      this.line = line;
      this.body = body == null || body.length() <= MOST_BODY ? body : body.substring(0, MOST_BODY);
      this.counts = counts;
      for (Count count : counts) {
        count.enter();
      }
    }

    /** Ends the call, with status 0 when there was no answer. */
    public void end(int withStatus) {
      status = withStatus;
      tookMicros = TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - began);
      for (Count count : counts) {
        count.leave();
      }
      recent.add(this);
    }

    private JsonObject toJson() {
      JsonObject json = new JsonObject().put("at", at.toString()).put("line", line).put("status", status)
          .put("tookMs", tookMicros / 1_000.0);
      return body == null ? json : json.put("body", body);
    }
  }

  private record Wait(String path, long calls, Promise<Void> due) {}

  private final Clock clock;
  private final Kept<Entry> recent = new Kept<>(RECENT);
  private final List<Wait> waiting = new ArrayList<>();
  private Count all = new Count();
  private Map<String, Count> paths = new TreeMap<>();
  private Map<String, Subject> subjects = new TreeMap<>();

  Calls(Clock clock) {
    this.clock = clock;
  }

  /**
   * Records that a call has come.
   *
   * @param path the word of its route
   * @param about what it is about, such as a course; null for nothing that exists
   * @param line method and path with the query
   * @param body its first {@value #MOST_BODY} characters are kept; null for none
   */
  public Entry begin(String path, String about, String line, String body) {
    Count ofPath = paths.computeIfAbsent(path, key -> new Count());
    Entry entry;
    if (about == null || subjects.size() >= MOST_SUBJECTS && !subjects.containsKey(about)) {
      entry = new Entry(line, body, all, ofPath);
    } else {
      Subject subject = subjects.computeIfAbsent(about, key -> new Subject());
      entry = new Entry(line, body, all, ofPath, subject.all,
          subject.paths.computeIfAbsent(path, key -> new Count()));
    }
    tellWhoWaits();
    return entry;
  }

  private void tellWhoWaits() {
    List<Wait> due = waiting.stream().filter(wait -> count(wait.path) >= wait.calls).toList();
    waiting.removeAll(due);
    due.forEach(wait -> wait.due.tryComplete());
  }

  /** Returns how many calls have come since the record was reset; {@code path} null: by any path. */
  public long count(String path) {
    Count count = path == null ? all : paths.get(path);
    return count == null ? 0 : count.calls;
  }

  /** Returns what completes when the n-th call since the record was reset has come; {@code path} null: by any path. */
  public Future<Void> arrived(String path, long n) {
    if (count(path) >= n) {
      return Future.succeededFuture();
    }
    waiting.removeIf(wait -> wait.due.future().isComplete());
    if (waiting.size() >= MOST_WAITING) {
      throw new Given.Refused("count", "is waited for by " + MOST_WAITING + " others already");
    }
    Wait wait = new Wait(path, n, Promise.promise());
    waiting.add(wait);
    return wait.due.future();
  }

  /** Forgets everything. Calls in flight will be among the lines when they end, but in no count. */
  void reset() {
    recent.clear();
    all = new Count();
    paths = new TreeMap<>();
    subjects = new TreeMap<>();
  }

  /** Returns counts and lines; {@code recent} has the oldest first, by the time of their end. */
  JsonObject toJson() {
    JsonObject about = new JsonObject();
    subjects.forEach((id, subject) -> about.put(id, subject.all.toJson().put("paths", toJson(subject.paths))));
    JsonArray lines = new JsonArray();
    recent.oldestFirst().forEach(entry -> lines.add(entry.toJson()));
    return all.toJson().put("paths", toJson(paths)).put("about", about).put("recent", lines);
  }

  private static JsonObject toJson(Map<String, Count> counts) {
    JsonObject json = new JsonObject();
    counts.forEach((path, count) -> json.put(path, count.toJson()));
    return json;
  }
}
