package com.mas.domain.learning.sync;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.mas.bus.Json;
import com.mas.db.Database;
import com.mas.domain.learning.sync.Lms.CourseRow;
import com.mas.domain.learning.sync.Lms.LearnerPage;
import com.mas.domain.learning.sync.Lms.LearnerReport;
import com.mas.outbound.HttpCaller;
import com.mas.outbound.Incoming;
import com.mas.outbound.Outgoing;
import com.mas.runs.Politeness;
import com.mas.sources.Ask;
import com.mas.sources.Batch;
import com.mas.sources.Connector;
import com.mas.sources.Reads;
import com.mas.sources.Source;
import com.mas.sources.Stage;
import com.mas.sources.UnreadableAnswer;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntSupplier;

/** A learning system without logins and with plain JSON, for measurements; all that a connector must have. */
final class PlainLms implements Connector {
  private final HttpCaller caller;
  private final IntSupplier wave;

  /** @param wave which state of the learners the system is to show */
  PlainLms(HttpCaller caller, IntSupplier wave) {
    this.caller = caller;
    this.wave = wave;
  }

  @Override
  public Source source() {
    return new Source("plain", "Plain");
  }

  @Override
  public List<Stage<?>> stages() {
    return Lms.STAGES;
  }

  @Override
  public Politeness politeness(Stage<?> stage) {
    return Politeness.NONE;
  }

  @Override
  public Session open(String tenant) {
    Reads reads = new Reads(source()).on(Lms.COURSES, this::courses).on(Lms.LEARNERS, this::learners)
        .on(Lms.REPORTS, ask -> Batch.one(read(get("/report", Map.of("course", ask.of().getFirst(), "user",
            ask.of().getLast(), "wave", String.valueOf(wave.getAsInt()))))))
        .on(Lms.STUDENTS, ask -> Batch.counted(List.of(), ask, 0));
    return new Session() {
      @Override
      public Probe probe() {
        return Probe.WHOLE;
      }

      @Override
      public <T> Batch<T> read(Stage<T> stage, Ask ask) {
        return reads.read(stage, ask);
      }
    };
  }

  private Batch<CourseRow> courses(Ask ask) {
    List<CourseRow> rows = new ArrayList<>();
    get("/courses", Map.of()).forEach(course -> rows.add(new CourseRow(text(course, "_id"), text(course, "title"),
        null, true, text(course, "courseUrl"), course.path("users").asInt(), course.toString())));
    return Batch.counted(rows, ask, rows.size());
  }

  private Batch<LearnerPage.Row> learners(Ask ask) {
    JsonNode answer = get("/learners", Map.of("course", ask.of().getFirst(), "start", String.valueOf(ask.start()),
        "size", String.valueOf(ask.size()), "wave", String.valueOf(wave.getAsInt())));
    LearnerPage page = new LearnerPage();
    page.total(answer.path("total").asInt());
    answer.path("learners").forEach(l -> page.add(new LearnerPage.Row(text(l, "userId"), text(l, "name"),
        text(l, "email"), text(l, "mobile"), text(l, "status"), l.path("progress").asDouble(),
        l.path("timeSpent").asInt(), l.path("completed").asBoolean(), time(l, "enrolledAt"), time(l, "startedAt"),
        time(l, "lastAccessedAt"), time(l, "completedAt"))));
    return page.batch(ask);
  }

  private static LearnerReport read(JsonNode report) {
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
