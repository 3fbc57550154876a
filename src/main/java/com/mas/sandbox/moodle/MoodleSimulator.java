package com.mas.sandbox.moodle;

import com.mas.sandbox.kit.Exchange;
import com.mas.sandbox.kit.Given;
import com.mas.sandbox.kit.Kept;
import com.mas.sandbox.kit.Kind;
import com.mas.sandbox.kit.Route;
import com.mas.sandbox.kit.Simulator;
import com.mas.sandbox.kit.Switches;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** A Moodle 4.3 site: tokens, web services, and the states in which it refuses. */
public final class MoodleSimulator implements Simulator {
  /** Reads the school for the product; opens nothing but this simulator. */
  public static final String SERVICE_USER = "ws_sync";
  public static final String SERVICE = "lms_sync";
  public static final String PASSWORD = "Pass!word-1";
  /** A learner of the school. */
  public static final String LEARNER = "asha.k";
  public static final String LEARNER_EMAIL = "asha.k@example.test";

  private static final String JSON = "application/json";
  private static final List<String> STATES = List.of("well", "maintenance", "restOff", "webServicesOff");
  private static final List<String> CHAPTERS = List.of("plain", "caps", "complete", "afterTask", "debug");
  private static final List<String> ACCOUNTS = List.of("well", "suspended", "mustChangePassword", "unconfirmed");
  private static final Set<String> PROVISIONING = Set.of("core_course_create_categories", "core_course_create_courses",
      "core_user_create_users", "enrol_manual_enrol_users", "enrol_manual_unenrol_users");
  private static final String OF_USERS = "users";

  private final MoodleRecorded recorded = new MoodleRecorded();
  private final MoodleSchool school = new MoodleSchool(recorded);
  private final MoodleFunctions functions;
  private final MoodleLogins logins = new MoodleLogins(school);
  private String state = "well";
  private String chapter = "caps";
  private Set<String> refused = Set.of();

  public MoodleSimulator(Clock clock) {
    functions = new MoodleFunctions(school, clock);
  }

  @Override
  public String name() {
    return "moodle";
  }

  @Override
  public List<Route> routes() {
    return List.of(Route.get("/login/token.php", "token", this::token).open(),
        Route.post("/login/token.php", "token", this::token).open(),
        Route.get("/webservice/rest/server.php", "rest", this::rest).open(),
        new Route(HttpMethod.POST, "/webservice/rest/server.php", "rest", true, null, null, this::rest));
  }

  @Override
  public List<Kind> kinds() {
    return Kind.common();
  }

  @Override
  public void switches(Switches switches) {
    switches.on("PUT", "site", this::site).on("PUT", "account", this::account).on("PUT", "scale", this::scale)
        .on("PUT", "progress", this::progress).on("PUT", "grade", this::grade).on("PUT", "cron", this::cron)
        .on("PUT", "rights", this::rights).on("PUT", "enrolment", this::enrolment)
        .on("PUT", "category", this::category).on("GET", "tokens", asked -> logins.tokens());
  }

  @Override
  public Map<String, String> settings(String base, Function<String, String> configured) {
    Map<String, String> settings = new LinkedHashMap<>();
    if (configured.apply("MOODLE_BASE_URL").isEmpty()) {
      settings.put("MOODLE_BASE_URL", base);
      settings.put("MOODLE_SERVICE_USER", SERVICE_USER);
      settings.put("MOODLE_SERVICE_PASSWORD", PASSWORD);
      settings.put("MOODLE_SERVICE", SERVICE);
      settings.put("MOODLE_PAGE_DELAY_MS", "0-0");
    }
    return settings;
  }

  @Override
  public void expire() {
    logins.expire();
  }

  /** Moodle tells errors with status 200, but for those of what stands before it. */
  @Override
  public void refuse(Exchange call, int status) {
    if (status == 401) {
      answer(call, MoodleError.token(), false);
    } else {
      call.send(status, "text/html; charset=utf-8", Buffer.buffer());
    }
  }

  @Override
  public void reset() {
    school.reset();
    logins.reset();
    state = "well";
    chapter = "caps";
    refused = Set.of();
  }

  @Override
  public Map<String, Kept.Held> held() {
    return Map.of("changes", new Kept.Held(school.changes(), MoodleSchool.MOST_CHANGES),
        OF_USERS, new Kept.Held(school.largePeople(), MoodleSchool.MOST_PEOPLE));
  }

  // --- tokens -------------------------------------------------------------------------------------------------------

