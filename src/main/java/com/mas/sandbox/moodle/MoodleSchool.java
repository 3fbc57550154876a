package com.mas.sandbox.moodle;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Categories, courses, people and who is enrolled where: the recorded ones, and what switches and calls add. */
final class MoodleSchool {
  static final int MOST_COURSES = 200;
  static final int MOST_PEOPLE = 100_000;
  static final int MOST_CHANGES = 20_000;
  static final int FIRST_LARGE_COURSE = 1_000;
  static final int FIRST_LARGE_PERSON = 100_000;
  static final int ACTIVITIES = 4;
  private static final int PROGRAM = 5;
  private static final int ASHA = 5;
  private static final int ASHAS_COURSE = 2;
  private static final long RECORDED_AT = 1_795_219_697L;

  /** @param shortname of the role */
  record Seat(long course, long user, String shortname) {}

  private record Pair(long course, long user) {}

  private final MoodleRecorded recorded;
  final Map<Long, JsonObject> categories = new TreeMap<>();
  final Map<Long, JsonObject> courses = new TreeMap<>();
  final Map<Long, JsonObject> people = new TreeMap<>();
  private final Map<Long, Map<Long, String>> roles = new HashMap<>();
  private final Set<Pair> suspended = new HashSet<>();
  private final Set<Pair> gone = new HashSet<>();
  private final Map<Pair, Long> accessed = new HashMap<>();
  private final Map<Pair, Map<Integer, Long>> done = new HashMap<>();
  private final Map<Pair, Integer> grades = new HashMap<>();
  private boolean cronRuns = true;
  private int largeCourses;
  private int largePeople;
  private int changes;

  MoodleSchool(MoodleRecorded recorded) {
    this.recorded = recorded;
    reset();
  }

  void reset() {
    List.of(categories, courses, people, roles).forEach(Map::clear);
    List.of(suspended, gone).forEach(Set::clear);
    accessed.clear();
    done.clear();
    grades.clear();
    cronRuns = true;
    largeCourses = 0;
    largePeople = 0;
    changes = 0;
    keep(categories, recorded.list("core_course_get_categories", ""));
    keep(courses, recorded.list("core_course_get_courses", ""));
    for (Object each : recorded.list("core_enrol_get_enrolled_users", "courseid=2&")) {
      JsonObject person = (JsonObject) each;
      long id = person.getLong("id");
      String role = person.getJsonArray("roles").getJsonObject(0).getString("shortname");
      JsonArray in = person.getJsonArray("enrolledcourses", new JsonArray());
      in.forEach(course -> roles.computeIfAbsent(((JsonObject) course).getLong("id"), key -> new TreeMap<>())
          .put(id, role));
      if (in.isEmpty()) { // hers is suspended, which the list of her courses leaves out
        roles.computeIfAbsent((long) ASHAS_COURSE, key -> new TreeMap<>()).put(id, role);
        suspended.add(new Pair(ASHAS_COURSE, id));
      }
      List.of("roles", "enrolledcourses").forEach(person::remove);
      people.put(id, person);
    }
    accessed.put(new Pair(ASHAS_COURSE, ASHA), RECORDED_AT);
    done.put(new Pair(ASHAS_COURSE, ASHA), new TreeMap<>(Map.of(6, RECORDED_AT)));
  }

  private static void keep(Map<Long, JsonObject> all, JsonArray rows) {
    rows.forEach(row -> all.put(((JsonObject) row).getLong("id"), (JsonObject) row));
  }

  /** Returns whether the school is as it was recorded. */
  boolean isUntouched() {
    return changes == 0;
  }

  int changes() {
    return changes;
  }

  /** Takes note of a change; returns false when there were so many that no more are kept. */
  boolean change() {
    return changes < MOST_CHANGES && ++changes > 0;
  }

  /** Fills so many courses with the same people. */
  void enlarge(int moreCourses, int inEach) {
    largeCourses = moreCourses;
    largePeople = inEach;
    courses.keySet().removeIf(id -> id >= FIRST_LARGE_COURSE);
    for (int i = 0; i < moreCourses; i++) {
      long id = FIRST_LARGE_COURSE + (long) i;
      courses.put(id, new JsonObject().put("id", id).put("shortname", "BIG" + i).put("categoryid", PROGRAM)
          .put("fullname", "Large course " + i).put("displayname", "Large course " + i).put("idnumber", "C-BIG" + i)
          .put("format", "topics").put("startdate", 1_767_571_200L).put("enddate", 0).put("visible", 1)
          .put("enablecompletion", 1));
    }
  }

  int largePeople() {
    return largePeople;
  }

  boolean isLarge(long course) {
    return course >= FIRST_LARGE_COURSE && course < FIRST_LARGE_COURSE + largeCourses;
  }

