package com.mas.sandbox.graphy;

import com.mas.sandbox.kit.Exchange;
import com.mas.sandbox.kit.Given;
import com.mas.sandbox.kit.Kept;
import com.mas.sandbox.kit.Kind;
import com.mas.sandbox.kit.Route;
import com.mas.sandbox.kit.Simulator;
import com.mas.sandbox.kit.Switches;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.Cookie;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Graphy's web session as the product sees it. Only the paths of the login and of the users are known from the real
 * thing; the others are this product's own and settings of its client.
 */
public final class GraphySimulator implements Simulator {
  /** Graphy's service account, for the walk-through of a first start; it opens nothing but this simulator. */
  public static final String EMAIL = GraphySession.EMAIL;
  public static final String PASSWORD = GraphySession.PASSWORD;
  /** The smallest course (fewer than 70 learners), in which Asha Kulkarni has completed modules. */
  public static final String COURSE = GraphyCourses.SMALLEST;
  /** The school's prefix, which Graphy puts with a hyphen before the addresses of its learners. */
  public static final String PREFIX = GraphyLearners.SLUG;
  /** Asha's address as Graphy stores it, with the school's prefix; her own is what follows the hyphen. */
  public static final String LEARNER = GraphyLearners.email(GraphyLearners.ASHA);

  /** Everybody has so many percent of the course less than they really have. */
  static final Kind REGRESS = Kind.own("regress", new Kind.Field("percent", 1, 100, 20));

  static final Kind MISSING_PHONES = Kind.own("missingPhones");
  static final Kind MISSING_EMAILS = Kind.own("missingEmails");
  static final Kind NULL_COURSE_URL = Kind.own("nullCourseUrl");

  private static final int MOST_ROWS = 100;
  private static final int MOST_REPORTED = 256;

  private final SimulatedTime time;
  private final GraphyCourses courses = new GraphyCourses();
  private final GraphyProgress progress = new GraphyProgress();
  private final GraphyPages pages = new GraphyPages(progress);
  private final GraphySession session = new GraphySession();
  /** Ranks of the learners whose reports were read, by course. */
  private final Map<String, BitSet> reported = new TreeMap<>();

  public GraphySimulator(Clock clock) {
    this.time = new SimulatedTime(clock);
  }