  private void token(Exchange call) {
    Map<String, String> asked = call.parameters();
    call.with("Access-Control-Allow-Origin", "*");
    if ("1".equals(asked.get("appsitecheck"))) {
      call.send(200, JSON + "; charset=utf-8", Buffer.buffer("{\"appsitecheck\":\"ok\"}"));
      return;
    }
    call.with("Cache-Control", "no-store, no-cache, must-revalidate").with("Pragma", "no-cache")
        .with("Expires", "Mon, 20 Aug 1969 09:23:00 GMT").with("Accept-Ranges", "none");
    JsonObject answer;
    try {
      answer = new JsonObject().put("token", logins.checked(asked, state)).putNull("privatetoken");
    } catch (MoodleError e) {
      JsonObject told = e.json();
      answer = new JsonObject().put("error", told.getString("message")).put("errorcode", told.getString("errorcode"))
          .putNull("stacktrace").putNull("debuginfo").putNull("reproductionlink");
    }
    call.send(200, JSON + "; charset=utf-8", Buffer.buffer(answer.encode()));
  }

  // --- calls --------------------------------------------------------------------------------------------------------

  private void rest(Exchange call) {
    if (state.equals("restOff") || state.equals("webServicesOff")) {
      call.send(403, "text/html; charset=utf-8", Buffer.buffer());
      return;
    }
    call.with("Cache-Control", "private, must-revalidate, pre-check=0, post-check=0, max-age=0")
        .with("Expires", "Thu, 01 Jan 1970 00:00:00 GMT").with("Pragma", "no-cache").with("Accept-Ranges", "none")
        .with("Access-Control-Allow-Origin", "*");
    Map<String, String> asked = call.parameters();
    try {
      send(call, asked, answer(asked));
    } catch (MoodleError e) {
      answer(call, e, chapter.equals("debug"));
    }
  }

  private static void send(Exchange call, Map<String, String> asked, String body) {
    call.send(200, isJson(asked) ? JSON : "application/xml; charset=utf-8", Buffer.buffer(body));
  }

  private static boolean isJson(Map<String, String> asked) {
    return "json".equals(asked.get("moodlewsrestformat"));
  }

  private static void answer(Exchange call, MoodleError e, boolean isDebugging) {
    Map<String, String> asked = call.parameters();
    send(call, asked, !isJson(asked) ? e.xml() : isDebugging ? e.debugged().encode() : e.json().encode());
  }

  private String answer(Map<String, String> asked) {
    String alias = logins.alias(asked.get("wstoken"), state);
    String function = asked.get("wsfunction");
    if (function != null && refused.contains(function)) {
      throw MoodleError.access();
    }
    if (function != null && !refused.isEmpty() && function.equals("core_webservice_get_site_info")) {
      return siteInfo(alias).encode();
    }
    if (school.isUntouched()) {
      for (String of : chapter.equals("debug") ? List.of("debug", "caps", "plain")
          : chapter.equals("plain") ? List.of("plain") : List.of(chapter, "caps", "plain")) {
        MoodleRecorded.Answer answer = recorded.find(of, alias, asked);
        if (answer != null && !(of.equals("plain") && !chapter.equals(of) && isRefusal(answer))) {
          return answer.body();
        }
      }
    }
    if (function == null) {
      throw MoodleError.parameter();
    }
    if (!function.startsWith("core_") && !function.startsWith("gradereport_") && !function.startsWith("enrol_")
        || !functions.names().contains(function) && recorded.siteInfo("svc").encode().indexOf(function) < 0) {
      throw MoodleError.record("external_functions");
    }
    if (PROVISIONING.contains(function) && !alias.equals("adm") && (chapter.equals("plain")
        || chapter.equals("debug"))) {
      throw MoodleError.access();
    }
    if (function.equals("core_webservice_get_site_info")) {
      return siteInfo(alias).encode();
    }
    return functions.names().contains(function) ? Json.encode(functions.call(function, asked)) : "[]";
  }

  /** Returns whether it is what the account could not do before it was given more rights. */
  private static boolean isRefusal(MoodleRecorded.Answer answer) {
    return answer.json() instanceof JsonObject json && json.containsKey("exception")
        && Set.of("nopermissions", "criteriaerror", "accessexception").contains(json.getString("errorcode"));
  }

  private JsonObject siteInfo(String alias) {
    JsonObject info = recorded.siteInfo(alias.equals("asha") ? alias : "svc");
    if (!alias.equals("svc") && !alias.equals("asha")) {
      JsonObject person = school.people.values().stream().filter(each -> alias.equals(each.getString("username")))
          .findFirst()
          .orElse(new JsonObject().put("id", 2).put("username", MoodleLogins.ADMIN).put("fullname", "Admin User"));
      info.put("userid", person.getLong("id")).put("username", person.getString("username"))
          .put("fullname", person.getString("fullname"));
    }
    JsonArray known = info.getJsonArray("functions");
    JsonArray granted = new JsonArray();
    PROVISIONING.stream().sorted()
        .forEach(function -> known.add(new JsonObject().put("name", function).put("version", "2023100900")));
    known.forEach(each -> {
      if (!refused.contains(((JsonObject) each).getString("name"))) {
        granted.add(each);
      }
    });
    return info.put("functions", granted);
  }

