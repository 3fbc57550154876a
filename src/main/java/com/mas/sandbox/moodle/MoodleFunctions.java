package com.mas.sandbox.moodle;

import com.mas.sandbox.moodle.MoodleSchool.Seat;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The functions of the web services, for an account with all rights. What is wrong is a {@link MoodleError}. */
final class MoodleFunctions {
  private static final int MOST_NAME = 255;
  private static final Map<String, Set<String>> KNOWN = Map.of(
      "core_enrol_get_enrolled_users", Set.of("courseid", "options"),
      "core_course_get_categories", Set.of("criteria", "addsubcategories"));

  private final MoodleSchool school;
  private final Clock clock;
  private final Map<String, Function<Map<String, String>, Object>> functions = new TreeMap<>();

  MoodleFunctions(MoodleSchool school, Clock clock) {
    this.school = school;
    this.clock = clock;
    functions.put("core_course_get_categories", this::categories);
    functions.put("core_course_get_courses", this::courses);
    functions.put("core_course_get_courses_by_field", this::coursesByField);
    functions.put("core_enrol_get_enrolled_users", this::enrolledUsers);
    functions.put("core_enrol_get_users_courses", this::usersCourses);
    functions.put("core_user_get_users_by_field", this::usersByField);
    functions.put("core_user_get_course_user_profiles", this::profiles);
    functions.put("core_completion_get_activities_completion_status", this::activities);
    functions.put("core_completion_get_course_completion_status", this::completion);
    functions.put("gradereport_user_get_grade_items", this::grades);
    functions.put("core_course_create_categories", this::createCategories);
    functions.put("core_course_create_courses", this::createCourses);
    functions.put("core_user_create_users", this::createUsers);
    functions.put("enrol_manual_enrol_users", asked -> enrol(asked, true));
    functions.put("enrol_manual_unenrol_users", asked -> enrol(asked, false));
  }

  Set<String> names() {
    return functions.keySet();
  }

  /** Returns a {@link JsonObject}, a {@link JsonArray} or null, which is an answer too. */
  Object call(String function, Map<String, String> asked) {
    Set<String> known = KNOWN.get(function);
    if (known != null && !asked.keySet().stream().allMatch(name -> name.startsWith("ws") || name.startsWith("moodlews")
        || known.contains(name.replaceFirst("\\[.*", "")))) {
      throw MoodleError.parameter();
    }
    return functions.get(function).apply(asked);
  }

  private Object categories(Map<String, String> asked) {
    Map<String, String> criteria = pairs(asked, "criteria", "key");
    JsonArray found = new JsonArray();
    school.categories.values().stream()
        .filter(category -> criteria.entrySet().stream()
            .allMatch(each -> each.getValue().equals(String.valueOf(category.getValue(each.getKey())))))
        .forEach(found::add);
    return found;
  }

  private Object courses(Map<String, String> asked) {
    Set<String> ids = Set.copyOf(values(asked, "options[ids]"));
    JsonArray found = new JsonArray();
    school.courses.values().stream().filter(course -> ids.isEmpty() || ids.contains(course.getLong("id").toString()))
        .forEach(found::add);
    return found;
  }

  private Object coursesByField(Map<String, String> asked) {
    String field = asked.getOrDefault("field", "");
    if (!Set.of("", "id", "ids", "shortname", "idnumber", "category").contains(field)) {
      throw MoodleError.parameter();
    }
    Set<String> wanted = new HashSet<>(Arrays.asList(asked.getOrDefault("value", "").split(",")));
    String key = field.equals("category") ? "categoryid" : field.equals("ids") ? "id" : field;
    JsonArray found = new JsonArray();
    school.courses.values().stream().filter(course -> field.isEmpty()
        || wanted.contains(String.valueOf(course.getValue(key)))).forEach(found::add);
    return new JsonObject().put("courses", found).put("warnings", new JsonArray());
  }

