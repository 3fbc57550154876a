package com.mas.sandbox.graphy;

import com.mas.sandbox.graphy.GraphyCourse.Item;
import com.mas.sandbox.graphy.GraphyCourse.Module;
import com.mas.sandbox.graphy.GraphyProgress.State;
import com.mas.sandbox.kit.Kind;
import com.mas.sandbox.kit.Struck;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/**
 * The documents that Graphy answers with. Rows are written straight into the text: pages of learners must cost so
 * little that a benchmark of a sync measures the sync.
 */
final class GraphyPages {
  private static final int ROW = 400;

  private final GraphyProgress progress;

  GraphyPages(GraphyProgress progress) {
    this.progress = progress;
  }

  String courses(List<GraphyCourse> courses, int start, int length, long now, Struck struck) {
    JsonArray rows = new JsonArray();
    int end = Math.min(courses.size(), start + struck.rows(length));
    for (int position = start; position < end; position++) {
      GraphyCourse course = courses.get(struck.at(position, courses.size()));
      JsonObject row = new JsonObject()
          .put("_id", course.id())
          .put("spayee:resource", new JsonObject()
              .put("spayee:title", course.title())
              .put("spayee:courseUrl", struck.has(GraphySimulator.NULL_COURSE_URL) ? null : course.url())
              .put("spayee:courseAssetType", "course")
              .put("spayee:coverVersion", course.number()))
          .put("publisher", "My Analytics School")
          .put("published", course.published())
          .put("usersCount", course.enrolled(now))
          .put("createdDate", new JsonObject().put("$date", course.enrolledAt(0) - 86_400_000L));
      rows.add(row);
      if (struck.twice(position)) {
        rows.add(row);
      }
    }
    return new JsonObject()
        .put("total", struck.total(courses.size())).put("start", start).put("length", length).put("data", rows)
        .encode();
  }

  /** Newest first, nearly; a row that {@link Kind#DUPLICATE_ROWS} repeats comes on top of {@code size}. */
  String learners(GraphyCourse course, int start, int size, long now, Struck struck) {
    int enrolled = course.enrolled(now);
    int end = Math.min(enrolled, start + struck.rows(size));
    StringBuilder out = head(struck.total(enrolled), start, size);
    for (int position = start; position < end; position++) {
      int rank = course.rankAt(struck.at(position, enrolled), enrolled);
      int from = out.length();
      learner(out, course, rank, now, struck);
      if (struck.twice(position)) {
        out.append(out, from, out.length());
      }
    }
    return tail(out);
  }

  /** Everybody with an account, in the order of their ids' counters. */
  String users(int crowd, int start, int size, Struck struck) {
    int total = GraphyLearners.PEOPLE + crowd;
    int end = Math.min(total, start + struck.rows(size));
    StringBuilder out = head(struck.total(total), start, size);
    for (int position = start; position < end; position++) {
      int school = GraphyLearners.PEOPLE;
      int row = struck.at(position, total);
      int person = row < school ? row : GraphyLearners.CROWD + row - school;
      int from = out.length();
      out.append("{\"_id\":\"");
      GraphyLearners.writeId(out, person);
      out.append("\",\"fname\":\"").append(GraphyLearners.name(person)).append('"');
      email(out, person, struck);
      if (GraphyLearners.showsPhoneInUsers(person) && !struck.has(GraphySimulator.MISSING_PHONES)) {
        // both names have been seen; a client has to know both
        out.append(person % 5 == 4 ? ",\"phone\":\"" : ",\"mobile\":\"")
            .append(GraphyLearners.phone(person)).append('"');
      }
      out.append(",\"active\":true");
      date(out, "createdDate", GraphyLearners.createdSeconds(person) * 1_000);
      out.append("},");
      if (struck.twice(position)) {
        out.append(out, from, out.length());
      }
    }
    return tail(out);
  }