  boolean hasPerson(long user) {
    return people.containsKey(user) || user >= FIRST_LARGE_PERSON && user < FIRST_LARGE_PERSON + largePeople;
  }

  /** Returns a person's row without what depends on a course. */
  JsonObject person(long user) {
    JsonObject known = people.get(user);
    if (known != null) {
      return known.copy();
    }
    long n = user - FIRST_LARGE_PERSON;
    return new JsonObject().put("id", user).put("username", "ucmn-" + user).put("firstname", "Learner")
        .put("lastname", "Number " + n).put("fullname", "Learner Number " + n)
        .put("email", "learner" + n + "@large.example").put("idnumber", "ROLL-L" + n).put("firstaccess", 0)
        .put("lastaccess", 0).put("lastcourseaccess", 0);
  }

  /** Returns who is enrolled, by id; suspended ones too. */
  List<Seat> seats(long course) {
    List<Seat> seats = new ArrayList<>();
    roles.getOrDefault(course, Map.of()).forEach((user, role) -> seats.add(new Seat(course, user, role)));
    if (isLarge(course)) {
      IntStream.range(0, largePeople).mapToLong(i -> (long) FIRST_LARGE_PERSON + i)
          .filter(user -> gone.isEmpty() || !gone.contains(new Pair(course, user)))
          .forEach(user -> seats.add(new Seat(course, user, "student")));
    }
    return seats;
  }

  /** Returns whether nobody has changed anything in a large course. */
  boolean isPlain(long course) {
    return isLarge(course) && gone.isEmpty() && suspended.stream().allMatch(each -> each.course != course)
        && !roles.containsKey(course);
  }

  /** Returns who is enrolled in a plain large course, beginning with the so-manieth. */
  Stream<Seat> seats(long course, int from) {
    return IntStream.range(Math.min(from, largePeople), largePeople)
        .mapToObj(i -> new Seat(course, (long) FIRST_LARGE_PERSON + i, "student"));
  }

  List<Seat> seatsOf(long user) {
    return courses.keySet().stream().flatMap(course -> seats(course).stream()).filter(seat -> seat.user == user)
        .toList();
  }

  void enrol(long course, long user, String role) {
    gone.remove(new Pair(course, user));
    if (user < FIRST_LARGE_PERSON || !isLarge(course)) {
      roles.computeIfAbsent(course, key -> new TreeMap<>()).put(user, role);
    }
  }

  void unenrol(long course, long user) {
    roles.getOrDefault(course, new TreeMap<>()).remove(user);
    if (isLarge(course)) {
      gone.add(new Pair(course, user));
    }
  }

  boolean isSuspended(long course, long user) {
    return !suspended.isEmpty() && suspended.contains(new Pair(course, user));
  }

  void suspend(long course, long user, boolean isSuspended) {
    if (isSuspended) {
      suspended.add(new Pair(course, user));
    } else {
      suspended.remove(new Pair(course, user));
    }
  }

  long accessed(long course, long user) {
    return accessed.isEmpty() ? 0 : accessed.getOrDefault(new Pair(course, user), 0L);
  }

  /** Returns when which activities were completed, in seconds. */
  Map<Integer, Long> done(long course, long user) {
    return done.getOrDefault(new Pair(course, user), Map.of());
  }

  void complete(long course, long user, int activity, long at) {
    accessed.merge(new Pair(course, user), at, Math::max);
    done.computeIfAbsent(new Pair(course, user), key -> new TreeMap<>()).put(activity, at);
  }

  /** A teacher grades; nobody visits the course by that. */
  void grade(long course, long user, int percent) {
    grades.put(new Pair(course, user), percent);
  }

  /** Returns the grade of the course's total: the teacher's, else that of what is done; null for none. */
  Double grade(long course, long user) {
    Integer given = grades.get(new Pair(course, user));
    int done = done(course, user).size();
    return given != null ? Double.valueOf(given) : done == 0 ? null : 100.0 * done / activities(course).size();
  }

  /** Lets the cron, which completes courses, run or not. */
  void cron(boolean runs) {
    cronRuns = runs;
  }

  boolean isCompleted(long course, long user) {
    return cronRuns && done(course, user).size() == activities(course).size();
  }

  /** Returns the ids of a course's activities. */
  List<Integer> activities(long course) {
    return course == ASHAS_COURSE ? List.of(6, 7)
        : IntStream.range(0, ACTIVITIES).mapToObj(i -> (int) course * 10 + i).toList();
  }

  long next(Map<Long, JsonObject> all) {
    return all.keySet().stream().filter(id -> id < FIRST_LARGE_COURSE).mapToLong(id -> id).max().orElse(0) + 1;
  }
}