  private Object enrolledUsers(Map<String, String> asked) {
    long course = course(asked);
    Map<String, String> options = pairs(asked, "options", "name");
    boolean active = "1".equals(options.get("onlyactive"));
    boolean suspended = "1".equals(options.get("onlysuspended"));
    if (active && suspended) {
      throw MoodleError.of("coding_exception", "codingerror", "Coding error detected, it must be fixed by a programmer:"
          + " Both onlyactive and onlysuspended are set, this is probably not what you want!");
    }
    int from = number(options.getOrDefault("limitfrom", "0"));
    int limit = number(options.getOrDefault("limitnumber", "0"));
    Set<String> fields = Stream.of(options.getOrDefault("userfields", "").split(",")).map(String::strip)
        .filter(field -> !field.isEmpty()).collect(Collectors.toSet());
    Stream<Seat> seats = school.isPlain(course) ? school.seats(course, suspended ? Integer.MAX_VALUE : from)
        : school.seats(course).stream()
            .filter(seat -> !active && !suspended || school.isSuspended(course, seat.user()) == suspended).skip(from);
    JsonArray rows = new JsonArray();
    (limit == 0 ? seats : seats.limit(limit)).forEach(seat -> rows.add(row(seat, fields)));
    return rows;
  }

  private JsonObject row(Seat seat, Set<String> fields) {
    JsonObject row = school.person(seat.user()).put("lastcourseaccess", school.accessed(seat.course(), seat.user()))
        .put("roles", new JsonArray().add(new JsonObject().put("roleid", roleId(seat.shortname())).put("name", "")
            .put("shortname", seat.shortname()).put("sortorder", 0)));
    if (!fields.isEmpty()) {
      row.getMap().keySet().removeIf(field -> !field.equals("id") && !fields.contains(field));
    }
    return row;
  }

  private static int roleId(String shortname) {
    return switch (shortname) {
      case "manager" -> 1;
      case "editingteacher" -> 3;
      case "teacher" -> 4;
      default -> 5;
    };
  }

  private Object usersCourses(Map<String, String> asked) {
    long user = number(asked.get("userid"));
    JsonArray rows = new JsonArray();
    school.seatsOf(user).stream().filter(seat -> !school.isSuspended(seat.course(), user)).forEach(seat -> {
      JsonObject course = school.courses.get(seat.course());
      int all = school.activities(seat.course()).size();
      int done = school.done(seat.course(), user).size();
      rows.add(new JsonObject().put("id", seat.course()).put("shortname", course.getString("shortname"))
          .put("fullname", course.getString("fullname")).put("idnumber", course.getString("idnumber"))
          .put("visible", course.getInteger("visible")).put("progress", 100.0 * done / all)
          .put("completed", done == all));
    });
    return rows;
  }

  private Object usersByField(Map<String, String> asked) {
    String field = asked.getOrDefault("field", "");
    if (!Set.of("id", "idnumber", "username", "email").contains(field)) {
      throw MoodleError.parameter();
    }
    JsonArray found = new JsonArray();
    for (String value : values(asked, "values")) {
      Stream<JsonObject> people = school.people.values().stream();
      if (field.equals("id") && value.matches("[0-9]{1,9}") && school.hasPerson(Long.parseLong(value))) {
        people = Stream.of(school.person(Long.parseLong(value)));
      }
      people.filter(person -> value.equalsIgnoreCase(String.valueOf(person.getValue(field))))
          .forEach(person -> found.add(person.copy().put("auth", "manual").put("suspended", false)
              .put("confirmed", true)));
    }
    return found;
  }

  private Object profiles(Map<String, String> asked) {
    JsonArray found = new JsonArray();
    for (int i = 0; asked.containsKey("userlist[" + i + "][userid]"); i++) {
      long user = number(asked.get("userlist[" + i + "][userid]"));
      long course = number(asked.get("userlist[" + i + "][courseid]"));
      school.seats(course).stream().filter(seat -> seat.user() == user).findFirst()
          .ifPresent(seat -> found.add(row(seat, Set.of())));
    }
    return found;
  }

  private Object activities(Map<String, String> asked) {
    long course = course(asked);
    long user = enrolled(asked, course);
    Map<Integer, Long> done = school.done(course, user);
    JsonArray statuses = new JsonArray();
    school.activities(course).forEach(activity -> statuses.add(new JsonObject().put("cmid", activity)
        .put("modname", "page").put("instance", activity).put("state", done.containsKey(activity) ? 1 : 0)
        .put("timecompleted", done.getOrDefault(activity, 0L)).put("tracking", 1).putNull("overrideby")
        .put("valueused", false).put("hascompletion", true).put("isautomatic", false).put("istrackeduser", true)
        .put("uservisible", true).put("details", new JsonArray())));
    return new JsonObject().put("statuses", statuses).put("warnings", new JsonArray());
  }

