package com.mas.sandbox;

import com.mas.sandbox.Fault.Kind;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.time.Clock;
import java.time.Duration;

/**
 * Graphy's web session as the product sees it. Only the paths of the login and of the users are known from the real
 * thing; the others are this product's own and settings of its client.
 */
final class GraphySimulator {
  private static final int MOST_ROWS = 100;
  private static final int BODY_LIMIT = 64 * 1024;
  private static final long HANG_MS = Duration.ofMinutes(2).toMillis();
  private static final String LOGIN_PAGE = """
      <!DOCTYPE html>
      <html lang="en"><head><title>Login</title></head><body>
      <form method="post" action="../../s/authenticate">
      <input name="email"><input name="password" type="password"><button>Login</button>
      </form></body></html>
      """;

  /** Answers with a document, or has answered otherwise and returns null. */
  @FunctionalInterface
  private interface Answer {
    String to(RoutingContext ctx, Distortion distortion);
  }

  private final Vertx vertx;
  private final Clock clock;
  private final SimulatedTime time;
  private final GraphyCourses courses = new GraphyCourses();
  private final GraphyProgress progress = new GraphyProgress();
  private final GraphyPages pages = new GraphyPages(progress);
  private final GraphySession session = new GraphySession();
  private final Faults faults = new Faults();
  private final RequestLog log = new RequestLog();

  GraphySimulator(Vertx vertx, Clock clock) {
    this.vertx = vertx;
    this.clock = clock;
    this.time = new SimulatedTime(clock);
  }

  Router router() {
    Router router = Router.router(vertx);
    BodyHandler body = BodyHandler.create(false).setBodyLimit(BODY_LIMIT);
    router.post("/s/authenticate").handler(body).handler(ctx -> serve(ctx, Endpoint.AUTHENTICATE, this::authenticate));
    router.get("/t/public/login").handler(GraphySimulator::loginPage);
    router.get("/t/api/course/list").handler(ctx -> serve(ctx, Endpoint.COURSES, this::courses));
    router.get("/t/api/course/:course/learners").handler(ctx -> serve(ctx, Endpoint.LEARNERS, this::learners));
    router.get("/t/api/course/:course/learners/:user/report").handler(ctx -> serve(ctx, Endpoint.REPORT, this::report));
    router.get("/t/api/user/get").handler(ctx -> serve(ctx, Endpoint.USERS, this::users));
    Router switches = new GraphySwitches(vertx, courses, progress, session, faults, log, time).router();
    router.route("/sandbox/*").handler(body).subRouter(switches);
    return router;
  }

  private void serve(RoutingContext ctx, Endpoint endpoint, Answer answer) {
    HttpServerRequest request = ctx.request();
    String course = ctx.pathParam("course");
    boolean known = course != null && courses.byId(course) != null;
    RequestLog.Entry entry =
        log.begin(endpoint, known ? course : null, clock.instant(), request.method() + " " + request.uri());
    ctx.addEndHandler(ended -> entry.end(ended.succeeded() ? ctx.response().getStatusCode() : 0));
    Distortion distortion = faults.strike(endpoint, start(request));
    if (distortion.has(Kind.EXPIRE_SESSIONS)) {
      session.expireAll();
    }
    if (distortion.has(Kind.HANG)) {
      long limit = vertx.setTimer(HANG_MS, late -> request.connection().close());
      ctx.addEndHandler(ended -> vertx.cancelTimer(limit));
      faults.cleared().onSuccess(cleared -> {
        if (vertx.cancelTimer(limit)) {
          answer(ctx, endpoint, distortion, answer);
        }
      });
    } else if (distortion.has(Kind.SLOW)) {
      vertx.setTimer(distortion.value(Kind.SLOW), late -> answer(ctx, endpoint, distortion, answer));
    } else {
      answer(ctx, endpoint, distortion, answer);
    }
  }

  private void answer(RoutingContext ctx, Endpoint endpoint, Distortion distortion, Answer answer) {
    if (ctx.response().closed()) {
      return;
    }
    if (distortion.has(Kind.CLOSE)) {
      ctx.request().connection().close();
    } else if (distortion.has(Kind.STATUS)) {
      status(ctx, distortion.faults().get(Kind.STATUS));
    } else if (distortion.has(Kind.REDIRECT)) {
      ctx.response().setStatusCode(302).putHeader("Location", ctx.mountPoint() + "t/public/login").end();
    } else if (distortion.has(Kind.HTML)) {
      loginPage(ctx);
    } else if (endpoint != Endpoint.AUTHENTICATE && !loggedIn(ctx.request())) {
      refuse(ctx, 401, "authentication failed: no c_ujwt token");
    } else {
      String document = answer.to(ctx, distortion);
      if (document != null) {
        send(ctx, document, distortion.has(Kind.TRUNCATED));
      }
    }
  }

