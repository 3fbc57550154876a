package com.mas.domain.learning.moodle;

import com.fasterxml.jackson.databind.JsonNode;
import com.mas.bus.Text;
import com.mas.sources.Stage;
import com.mas.sources.Stage.Paging;
import com.mas.sources.Stage.Whole;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/** Reads what a Moodle gives: the phases of its mirror, and their rows. Pure. */
final class MoodleRows {
  static final int PAGE_SIZE = 1_000;
  private static final int MOST_NAME = 255;
  private static final int MOST_DEPTH = 30;

  static final Stage<Category> CATEGORIES =
      Stage.list("categories", "categories", Category.class, Paging.ONE, Whole.ENDED);
  static final Stage<Course> COURSES = Stage.list("courses", "courses", Course.class, Paging.ONE, Whole.ENDED);
  /** First those whose enrolment is suspended, then the active ones: pages begin at marks of both lists. */
  static final Stage<Enrolment> ENROLMENTS = Stage.list("enrolments", "people of a course", Enrolment.class,
      Paging.MARKS, Whole.ENDED).each(COURSES).sized(PAGE_SIZE).dispensable();
  static final Stage<Progress> PROGRESS =
      Stage.detail("progress", "progress of a person in a course", Progress.class, ENROLMENTS);
  static final List<Stage<?>> STAGES = List.of(CATEGORIES, COURSES, ENROLMENTS, PROGRESS);

  private MoodleRows() {}

  /** @param path ids from the top to itself */
  record Category(long id, String name, long parent, int depth, List<Long> path, String idNumber) {}

  record Course(long id, String shortName, String fullName, long category, String idNumber, boolean visible,
      Instant starts, Instant ends) {}

  /**
   * @param email in lower case; null for an account that may not read it
   * @param role Moodle's short name; empty for none
   * @param suspended null when the account may not know
   */
  record Enrolment(long userId, String username, String fullName, String email, String idNumber, String role,
      String section, Boolean suspended, Instant lastAccess) {}

  /**
   * @param percent of the activities that are tracked; null when the account may not read them, or none is
   * @param grade of the course's total, in percent; null without one
   * @param completed whether Moodle says so of the course; null where it does not say
   * @param activities completed ones, with their times
   */
  record Progress(long courseId, long userId, Double percent, Double grade, Boolean completed,
      Map<Long, Instant> activities) {}

  static List<Category> categories(JsonNode rows) {
    List<Category> categories = new ArrayList<>();
    for (JsonNode row : rows) {
      List<Long> path = Arrays.stream(row.path("path").asText().split("/")).filter(id -> id.matches("[0-9]{1,18}"))
          .limit(MOST_DEPTH).map(Long::valueOf).toList();
      if (row.path("id").canConvertToLong() && row.hasNonNull("name")) {
        categories.add(new Category(row.get("id").longValue(), name(row, "name"), row.path("parent").asLong(),
            row.path("depth").asInt(), path, text(row, "idnumber")));
      }
    }
    return distinct(categories, Category::id);
  }

  /** Leaves out the site itself, which Moodle lists as a course. */
  static List<Course> courses(JsonNode rows) {
    List<Course> courses = new ArrayList<>();
    for (JsonNode row : rows) {
      if (row.path("id").canConvertToLong() && !row.path("format").asText().equals("site")
          && row.path("categoryid").asLong() != 0) {
        courses.add(new Course(row.get("id").longValue(), name(row, "shortname"), name(row, "fullname"),
            row.path("categoryid").asLong(), text(row, "idnumber"), row.path("visible").asInt(1) != 0,
            time(row, "startdate"), time(row, "enddate")));
      }
    }
    return distinct(courses, Course::id);
  }

  static List<Enrolment> enrolments(JsonNode rows, Boolean suspended) {
    List<Enrolment> people = new ArrayList<>(rows.size());
    for (JsonNode row : rows) {
      if (row.path("id").canConvertToLong()) {
        String email = text(row, "email");
        String fullName = name(row, "fullname");
        String username = text(row, "username");
        people.add(new Enrolment(row.get("id").longValue(), username == null ? "" : username,
            fullName, email == null ? null : email.toLowerCase(Locale.ROOT), text(row, "idnumber"),
            row.path("roles").path(0).path("shortname").asText(""), text(row.path("groups").path(0), "name"), suspended,
            time(row, "lastcourseaccess")));
      }
    }
    return distinct(people, Enrolment::userId);
  }

  private static <T> List<T> distinct(List<T> rows, Function<T, Long> id) {
    Map<Long, T> byId = new LinkedHashMap<>();
    rows.forEach(row -> byId.put(id.apply(row), row));
    return byId.size() == rows.size() ? rows : List.copyOf(byId.values());
  }

  /**
   * Reads how far somebody is.
   *
   * @param statuses null when the account may not read them, as {@code grades} and {@code completed}
   */
  static Progress progress(long course, long user, JsonNode statuses, JsonNode grades, Boolean completed) {
    Map<Long, Instant> done = new LinkedHashMap<>();
    int tracked = 0;
    if (statuses != null) {
      for (JsonNode status : statuses.path("statuses")) {
        if (status.path("tracking").asInt() != 0 && status.path("cmid").canConvertToLong()) {
          tracked++;
          int state = status.path("state").asInt();
          if (state == 1 || state == 2) { // complete, or passed
            done.put(status.get("cmid").longValue(), time(status, "timecompleted"));
          }
        }
      }
    }
    Double percent = tracked == 0 ? null : Math.round(10_000.0 * done.size() / tracked) / 100.0;
    return new Progress(course, user, percent, grades == null ? null : grade(grades), completed, done);
  }

  private static Double grade(JsonNode grades) {
    for (JsonNode item : grades.path("usergrades").path(0).path("gradeitems")) {
      double least = item.path("grademin").asDouble();
      double most = item.path("grademax").asDouble();
      if (item.path("itemtype").asText().equals("course") && item.path("graderaw").isNumber()
          && !item.path("gradeishidden").asBoolean() && most > least) {
        double percent = 100 * (item.get("graderaw").doubleValue() - least) / (most - least);
        return Math.round(Math.clamp(percent, 0, 100) * 100) / 100.0;
      }
    }
    return null;
  }

  /** Returns a text without what PostgreSQL cannot hold; null for one that shows nothing. */
  static String text(JsonNode row, String field) {
    JsonNode value = row.path(field);
    if (!value.isValueNode() || value.isNull()) {
      return null;
    }
    String text = Text.stripped(value.asText().replace("\0", ""));
    return Text.isVisible(text) ? Text.cut(text, MOST_NAME) : null;
  }

  private static String name(JsonNode row, String field) {
    String name = text(row, field);
    return name == null ? "" : name;
  }

  private static Instant time(JsonNode row, String field) {
    long seconds = row.path(field).asLong();
    return seconds <= 0 || seconds > 32_503_680_000L ? null : Instant.ofEpochSecond(seconds);
  }
}
