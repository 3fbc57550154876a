package com.mas.domain.learning.sync;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.mas.bus.Json;
import com.mas.db.Database;
import com.mas.outbound.HttpCaller;
import com.mas.outbound.Incoming;
import com.mas.outbound.Outgoing;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntSupplier;

/** A learning system without logins and with plain JSON, for measurements; all that a connector must have. */
final class PlainLms implements LmsConnector {
  private final HttpCaller caller;
  private final IntSupplier wave;

  /** @param wave which state of the learners the system is to show */
  PlainLms(HttpCaller caller, IntSupplier wave) {
    this.caller = caller;
    this.wave = wave;
  }

  @Override
  public Session open(String tenant) {
    return new Session() {
      @Override
      public CoursePage courses(int start, int size) {
        List<CourseRow> rows = new ArrayList<>();
        get("/courses", Map.of()).forEach(course -> rows.add(new CourseRow(text(course, "_id"), text(course, "title"),
            null, true, text(course, "courseUrl"), course.path("users").asInt(), course.toString())));
        return new CoursePage(rows, rows.size());
      }

      @Override
      public LearnerPage learners(String courseId, int start, int size) {
        JsonNode answer = get("/learners", Map.of("course", courseId, "start", String.valueOf(start), "size",
            String.valueOf(size), "wave", String.valueOf(wave.getAsInt())));
        LearnerPage page = new LearnerPage();
        page.total(answer.path("total").asInt());
        answer.path("learners").forEach(l -> page.add(new LearnerPage.Row(text(l, "userId"), text(l, "name"),
            text(l, "email"), text(l, "mobile"), text(l, "status"), l.path("progress").asDouble(),
            l.path("timeSpent").asInt(), l.path("completed").asBoolean(), time(l, "enrolledAt"), time(l, "startedAt"),
            time(l, "lastAccessedAt"), time(l, "completedAt"))));
        return page;
      }

      @Override
      public LearnerReport report(String courseId, String userId) {
        return read(get("/report",
            Map.of("course", courseId, "user", userId, "wave", String.valueOf(wave.getAsInt()))));
      }

      @Override
      public StudentPage students(int start, int size) {
        return new StudentPage(List.of(), 0);
      }
    };
  }

  private static LmsConnector.LearnerReport read(JsonNode report) {
    ArrayNode modules = Json.MAPPER.createArrayNode();
    ArrayNode items = Json.MAPPER.createArrayNode();
    List<String> completed = new ArrayList<>();
    for (JsonNode module : report.path("modules")) {
      boolean done = module.path("percent").asInt() == 100;
      String id = text(module, "moduleId");
      modules.addObject().put("id", id).put("title", text(module, "title"))
          .put("progress", module.path("percent").asInt()).put("completed", done);
      if (done) {
        completed.add(id);
      }
      for (JsonNode item : module.path("items")) {
        ObjectNode kept = items.addObject().put("id", text(item, "id")).put("moduleId", id);
        kept.put("type", text(item, "type")).put("completed", item.path("done").asBoolean());
      }
    }
    return new LearnerReport(text(report, "userId"), text(report, "mobile"), report.path("progress").asDouble(),
        report.path("timeSpent").asInt(), report.path("completed").asBoolean(), modules.toString(), items.toString(),
        completed, report.toString());
  }

  private JsonNode get(String path, Map<String, String> query) {
    Incoming answer = Database.await(caller.call(Outgoing.get(path, query)));
    try {
      return Json.MAPPER.readTree(answer.body());
    } catch (IOException e) {
      throw new UnreadableAnswer(path + " is not JSON", answer.text());
    }
  }

  private static String text(JsonNode from, String field) {
    return from.path(field).textValue();
  }

  private static Instant time(JsonNode from, String field) {
    String text = text(from, field);
    return text == null ? null : Instant.parse(text);
  }
}