  @Override
  public String name() {
    return "graphy";
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.post("/s/authenticate", "authenticate", this::authenticate).open(),
        Route.get("/t/api/course/list", "courses", this::list).list("start"),
        Route.get("/t/api/course/:course/learners", "learners", this::learners).list("start").about("course"),
        Route.get("/t/api/course/:course/learners/:user/report", "report", this::report).about("course"),
        Route.get("/t/api/user/get", "users", this::users).list("start"),
        Route.get("/s/courses/:course/take", "take", this::take).open().about("course"));
  }

  @Override
  public List<Kind> kinds() {
    return Kind.withLists(REGRESS, MISSING_PHONES, MISSING_EMAILS, NULL_COURSE_URL);
  }

  @Override
  public void switches(Switches switches) {
    switches.on("PUT", "progress", this::setProgress)
        .on("GET", "time-shift", asked -> shift())
        .on("PUT", "time-shift", this::shiftTime)
        .on("PUT", "scale", this::scale)
        .on("DELETE", "scale", asked -> unscale())
        .on("GET", "reports", asked -> reports());
  }

  @Override
  public Map<String, String> settings(String base, Function<String, String> configured) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("GRAPHY_BASE_URL", base);
    if (configured.apply("GRAPHY_EMAIL_PREFIXES").isEmpty()) {
      settings.put("GRAPHY_EMAIL_PREFIXES", PREFIX);
    }
    settings.put("SYNC_PAGE_DELAY_MS", "0-0");
    settings.put("SYNC_REPORT_DELAY_MS", "0-0");
    return settings;
  }

  @Override
  public boolean knows(String about) {
    return courses.byId(about) != null;
  }

  @Override
  public boolean admits(Exchange call) {
    return session.holds(call.cookie("c_ujwt"), call.cookie("SESSIONID"), now());
  }

  @Override
  public void expire() {
    session.expireAll();
  }

  @Override
  public void refuse(Exchange call, int status) {
    refuse(call, status, switch (status) {
      case 401 -> "authentication failed: no c_ujwt token";
      case 403 -> "authentication failed";
      case 404 -> "not found";
      case 429 -> "too many requests";
      default -> "something went wrong";
    });
  }

  @Override
  public String elsewhere() {
    return "t/public/login";
  }

  @Override
  public void reset() {
    courses.empty();
    progress.reset();
    session.unlock();
    reported.clear();
    time.shiftTo(0);
  }

  @Override
  public Map<String, Kept.Held> held() {
    return Map.of("filledCourses", new Kept.Held(courses.filled(), GraphyCourses.MOST_FILLED),
        "setProgress", new Kept.Held(progress.set(), GraphyProgress.MOST_SET),
        "reportedCourses", new Kept.Held(reported.size(), MOST_REPORTED));
  }

  private void authenticate(Exchange call) {
    String email = call.form("email");
    String password = call.form("password");
    if (email == null || email.isBlank() || password == null || password.isBlank()) {
      refuse(call, 400, "Email and password required");
      return;
    }
    switch (session.check(email, password, now())) {
      case WRONG -> refuse(call, 401, "authentication failed: wrong email or password");
      case LOCKED -> refuse(call, 403, "authentication failed: account locked after too many attempts");
      case NONE -> {
        GraphySession.Login login = session.open(now());
        call.with("X-Microservice-Token", login.microserviceToken())
            .with(cookie("c_ujwt", login.cUjwt())).with(cookie("SESSIONID", login.sessionId()))
            .json(new JsonObject().put("status", "success").put("microserviceToken", login.microserviceToken()));
      }
    }
  }

  private void list(Exchange call) {
    int start = number(call, "start", 0);
    int length = start < 0 ? start : number(call, "length", MOST_ROWS);
    if (length >= 0) {
      call.json(pages.courses(courses.all(), start, Math.min(length, MOST_ROWS), now(), call.struck()));
    }
  }

  private void learners(Exchange call) {
    GraphyCourse course = courses.byId(call.path("course"));
    if (course == null) {
      refuse(call, 404, "course not found");
      return;
    }
    int start = number(call, "start", 0);
    int size = start < 0 ? start : number(call, "size", MOST_ROWS);
    if (size >= 0) {
      call.json(pages.learners(course, start, Math.min(size, MOST_ROWS), now(), call.struck()));
    }
  }

  private void report(Exchange call) {
    GraphyCourse course = courses.byId(call.path("course"));
    if (course == null) {
      refuse(call, 404, "course not found");
      return;
    }
    int person = GraphyLearners.byId(call.path("user"));
    int rank = rank(course, person);
    if (rank < 0) {
      refuse(call, 404, "learner not found in this course");
      return;
    }
    if (reported.size() < MOST_REPORTED || reported.containsKey(course.id())) {
      reported.computeIfAbsent(course.id(), id -> new BitSet()).set(rank);
    }
    call.json(pages.report(course, person, rank, now(), call.struck()));
  }

  private void users(Exchange call) {
    int start = number(call, "start", 0);
    int size = start < 0 ? start : number(call, "size", MOST_ROWS);
    if (size >= 0) {
      call.json(pages.users(courses.crowd(now()), start, Math.min(size, MOST_ROWS), call.struck()));
    }
  }

  /** Returns -1 for a person who has not enrolled there. */
  private int rank(GraphyCourse course, int person) {
    int rank = person < 0 ? -1 : course.rankOf(person);
    return rank >= course.enrolled(now()) ? -1 : rank;
  }

  private static void refuse(Exchange call, int status, String message) {
    call.json(status, new JsonObject().put("error", new JsonObject().put("code", status).put("message", message)));
  }

  private static Cookie cookie(String name, String value) {
    return Cookie.cookie(name, value).setPath("/").setHttpOnly(true).setMaxAge(GraphySession.LIFE.toSeconds());
  }

  /** Returns -1 after it has been refused. */
  private static int number(Exchange call, String name, int usual) {
    String text = call.query(name);
    if (text == null) {
      return usual;
    }
    if (text.matches("[0-9]{1,9}")) {
      return Integer.parseInt(text);
    }
    refuse(call, 400, name + " must be a whole number, 0 or more");
    return -1;
  }

  private JsonObject setProgress(Switches.Asked asked) {
    Given given = asked.body("courseId", "userId", "percent");
    GraphyCourse course = courses.byId(given.text("courseId"));
    if (course == null) {
      throw new Given.Refused("courseId", "is no course");
    }
    int person = GraphyLearners.byId(given.text("userId"));
    if (rank(course, person) < 0) {
      throw new Given.Refused("userId", "is no learner of this course");
    }
    double percent = given.percent("percent");
    if (!progress.set(course, person, percent, now())) {
      throw new Given.Refused("", "would be more than " + GraphyProgress.MOST_SET + " learners set by hand");
    }
    return new JsonObject().put("courseId", course.id()).put("userId", given.text("userId")).put("percent", percent);
  }

  private JsonObject shift() {
    return new JsonObject().put("days", time.days()).put("now", time.now().toString());
  }

  /** {@code days} counts from the real time, so repeating it changes nothing; only a reset goes back. */
  private JsonObject shiftTime(Switches.Asked asked) {
    time.shiftTo(asked.body("days").whole("days", time.days(), SimulatedTime.MOST_DAYS, null));
    return shift();
  }

  private JsonObject scale(Switches.Asked asked) {
    Given given = asked.body("courseId", "learners");
    String id = given.text("courseId");
    if (!id.matches("[A-Za-z0-9_-]{1,64}")) {
      throw new Given.Refused("courseId", "must be 1 to 64 letters, digits, _ or -");
    }
    int learners = given.whole("learners", 1, GraphyCourses.MOST_LEARNERS, null);
    if (!courses.fill(id, learners)) {
      throw new Given.Refused("courseId", "would be more than " + GraphyCourses.MOST_FILLED + " scaled courses");
    }
    return new JsonObject().put("courseId", id).put("learners", learners);
  }

  /** Shows the page at which a learner opens a course. */
  private void take(Exchange call) {
    GraphyCourse course = courses.byId(call.path("course"));
    if (course == null) {
      refuse(call, 404);
    } else {
      call.send(200, "text/plain; charset=utf-8", Buffer.buffer(course.title() + ": the course opens here.\n"));
    }
  }

  private JsonObject unscale() {
    courses.empty();
    return new JsonObject().put("courses", courses.all().size());
  }

  /** Says of how many learners the report was read, by course. */
  private JsonObject reports() {
    JsonObject json = new JsonObject();
    reported.forEach((course, ranks) -> json.put(course, ranks.cardinality()));
    return json;
  }

  private long now() {
    return time.now().toEpochMilli();
  }
}
