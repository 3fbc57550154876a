package com.mas.sandbox.ezexam;

import com.mas.sandbox.ezexam.EzExamPages.Listed;
import com.mas.sandbox.ezexam.EzExamPages.Look;
import com.mas.sandbox.ezexam.EzExamSchool.Exam;
import com.mas.sandbox.ezexam.EzExamSchool.Submission;
import com.mas.sandbox.kit.Exchange;
import com.mas.sandbox.kit.Given;
import com.mas.sandbox.kit.Kept;
import com.mas.sandbox.kit.Kind;
import com.mas.sandbox.kit.Route;
import com.mas.sandbox.kit.Simulator;
import com.mas.sandbox.kit.Switches;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntFunction;

/** EzExam's site as the product sees it: a login, pages of staff, and one form that makes students. */
public final class EzExamSimulator implements Simulator {
  /** Opens nothing but this simulator. */
  public static final String USER = EzExamSessions.USER;
  public static final String PASSWORD = EzExamSessions.PASSWORD;
  /** Address of the student who has taken exams twice. */
  public static final String LEARNER = EzExamSchool.LEARNER;

  /** Shows a page in another layout: 1 tables, 2 cards, 3 one that nobody knows. */
  static final Kind LAYOUT = Kind.own("layout", new Kind.Field("which", 1, 3, 3));

  /** Changes the token of forms before the call is looked at. */
  static final Kind ROTATE = Kind.own("rotateCsrf");

  private static final int PAGE = 100;
  private static final String HTML = "text/html; charset=utf-8";
  private static final List<String> LOOKS = List.of("table", "cards", "new");
  private static final String STATE = "state";

  private final EzExamSessions sessions = new EzExamSessions();
  private final EzExamSchool school;
  private Look look = Look.TABLE;

  public EzExamSimulator(Clock clock) {
    school = new EzExamSchool(clock);
  }

  @Override
  public String name() {
    return "ezexam";
  }

  @Override
  public List<Route> routes() {
    return List.of(Route.get("/login", "login", this::loginPage).open(),
        Route.post("/login", "authenticate", this::logIn).open(),
        Route.get("/staff/online-exams", "exams", this::exams).list("page"),
        Route.get("/staff/exams/:exam/submissions", "submissions", this::submissions).list("page").about("exam"),
        Route.get("/staff/submissions/:submission/analysis", "analysis", this::analysis),
        Route.get("/students/create", "createForm", this::createForm),
        Route.post("/students/create", "create", this::create),
        Route.get("/students/", "students", this::students).list("page"),
        Route.get("/online-exams/:exam/take", "take", this::take).open().about("exam"));
  }

  @Override
  public List<Kind> kinds() {
    return Kind.withLists(LAYOUT, ROTATE);
  }

  @Override
  public void switches(Switches switches) {
    switches.on("PUT", "layout", this::setLayout).on("PUT", "account", this::setAccount)
        .on("PUT", "exam", this::setExam).on("PUT", "submission", this::setSubmission)
        .on("POST", "attempt", this::addAttempt).on("PUT", "scale", this::scale)
        .on("POST", "session", asked -> {
          String id = sessions.open();
          return new JsonObject().put("sessionid", id).put("csrftoken", sessions.token(id));
        });
  }

  @Override
  public Map<String, String> settings(String base, Function<String, String> configured) {
    Map<String, String> settings = new LinkedHashMap<>();
    if (configured.apply("EZEXAM_BASE_URL").isEmpty()) {
      settings.put("EZEXAM_BASE_URL", base);
      settings.put("EZEXAM_PAGE_DELAY_MS", "0-0");
      settings.put("EZEXAM_ANALYSIS_DELAY_MS", "0-0");
    }
    return settings;
  }

  @Override
  public boolean knows(String about) {
    return school.exam(about) != null;
  }

  @Override
  public boolean admits(Exchange call) {
    return sessions.holds(call);
  }

  @Override
  public void expire() {
    sessions.expireAll();
  }

  /** Leads who is not logged in to the login, as such sites do. */
  @Override
  public void refuse(Exchange call, int status) {
    if (status == 401) {
      call.with("Location", "/" + name() + "/login?next=/staff").send(302, HTML, Buffer.buffer());
    } else {
      call.send(status, HTML, Buffer.buffer(EzExamPages.page("Error " + status, "<h1>Error " + status + "</h1>")));
    }
  }

  @Override
  public String elsewhere() {
    return "accounts/login";
  }

  @Override
  public void reset() {
    sessions.reset();
    school.reset();
    look = Look.TABLE;
  }