  private Object completion(Map<String, String> asked) {
    long course = course(asked);
    long user = enrolled(asked, course);
    JsonObject status = new JsonObject().put("completed", school.isCompleted(course, user)).put("aggregation", 1)
        .put("completions", new JsonArray());
    return new JsonObject().put("completionstatus", status).put("warnings", new JsonArray());
  }

  private Object grades(Map<String, String> asked) {
    long course = course(asked);
    long user = number(asked.get("userid"));
    JsonObject total = new JsonObject().put("id", course * 100).putNull("itemname").put("itemtype", "course")
        .put("graderaw", school.grade(course, user)).put("grademin", 0)
        .put("grademax", 100)
        .put("gradeishidden", false);
    return new JsonObject().put("usergrades", new JsonArray().add(new JsonObject().put("courseid", course)
        .put("userid", user).put("gradeitems", new JsonArray().add(total)))).put("warnings", new JsonArray());
  }

  private Object createCategories(Map<String, String> asked) {
    return created(asked, "categories", fields -> {
      taken(school.categories, "idnumber", fields.get("idnumber"), "categoryidnumbertaken",
          "ID number is already used for another category");
      long id = school.next(school.categories);
      long parent = number(fields.getOrDefault("parent", "0"));
      JsonObject above = school.categories.get(parent);
      school.categories.put(id, new JsonObject().put("id", id).put("name", name(fields, "name"))
          .put("idnumber", fields.get("idnumber")).put("parent", parent).put("coursecount", 0).put("visible", 1)
          .put("depth", above == null ? 1 : above.getInteger("depth") + 1)
          .put("path", (above == null ? "" : above.getString("path")) + "/" + id));
      return new JsonObject().put("id", id).put("name", fields.get("name"));
    });
  }

  private Object createCourses(Map<String, String> asked) {
    return created(asked, "courses", fields -> {
      taken(school.courses, "shortname", fields.get("shortname"), "shortnametaken",
          "Short name is already used for another course (" + fields.get("shortname") + ")");
      if (!school.categories.containsKey((long) number(fields.get("categoryid")))) {
        throw MoodleError.record("course_categories");
      }
      long start = seconds(fields.getOrDefault("startdate", "0"));
      long end = seconds(fields.getOrDefault("enddate", "0"));
      if (end != 0 && end < start) {
        throw MoodleError.plain("enddatebeforestartdate", "The course end date must be after the start date.");
      }
      long id = school.next(school.courses);
      school.courses.put(id, new JsonObject().put("id", id).put("shortname", name(fields, "shortname"))
          .put("categoryid", number(fields.get("categoryid"))).put("fullname", name(fields, "fullname"))
          .put("displayname", fields.get("fullname")).put("idnumber", fields.getOrDefault("idnumber", ""))
          .put("format", "topics").put("startdate", start).put("enddate", end)
          .put("visible", number(fields.getOrDefault("visible", "1"))).put("enablecompletion", 1));
      return new JsonObject().put("id", id).put("shortname", fields.get("shortname"));
    });
  }

  private Object createUsers(Map<String, String> asked) {
    return created(asked, "users", fields -> {
      String username = name(fields, "username");
      if (!username.equals(username.toLowerCase(Locale.ROOT)) || school.people.values().stream()
          .anyMatch(person -> username.equals(person.getString("username")))) {
        throw MoodleError.parameter().because("Username already exists: " + username);
      }
      weak(fields.getOrDefault("password", ""));
      long id = school.next(school.people);
      school.people.put(id, new JsonObject().put("id", id).put("username", username)
          .put("firstname", name(fields, "firstname")).put("lastname", name(fields, "lastname"))
          .put("fullname", fields.get("firstname") + " " + fields.get("lastname")).put("email", name(fields, "email"))
          .put("idnumber", fields.getOrDefault("idnumber", "")).put("lastaccess", 0)
          .put("sandboxpassword", fields.get("password")));
      return new JsonObject().put("id", id).put("username", username);
    });
  }

