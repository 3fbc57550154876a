package com.mas.sandbox;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * Records requests and how many were in flight at once: tests judge the product's politeness by it. Courses that do not
 * exist, and those after the 256th, are not counted by course, so the log cannot grow without bound.
 */
final class RequestLog {
  static final int RECENT = 200;
  private static final int MOST_COURSES = 256;

  private static final class Count {
    private long requests;
    private int inFlight;
    private int mostAtOnce;

    void enter() {
      requests++;
      mostAtOnce = Math.max(mostAtOnce, ++inFlight);
    }

    void leave() {
      inFlight--;
    }

    JsonObject toJson() {
      return new JsonObject().put("count", requests).put("maxConcurrent", mostAtOnce).put("inFlight", inFlight);
    }
  }

  private static final class CourseCount {
    private final Count all = new Count();
    private final Map<Endpoint, Count> paths = new EnumMap<>(Endpoint.class);
    private final BitSet reported = new BitSet();
  }

  /** A request from its arrival on; {@link #end} takes it out of what is in flight. */
  final class Entry {
    private final Count[] counts;
    private final Instant at;
    private final String line;
    private final long began = System.nanoTime();
    private int status;
    private long tookMicros;

    private Entry(Instant at, String line, Count... counts) {
      this.at = at;
      this.line = line;
      this.counts = counts;
      for (Count count : counts) {
        count.enter();
      }
    }

    /** Ends the request, with status 0 when there was no answer. */
    void end(int withStatus) {
      status = withStatus;
      tookMicros = TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - began);
      for (Count count : counts) {
        count.leave();
      }
      recent.addLast(this);
      if (recent.size() > RECENT) {
        recent.removeFirst();
      }
    }
  }

  private final Deque<Entry> recent = new ArrayDeque<>();
  private Count all = new Count();
  private Map<Endpoint, Count> paths = new EnumMap<>(Endpoint.class);
  private Map<String, CourseCount> courses = new TreeMap<>();

  /** {@code course} is null where the request is about none that exists. */
  Entry begin(Endpoint endpoint, String course, Instant at, String line) {
    Count path = paths.computeIfAbsent(endpoint, key -> new Count());
    if (course == null || courses.size() >= MOST_COURSES && !courses.containsKey(course)) {
      return new Entry(at, line, all, path);
    }
    CourseCount ofCourse = courses.computeIfAbsent(course, key -> new CourseCount());
    return new Entry(at, line, all, path, ofCourse.all, ofCourse.paths.computeIfAbsent(endpoint, key -> new Count()));
  }

  /** A learner's report was answered. */
  void reported(String course, int rank) {
    CourseCount ofCourse = courses.get(course);
    if (ofCourse != null) {
      ofCourse.reported.set(rank);
    }
  }

  /** Forgets everything. Requests in flight will be among the lines when they end, but in no count. */
  void reset() {
    recent.clear();
    all = new Count();
    paths = new EnumMap<>(Endpoint.class);
    courses = new TreeMap<>();
  }

  /** {@code recent} has the oldest first, by the time of their end. */
  JsonObject toJson() {
    JsonObject byCourse = new JsonObject();
    courses.forEach((id, course) -> byCourse.put(id, course.all.toJson()
        .put("paths", toJson(course.paths))
        .put("distinctReports", course.reported.cardinality())));
    JsonArray lines = new JsonArray();
    recent.forEach(entry -> lines.add(new JsonObject()
        .put("at", entry.at.toString()).put("line", entry.line)
        .put("status", entry.status).put("tookMs", entry.tookMicros / 1_000.0)));
    return all.toJson().put("paths", toJson(paths)).put("courses", byCourse).put("recent", lines);
  }

  private static JsonObject toJson(Map<Endpoint, Count> counts) {
    JsonObject json = new JsonObject();
    counts.forEach((endpoint, count) -> json.put(endpoint.label(), count.toJson()));
    return json;
  }
}