  String report(GraphyCourse course, int person, int rank, long now, Struck struck) {
    State state = state(course, person, rank, now, struck);
    JsonArray modules = new JsonArray();
    for (int m = 0; m < course.modules().size(); m++) {
      Module module = course.modules().get(m);
      JsonArray items = new JsonArray();
      int done = 0;
      for (int i = 0; i < module.items().size(); i++) {
        Item item = module.items().get(i);
        int percent = state.percentOfItem(module.first() + i);
        done += percent;
        items.add(new JsonObject()
            .put("id", "i" + (module.first() + i + 1)).put("title", item.title()).put("type", item.type())
            .put("progress", percent).put("timeSpent", percent * state.pace()).put("completed", percent == 100));
      }
      int percent = done / module.items().size();
      modules.add(new JsonObject()
          .put("id", "m" + (m + 1)).put("title", module.title())
          .put("progress", percent).put("completed", percent == 100).put("items", items));
    }
    JsonObject report = new JsonObject()
        .put("userId", GraphyLearners.id(person)).put("courseId", course.id());
    if (GraphyLearners.showsPhoneInReport(person) && !struck.has(GraphySimulator.MISSING_PHONES)) {
      report.put("mobile", GraphyLearners.phone(person));
    }
    return report
        .put("progress", state.tenthsOfPercent() / 10.0).put("totalTimeSpent", state.seconds()).put("modules", modules)
        .encode();
  }

  private void learner(StringBuilder out, GraphyCourse course, int rank, long now, Struck struck) {
    int person = course.person(rank);
    State state = state(course, person, rank, now, struck);
    out.append("{\"_id\":\"");
    GraphyLearners.writeId(out, person);
    out.append("\",\"fname\":\"").append(GraphyLearners.name(person)).append('"');
    email(out, person, struck);
    if (GraphyLearners.showsPhoneInCourse(person) && !struck.has(GraphySimulator.MISSING_PHONES)) {
      out.append(",\"mobile\":\"").append(GraphyLearners.phone(person)).append('"');
    }
    int tenths = state.tenthsOfPercent();
    out.append(",\"progress\":").append(tenths / 10);
    if (tenths % 10 != 0) {
      out.append('.').append(tenths % 10);
    }
    out.append(",\"totalTime\":").append(state.seconds()).append(",\"completed\":").append(state.completed());
    boolean suspended = Dice.roll(80, person, course.number(), 40) == 0;
    out.append(",\"status\":\"").append(suspended ? "suspended" : "active").append('"');
    date(out, "enrolledDate", course.enrolledAt(rank));
    date(out, "startDate", state.startedAt());
    date(out, "lastAccess", state.lastAccess());
    date(out, "completionDate", state.completedAt());
    out.append("},");
  }

  private State state(GraphyCourse course, int person, int rank, long now, Struck struck) {
    State state = progress.of(course, person, rank, now);
    return struck.has(GraphySimulator.REGRESS) ? state.regressedBy(struck.value(GraphySimulator.REGRESS)) : state;
  }

  // a missing address is sometimes null and sometimes not there at all
  private static void email(StringBuilder out, int person, Struck struck) {
    String email = struck.has(GraphySimulator.MISSING_EMAILS) ? null : GraphyLearners.email(person);
    if (email != null) {
      out.append(",\"email\":\"").append(email).append('"');
    } else if (person % 2 == 0) {
      out.append(",\"email\":null");
    }
  }

  private static void date(StringBuilder out, String name, long at) {
    out.append(",\"").append(name).append("\":");
    if (at == 0) {
      out.append("null");
    } else {
      out.append("{\"$date\":").append(at).append('}');
    }
  }

  private static StringBuilder head(int total, int start, int size) {
    return new StringBuilder(size * ROW + 100)
        .append("{\"total\":").append(total).append(",\"start\":").append(start).append(",\"size\":").append(size)
        .append(",\"data\":[");
  }

  private static String tail(StringBuilder out) {
    if (out.charAt(out.length() - 1) == ',') {
      out.setLength(out.length() - 1);
    }
    return out.append("]}").toString();
  }
}