  private static void weak(String password) {
    StringBuilder wrong = new StringBuilder();
    if (password.length() < 8) {
      wrong.append("<div>Passwords must be at least 8 characters long.</div>");
    }
    if (password.chars().noneMatch(Character::isDigit)) {
      wrong.append("<div>Passwords must have at least 1 digit(s).</div>");
    }
    if (password.chars().noneMatch(Character::isUpperCase)) {
      wrong.append("<div>Passwords must have at least 1 upper case letter(s).</div>");
    }
    if (password.chars().allMatch(Character::isLetterOrDigit)) {
      wrong.append("<div>The password must have at least 1 special character(s) such as *, -, or #.</div>");
    }
    if (!wrong.isEmpty()) {
      throw MoodleError.plain(wrong.toString(), "error/" + wrong);
    }
  }

  private Object enrol(Map<String, String> asked, boolean in) {
    for (int i = 0; asked.containsKey("enrolments[" + i + "][userid]"); i++) {
      long user = number(asked.get("enrolments[" + i + "][userid]"));
      long course = number(asked.get("enrolments[" + i + "][courseid]"));
      if (!school.hasPerson(user) || !school.courses.containsKey(course) || !school.change()) {
        throw MoodleError.parameter();
      }
      if (in) {
        school.enrol(course, user, "3".equals(asked.get("enrolments[" + i + "][roleid]")) ? "editingteacher"
            : "student");
      } else {
        school.unenrol(course, user);
      }
    }
    return null;
  }

  private Object created(Map<String, String> asked, String list, Function<Map<String, String>, JsonObject> make) {
    JsonArray made = new JsonArray();
    for (int i = 0;; i++) {
      String prefix = list + "[" + i + "][";
      Map<String, String> fields = new TreeMap<>();
      asked.forEach((name, value) -> {
        if (name.startsWith(prefix)) {
          fields.put(name.substring(prefix.length(), name.length() - 1), value);
        }
      });
      if (fields.isEmpty()) {
        return made;
      }
      if (!school.change()) {
        throw MoodleError.parameter();
      }
      made.add(make.apply(fields));
    }
  }

  private static String name(Map<String, String> fields, String field) {
    String value = fields.getOrDefault(field, "");
    if (value.isBlank() || value.length() > MOST_NAME) {
      throw MoodleError.parameter();
    }
    return value;
  }

  private static void taken(Map<Long, JsonObject> all, String field, String value, String code, String message) {
    if (value != null && !value.isEmpty()
        && all.values().stream().anyMatch(each -> Objects.equals(value, each.getValue(field)))) {
      throw MoodleError.plain(code, message);
    }
  }

  private long course(Map<String, String> asked) {
    long course = number(asked.get("courseid"));
    if (!school.courses.containsKey(course)) {
      throw MoodleError.record("course");
    }
    return course;
  }

  private long enrolled(Map<String, String> asked, long course) {
    long user = number(asked.get("userid"));
    boolean isThere = school.isLarge(course) && user >= MoodleSchool.FIRST_LARGE_PERSON ? school.hasPerson(user)
        : school.seats(course).stream().anyMatch(seat -> seat.user() == user);
    if (!isThere) {
      throw MoodleError.plain("usernotenroled", "User is not enrolled in this course");
    }
    return user;
  }

  /** Seconds now, as Moodle tells times. */
  long now() {
    return clock.instant().getEpochSecond();
  }

  private static int number(String text) {
    if (text == null || !text.matches("-?[0-9]{1,9}")) {
      throw MoodleError.parameter();
    }
    return Integer.parseInt(text);
  }

  private static long seconds(String text) {
    if (!text.matches("[0-9]{1,12}")) {
      throw MoodleError.parameter();
    }
    return Long.parseLong(text);
  }

  private static List<String> values(Map<String, String> asked, String list) {
    return IntStream.iterate(0, i -> asked.containsKey(list + "[" + i + "]"), i -> i + 1)
        .mapToObj(i -> asked.get(list + "[" + i + "]")).toList();
  }

  private static Map<String, String> pairs(Map<String, String> asked, String list, String name) {
    Map<String, String> pairs = new TreeMap<>();
    for (int i = 0; asked.containsKey(list + "[" + i + "][" + name + "]"); i++) {
      pairs.put(asked.get(list + "[" + i + "][" + name + "]"), asked.getOrDefault(list + "[" + i + "][value]", ""));
    }
    return pairs;
  }
}
