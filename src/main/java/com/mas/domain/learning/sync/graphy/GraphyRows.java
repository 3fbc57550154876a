package com.mas.domain.learning.sync.graphy;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonParser.NumberType;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.mas.bus.Json;
import com.mas.bus.Text;
import com.mas.domain.learning.sync.Lms;
import com.mas.domain.learning.sync.Lms.CourseRow;
import com.mas.domain.learning.sync.Lms.LearnerPage;
import com.mas.domain.learning.sync.Lms.LearnerReport;
import com.mas.domain.learning.sync.Lms.Student;
import com.mas.outbound.Incoming;
import com.mas.sources.Ask;
import com.mas.sources.Batch;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Graphy's documents, normalised. Pure. Ids and words come as text, progress in percent, time in seconds. */
final class GraphyRows {
  /** A NUL in JSON text, which PostgreSQL refuses; an escaped backslash before it is none. */
  private static final Pattern NUL = Pattern.compile("(?<!\\\\)((?:\\\\\\\\)*)\\\\u0000");

  private static final int MOST_TEXT = 500;

  private GraphyRows() {}

  /** @param site address at which learners find the courses, without a slash at its end */
  static Batch<CourseRow> courses(Incoming answer, Ask ask, String site) {
    JsonNode document = GraphyApi.object(answer);
    List<CourseRow> rows = new ArrayList<>();
    List<Integer> unread = new ArrayList<>(0);
    for (JsonNode row : array(document.get("data"), answer)) {
      JsonNode resource = row.path("spayee:resource");
      String id = text(row.get("_id"));
      if (Lms.isId(id)) {
        String title = plain(text(resource.get("spayee:title")));
        rows.add(new CourseRow(id, title == null ? id : title, plain(text(row.get("publisher"))),
            row.path("published").asBoolean(true), courseUrl(site, id), Math.max(0,
                row.path("usersCount").asInt(0)),
            withoutNul(Json.write(row))));
      } else {
        unread.add(rows.size() + unread.size());
      }
    }
    JsonNode total = document.get("total");
    return Batch.counted(rows, unread, ask, total == null || !total.canConvertToInt() ? null : total.intValue());
  }

  static Batch<Student> students(Incoming answer, Ask ask) {
    JsonNode document = GraphyApi.object(answer);
    List<Student> rows = new ArrayList<>();
    List<Integer> unread = new ArrayList<>(0);
    for (JsonNode row : array(document.get("data"), answer)) {
      String id = text(row.get("_id"));
      if (Lms.isId(id)) {
        String mobile = text(row.get("mobile"));
        rows.add(new Student(id, plain(text(row.get("fname"))), plain(text(row.get("email"))),
            plain(mobile == null ? text(row.get("phone")) : mobile)));
      } else {
        unread.add(rows.size() + unread.size());
      }
    }
    JsonNode total = document.get("total");
    return Batch.counted(rows, unread, ask, total == null || !total.canConvertToInt() ? null : total.intValue());
  }

  /** Returns it as PostgreSQL can hold it: without NUL, and not longer than people write. */
  private static String plain(String text) {
    return text == null ? null : Text.cut(text.replace("\0", "").strip(), MOST_TEXT);
  }

  /** Returns the link that learners open; it needs the id only, and is whole, since front ends are elsewhere. */
  private static String courseUrl(String site, String id) {
    return site + "/s/courses/" + URLEncoder.encode(id, StandardCharsets.UTF_8) + "/take";
  }

  /** Reads as a stream: no tree of a page is ever built. Rows without an id, and what is no row, are told as unread. */
  static LearnerPage learners(Incoming answer) {
    LearnerPage page = new LearnerPage();
    boolean hasData = false;
    try (JsonParser in = Json.FOREIGN.createParser(answer.body())) {
      if (in.nextToken() != JsonToken.START_OBJECT || !answer.complete()) {
        throw GraphyApi.unreadable(answer);
      }
      while (in.nextToken() == JsonToken.FIELD_NAME) {
        String field = in.currentName();
        JsonToken value = in.nextToken();
        if (field.equals("data") && value == JsonToken.START_ARRAY) {
          hasData = true;
          for (JsonToken row = in.nextToken(); row != JsonToken.END_ARRAY; row = in.nextToken()) {
            if (row == null) {
              throw GraphyApi.unreadable(answer);
            } else if (row == JsonToken.START_OBJECT) {
              learner(in, page);
            } else {
              in.skipChildren();
              page.unread();
            }
          }
        } else if (field.equals("total") && value == JsonToken.VALUE_NUMBER_INT
            && in.getNumberType() == NumberType.INT) {
          page.total(in.getIntValue());
        } else {
          in.skipChildren();
        }
      }
      if (!hasData || in.currentToken() != JsonToken.END_OBJECT) {
        throw GraphyApi.unreadable(answer);
      }
      return page;
    } catch (IOException e) {
      throw GraphyApi.unreadable(answer);
    }
  }