  @Override
  public Map<String, Kept.Held> held() {
    return Map.of("sessions", sessions.held(), "changes", new Kept.Held(school.changes(), EzExamSchool.MOST_CHANGES));
  }

  // --- login --------------------------------------------------------------------------------------------------------

  private void loginPage(Exchange call) {
    loginForm(call, List.of());
  }

  private void loginForm(Exchange call, List<String> wrong) {
    String token = sessions.random(64);
    html(call.with(EzExamSessions.cookie("csrftoken", token, false)), EzExamPages.form("Log in", token, wrong,
        "<input name=\"username\"><input name=\"password\" type=\"password\">"));
  }

  private void logIn(Exchange call) {
    if (!sessions.isForm(call, null)) {
      forbidden(call);
    } else if (!sessions.knows(call.form("username"), call.form("password"))) {
      loginForm(call, List.of("Please enter a correct username and password."));
    } else {
      String id = sessions.open();
      call.with(EzExamSessions.cookie("sessionid", id, true))
          .with(EzExamSessions.cookie("csrftoken", sessions.token(id), false)).with("Location", "/" + name() + "/staff")
          .send(302, HTML, Buffer.buffer());
    }
  }

  private static void forbidden(Exchange call) {
    call.send(403, HTML, Buffer.buffer(EzExamPages.page("403 Forbidden",
        "<h1>Forbidden <span>(403)</span></h1><p>CSRF verification failed. Request aborted.</p>")));
  }

  // --- pages --------------------------------------------------------------------------------------------------------

  private void exams(Exchange call) {
    List<Exam> all = school.exams();
    Listed<Exam> found = listed(call, all.size(), all::get);
    if (found == null) {
      return;
    }
    if (call.header("X-Requested-With") == null) {
      html(call, EzExamPages.exams(found));
      return;
    }
    JsonArray rows = new JsonArray();
    found.rows().forEach(exam -> rows.add(new JsonObject().put("id", exam.id()).put("title", exam.title())
        .put("tags", new JsonArray(exam.tags())).put("starts_at", EzExamPages.exact(exam.starts()))
        .put("ends_at", EzExamPages.exact(exam.ends())).put("duration", exam.minutes())
        .put("total_marks", exam.marks()).put("published", exam.state().equals("Published"))));
    call.json(new JsonObject().put("count", found.total())
        .put("next", found.next() == 0 ? null : "?page=" + found.next()).put("results", rows));
  }

  private void submissions(Exchange call) {
    String exam = call.path("exam");
    if (school.exam(exam) == null) {
      refuse(call, 404);
      return;
    }
    Listed<Submission> found = listed(call, school.submissions(exam), n -> school.submission(exam, n));
    if (found != null) {
      html(call, EzExamPages.submissions(found, look(call)));
    }
  }

  private void analysis(Exchange call) {
    Submission one = school.submission(call.path("submission"));
    if (one == null) {
      refuse(call, 404);
    } else {
      html(call, EzExamPages.analysis(one, look(call)));
    }
  }

  private void students(Exchange call) {
    var all = school.students(call.query("tag"), call.query("q"));
    var found = listed(call, all.size(), all::get);
    if (found != null) {
      html(call, EzExamPages.students(found, look(call)));
    }
  }

  /** Returns null after it was refused, as a page behind the last one is. */
  private <T> Listed<T> listed(Exchange call, int size, IntFunction<T> row) {
    String asked = call.query("page") == null ? "1" : call.query("page");
    int page = asked.matches("[0-9]{1,6}") ? Integer.parseInt(asked) : 0;
    int from = (page - 1) * PAGE;
    if (page < 1 || from > 0 && from >= size) {
      refuse(call, 404);
      return null;
    }
    List<T> rows = new ArrayList<>();
    for (int position = from; position < Math.min(size, from + call.struck().rows(PAGE)); position++) {
      T here = row.apply(call.struck().at(position, size));
      rows.add(here);
      if (call.struck().twice(position)) {
        rows.add(here);
      }
    }
    return new Listed<>(rows, Math.max(0, call.struck().total(size)), from + PAGE < size ? page + 1 : 0);
  }

  private Look look(Exchange call) {
    return call.struck().has(LAYOUT) ? Look.values()[call.struck().value(LAYOUT) - 1] : look;
  }

  // --- making students ----------------------------------------------------------------------------------------------

  private void createForm(Exchange call) {
    createForm(call, List.of());
  }