  private String authenticate(RoutingContext ctx, Distortion distortion) {
    String email = ctx.request().getFormAttribute("email");
    String password = ctx.request().getFormAttribute("password");
    if (email == null || email.isBlank() || password == null || password.isBlank()) {
      return refuse(ctx, 400, "Email and password required");
    }
    long now = time.now().toEpochMilli();
    return switch (session.check(email, password, now)) {
      case WRONG -> refuse(ctx, 401, "authentication failed: wrong email or password");
      case LOCKED -> refuse(ctx, 403, "authentication failed: account locked after too many attempts");
      case NONE -> {
        GraphySession.Login login = session.open(now);
        ctx.response()
            .putHeader("X-Microservice-Token", login.microserviceToken())
            .addCookie(cookie("c_ujwt", login.cUjwt()))
            .addCookie(cookie("SESSIONID", login.sessionId()));
        yield new JsonObject().put("status", "success").put("microserviceToken", login.microserviceToken()).encode();
      }
    };
  }

  private String courses(RoutingContext ctx, Distortion distortion) {
    int start = number(ctx, "start", 0);
    int length = start < 0 ? start : number(ctx, "length", MOST_ROWS);
    return length < 0
        ? null
        : pages.courses(courses.all(), start, Math.min(length, MOST_ROWS), time.now().toEpochMilli(), distortion);
  }

  private String learners(RoutingContext ctx, Distortion distortion) {
    GraphyCourse course = courses.byId(ctx.pathParam("course"));
    if (course == null) {
      return refuse(ctx, 404, "course not found");
    }
    int start = number(ctx, "start", 0);
    int size = start < 0 ? start : number(ctx, "size", MOST_ROWS);
    return size < 0
        ? null
        : pages.learners(course, start, Math.min(size, MOST_ROWS), time.now().toEpochMilli(), distortion);
  }

  private String report(RoutingContext ctx, Distortion distortion) {
    GraphyCourse course = courses.byId(ctx.pathParam("course"));
    if (course == null) {
      return refuse(ctx, 404, "course not found");
    }
    long now = time.now().toEpochMilli();
    int person = GraphyLearners.byId(ctx.pathParam("user"));
    int rank = person < 0 ? -1 : course.rankOf(person);
    if (rank < 0 || rank >= course.enrolled(now)) {
      return refuse(ctx, 404, "learner not found in this course");
    }
    log.reported(course.id(), rank);
    return pages.report(course, person, rank, now, distortion);
  }

  private String users(RoutingContext ctx, Distortion distortion) {
    int start = number(ctx, "start", 0);
    int size = start < 0 ? start : number(ctx, "size", MOST_ROWS);
    return size < 0
        ? null
        : pages.users(courses.crowd(time.now().toEpochMilli()), start, Math.min(size, MOST_ROWS), distortion);
  }

  private boolean loggedIn(HttpServerRequest request) {
    Cookie jwt = request.getCookie("c_ujwt");
    Cookie id = request.getCookie("SESSIONID");
    return jwt != null && id != null && session.holds(jwt.getValue(), id.getValue(), time.now().toEpochMilli());
  }

  private static void status(RoutingContext ctx, Fault fault) {
    int status = fault.value();
    if (status == 429 || status == 503) {
      ctx.response().putHeader("Retry-After", String.valueOf(fault.retryAfter()));
    }
    refuse(ctx, status, switch (status) {
      case 401 -> "microservice token has expired";
      case 403 -> "authentication failed";
      case 429 -> "too many requests";
      default -> "something went wrong";
    });
  }

  private static void loginPage(RoutingContext ctx) {
    ctx.response().putHeader("Content-Type", "text/html;charset=UTF-8").end(LOGIN_PAGE);
  }

  private static String refuse(RoutingContext ctx, int status, String message) {
    ctx.response().setStatusCode(status);
    JsonObject error = new JsonObject().put("code", status).put("message", message);
    send(ctx, new JsonObject().put("error", error).encode(), false);
    return null;
  }

  private static void send(RoutingContext ctx, String document, boolean truncated) {
    Buffer body = Buffer.buffer(document);
    ctx.response().putHeader("Content-Type", "application/json;charset=UTF-8");
    if (truncated) {
      ctx.response().putHeader("Content-Length", String.valueOf(body.length()));
      ctx.response().write(body.slice(0, body.length() / 2)).onComplete(written -> ctx.request().connection().close());
    } else {
      ctx.response().end(body);
    }
  }

  private static Cookie cookie(String name, String value) {
    return Cookie.cookie(name, value).setPath("/").setHttpOnly(true).setMaxAge(GraphySession.LIFE.toSeconds());
  }

  /** -1 after it has been refused. */
  private static int number(RoutingContext ctx, String name, int usual) {
    String text = ctx.request().getParam(name);
    if (text == null) {
      return usual;
    }
    try {
      int value = Integer.parseInt(text);
      if (value >= 0) {
        return value;
      }
    } catch (NumberFormatException e) {
      // refused below, like a negative one
    }
    refuse(ctx, 400, name + " must be a whole number, 0 or more");
    return -1;
  }

  // for the filter of faults; what is no number is refused later
  private static int start(HttpServerRequest request) {
    String text = request.getParam("start");
    return text != null && text.matches("[0-9]{1,9}") ? Integer.parseInt(text) : 0;
  }
}