  // --- switches -----------------------------------------------------------------------------------------------------

  private JsonObject site(Switches.Asked asked) {
    Given given = asked.body("state", "chapter");
    state = given.has("state") ? given.oneOf("state", STATES) : state;
    chapter = given.has("chapter") ? given.oneOf("chapter", CHAPTERS) : chapter;
    return new JsonObject().put("state", state).put("chapter", chapter);
  }

  private JsonObject account(Switches.Asked asked) {
    Given given = asked.body("username", "state");
    String username = given.text("username");
    if (!logins.knows(username)) {
      throw new Given.Refused("username", "has no account");
    }
    logins.put(username, given.oneOf("state", ACCOUNTS));
    return new JsonObject().put("username", username).put("state", logins.state(username));
  }

  private JsonObject scale(Switches.Asked asked) {
    Given given = asked.body("courses", OF_USERS);
    int courses = given.whole("courses", 0, MoodleSchool.MOST_COURSES, null);
    int people = given.whole(OF_USERS, 0, MoodleSchool.MOST_PEOPLE, null);
    changed();
    school.enlarge(courses, people);
    return new JsonObject().put("courses", courses).put(OF_USERS, people);
  }

  private JsonObject progress(Switches.Asked asked) {
    Given given = asked.body("courseId", "userId", "activityId");
    int course = course(given);
    int user = user(given);
    int activity = given.whole("activityId", 1, Integer.MAX_VALUE, null);
    if (!school.activities(course).contains(activity)) {
      throw new Given.Refused("activityId", "is none of " + school.activities(course));
    }
    changed();
    school.complete(course, user, activity, functions.now());
    return new JsonObject().put("courseId", course).put("userId", user).put("activityId", activity);
  }

  private JsonObject grade(Switches.Asked asked) {
    Given given = asked.body("courseId", "userId", "percent");
    int course = course(given);
    int user = user(given);
    int percent = given.whole("percent", 0, 100, null);
    changed();
    school.grade(course, user, percent);
    return new JsonObject().put("courseId", course).put("userId", user).put("percent", percent);
  }

  /** Takes functions away from all tokens: those that are named, with commas between them. */
  private JsonObject rights(Switches.Asked asked) {
    String names = asked.body("without").text("without");
    refused = Set.of(names.split(","));
    return new JsonObject().put("without", names);
  }

  private JsonObject cron(Switches.Asked asked) {
    String state = asked.body("state").oneOf("state", List.of("runs", "off"));
    school.cron(state.equals("runs"));
    return new JsonObject().put("state", state);
  }

  private JsonObject enrolment(Switches.Asked asked) {
    Given given = asked.body("courseId", "userId", "state");
    int course = course(given);
    int user = user(given);
    String now = given.oneOf("state", List.of("active", "suspended", "gone"));
    changed();
    if (now.equals("gone")) {
      school.unenrol(course, user);
    } else {
      school.enrol(course, user, "student");
    }
    school.suspend(course, user, now.equals("suspended"));
    return new JsonObject().put("courseId", course).put("userId", user).put("state", now);
  }

  private JsonObject category(Switches.Asked asked) {
    Given given = asked.body("categoryId", "parent");
    long id = given.whole("categoryId", 1, Integer.MAX_VALUE, null);
    long parent = given.whole("parent", 1, Integer.MAX_VALUE, null);
    if (!school.categories.containsKey(id) || !school.categories.containsKey(parent)) {
      throw new Given.Refused("categoryId", "and parent must be categories");
    }
    changed();
    JsonObject above = school.categories.get(parent);
    school.categories.get(id).put("parent", parent).put("path", above.getString("path") + "/" + id)
        .put("depth", above.getInteger("depth") + 1);
    return school.categories.get(id).copy();
  }

  private int course(Given given) {
    int course = given.whole("courseId", 1, Integer.MAX_VALUE, null);
    if (!school.courses.containsKey((long) course)) {
      throw new Given.Refused("courseId", "is no course");
    }
    return course;
  }

  private int user(Given given) {
    int user = given.whole("userId", 1, Integer.MAX_VALUE, null);
    if (!school.hasPerson(user)) {
      throw new Given.Refused("userId", "is not known");
    }
    return user;
  }

  private void changed() {
    if (!school.change()) {
      throw new Given.Refused("", "would be more than " + MoodleSchool.MOST_CHANGES + " changes");
    }
  }
}