  private void createForm(Exchange call, List<String> wrong) {
    if (call.struck().has(ROTATE)) {
      sessions.rotate(call);
    }
    String token = sessions.token(call.cookie("sessionid"));
    html(call.with(EzExamSessions.cookie("csrftoken", token, false)), EzExamPages.form("New student", token, wrong,
        "<input name=\"name\"><input name=\"email\"><input name=\"phone\">"));
  }

  private void create(Exchange call) {
    if (call.struck().has(ROTATE)) {
      sessions.rotate(call);
    }
    if (!sessions.isForm(call, sessions.token(call.cookie("sessionid")))) {
      forbidden(call);
      return;
    }
    List<String> wrong = school.create(call.form("name"), call.form("email"), call.form("phone"));
    if (wrong.isEmpty()) {
      call.with("Location", "/" + name() + "/students/" + school.lastCreated().id()).send(302, HTML, Buffer.buffer());
    } else {
      createForm(call, wrong);
    }
  }

  /** Shows the page at which a student takes an exam. */
  private void take(Exchange call) {
    Exam exam = school.exam(call.path("exam"));
    if (exam == null) {
      refuse(call, 404);
    } else {
      call.send(200, "text/plain; charset=utf-8", Buffer.buffer(exam.title() + ": the exam opens here.\n"));
    }
  }

  private static void html(Exchange call, String page) {
    call.send(200, HTML, Buffer.buffer(page));
  }

  // --- switches -----------------------------------------------------------------------------------------------------

  private JsonObject setLayout(Switches.Asked asked) {
    look = Look.valueOf(asked.body("layout").oneOf("layout", LOOKS).toUpperCase(Locale.ROOT));
    return new JsonObject().put("layout", look.name().toLowerCase(Locale.ROOT));
  }

  private JsonObject setAccount(Switches.Asked asked) {
    sessions.refuse(asked.body(STATE).oneOf(STATE, List.of("well", "refused")).equals("refused"));
    return new JsonObject().put(STATE, sessions.isRefusing() ? "refused" : "well");
  }

  private JsonObject setExam(Switches.Asked asked) {
    Given given = asked.body("examId", STATE);
    Exam exam = school.exam(given.text("examId"));
    if (exam == null) {
      throw new Given.Refused("examId", "is no exam");
    }
    room();
    String state = given.oneOf(STATE, List.of("published", "unpublished", "gone"));
    school.state(exam, state.equals("published") ? "Published" : state.equals("gone") ? "gone" : "Draft");
    return new JsonObject().put("examId", exam.id()).put(STATE, state);
  }

  /** Marks a submission anew; without a percentage it is under evaluation. */
  private JsonObject setSubmission(Switches.Asked asked) {
    Given given = asked.body("submissionId", "score", "percentage", "rank");
    Submission one = submission(given);
    room();
    String percentage = given.has("percentage") ? number(given, "percentage") : null;
    school.mark(one, given.has("score") ? number(given, "score") : one.score(), percentage,
        given.whole("rank", 0, 1_000_000, one.rank()));
    return new JsonObject().put("submissionId", one.id()).put("percentage", percentage);
  }

  private JsonObject addAttempt(Switches.Asked asked) {
    Given given = asked.body("examId", "submissionId", "score", "percentage");
    Submission one = submission(given);
    room();
    Submission next = school.attempt(given.text("examId"), one, number(given, "score"), number(given, "percentage"));
    return new JsonObject().put("submissionId", next.id()).put("attempt", next.attempt());
  }

  private Submission submission(Given given) {
    Submission one = school.submission(given.text("submissionId"));
    if (one == null) {
      throw new Given.Refused("submissionId", "is no submission");
    }
    return one;
  }

  private static String number(Given given, String field) {
    String number = given.text(field);
    if (!number.matches("-?[0-9]{1,4}(\\.[0-9]{1,3})?")) {
      throw new Given.Refused(field, "must be a number as text, such as 74.99");
    }
    return number;
  }

  private JsonObject scale(Switches.Asked asked) {
    Given given = asked.body("exams", "submissions");
    int exams = given.whole("exams", 0, EzExamSchool.MOST_EXAMS, null);
    int submissions = given.whole("submissions", 0, EzExamSchool.MOST_SUBMISSIONS, null);
    school.enlarge(exams, submissions);
    return new JsonObject().put("exams", exams).put("submissions", submissions);
  }

  private void room() {
    if (school.changes() >= EzExamSchool.MOST_CHANGES) {
      throw new Given.Refused("", "would be more than " + EzExamSchool.MOST_CHANGES + " changes");
    }
  }
}