  private static void learner(JsonParser in, LearnerPage page) throws IOException {
    String id = null;
    String name = null;
    String email = null;
    String mobile = null;
    String status = null;
    double progress = 0;
    double seconds = 0;
    boolean completed = false;
    Instant enrolled = null;
    Instant started = null;
    Instant accessed = null;
    Instant finished = null;
    while (in.nextToken() == JsonToken.FIELD_NAME) {
      String field = in.currentName();
      in.nextToken();
      switch (field) {
        case "_id" -> id = text(in);
        case "fname", "name" -> name = text(in);
        case "email" -> email = text(in);
        case "mobile", "phone" -> mobile = mobile == null ? text(in) : mobile;
        case "status" -> status = text(in);
        case "progress" -> progress = number(in);
        case "totalTime" -> seconds = number(in);
        case "completed" -> completed = in.currentToken() == JsonToken.VALUE_TRUE;
        case "enrolledDate" -> enrolled = date(in);
        case "startDate" -> started = date(in);
        case "lastAccess" -> accessed = date(in);
        case "completionDate" -> finished = date(in);
        default -> {}
      }
      in.skipChildren();
    }
    if (Lms.isId(id)) {
      page.add(new LearnerPage.Row(id, name, email, mobile, status, progress, (int) seconds, completed, enrolled,
          started, accessed, finished));
    } else {
      page.unread();
    }
  }

  static LearnerReport report(Incoming answer, String userId) {
    JsonNode document = GraphyApi.object(answer);
    ArrayNode modules = Json.MAPPER.createArrayNode();
    ArrayNode items = Json.MAPPER.createArrayNode();
    List<String> completed = new ArrayList<>();
    Set<String> moduleIds = new HashSet<>();
    Set<String> itemIds = new HashSet<>();
    for (JsonNode module : array(document.get("modules"), answer)) {
      String id = text(module.get("id"));
      if (!Lms.isId(id) || !moduleIds.add(id)) {
        continue;
      }
      ObjectNode kept = progress(modules.addObject(), id, module);
      if (kept.get("completed").booleanValue()) {
        completed.add(id);
      }
      for (JsonNode item : module.path("items")) {
        String itemId = text(item.get("id"));
        if (Lms.isId(itemId) && itemIds.add(itemId)) {
          progress(items.addObject(), itemId, item)
              .put("moduleId", id).put("type", text(item.get("type"))).put("timeSpent", Math.max(0,
                  item.path("timeSpent").asLong(0)));
        }
      }
    }
    String mobile = text(document.get("mobile"));
    return new LearnerReport(userId, plain(mobile),
        percent(document.path("progress").asDouble(0)), Math.max(0, document.path("totalTimeSpent").asInt(0)),
        document.path("completed").asBoolean(false), withoutNul(modules.toString()), withoutNul(items.toString()),
        completed, withoutNul(Json.write(document)));
  }

  private static ObjectNode progress(ObjectNode kept, String id, JsonNode from) {
    return kept.put("id", id).put("title", text(from.get("title"))).put("progress",
        percent(from.path("progress").asDouble(0)))
        .put("completed", from.path("completed").asBoolean(false));
  }

  private static double percent(double raw) {
    return Double.isNaN(raw) ? 0 : Math.round(Math.clamp(raw, 0, 100) * 100) / 100.0;
  }

  private static JsonNode array(JsonNode node, Incoming answer) {
    if (node == null || !node.isArray()) {
      throw GraphyApi.unreadable(answer);
    }
    return node;
  }

  /** MongoDB's {@code {"$date": milliseconds}}; plain milliseconds and RFC 3339 text are understood too. */
  private static Instant date(JsonParser in) throws IOException {
    if (in.currentToken() != JsonToken.START_OBJECT) {
      return instant(in);
    }
    Instant at = null;
    while (in.nextToken() == JsonToken.FIELD_NAME) {
      boolean date = in.currentName().equals("$date");
      in.nextToken();
      at = date ? instant(in) : at;
      in.skipChildren();
    }
    return at;
  }

  private static Instant instant(JsonParser in) throws IOException {
    try {
      return switch (in.currentToken()) {
        case VALUE_NUMBER_INT -> in.getNumberType() == NumberType.BIG_INTEGER ? null
            : ranged(Instant.ofEpochMilli(in.getLongValue()));
        case VALUE_STRING -> ranged(Instant.parse(in.getText()));
        default -> null;
      };
    } catch (DateTimeException e) {
      return null;
    }
  }

  /** Times outside this range are mistakes of the provider; PostgreSQL's year has its limits too. */
  private static Instant ranged(Instant at) {
    long second = at.getEpochSecond();
    return second < 0 || second > 4_102_444_800L ? null : at;
  }

  private static double number(JsonParser in) throws IOException {
    return in.currentToken().isNumeric() ? in.getDoubleValue() : 0;
  }

  private static String text(JsonParser in) throws IOException {
    return in.currentToken().isScalarValue() && in.currentToken() != JsonToken.VALUE_NULL ? in.getText() : null;
  }

  private static String text(JsonNode node) {
    return node == null || !node.isValueNode() || node.isNull() || node.asText().isBlank() ? null : node.asText();
  }

  private static String withoutNul(String json) {
    return json.contains("\\u0000") ? NUL.matcher(json).replaceAll("$1") : json;
  }
}
