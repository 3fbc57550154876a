package com.mas.sandbox;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.function.Function;

/**
 * Lets a test or a person change what the simulator does, and look at what it was asked. No login: it is the
 * simulator's, not Graphy's. Nothing here is counted among the requests.
 */
final class GraphySwitches {
  private final Vertx vertx;
  private final GraphyCourses courses;
  private final GraphyProgress progress;
  private final GraphySession session;
  private final Faults faults;
  private final RequestLog log;
  private final SimulatedTime time;

  GraphySwitches(
      Vertx vertx, GraphyCourses courses, GraphyProgress progress, GraphySession session, Faults faults, RequestLog log,
      SimulatedTime time) {
    this.vertx = vertx;
    this.courses = courses;
    this.progress = progress;
    this.session = session;
    this.faults = faults;
    this.log = log;
    this.time = time;
  }

  Router router() {
    Router router = Router.router(vertx);
    router.get("/faults").handler(answer(ctx -> faultList()));
    router.put("/faults").handler(answer(this::putFaults));
    router.delete("/faults").handler(answer(ctx -> clearFaults()));
    router.get("/requests").handler(answer(ctx -> log.toJson()));
    router.delete("/requests").handler(answer(ctx -> resetLog()));
    router.put("/progress").handler(answer(this::setProgress));
    router.get("/time-shift").handler(answer(ctx -> shift()));
    router.put("/time-shift").handler(answer(this::shiftTime));
    router.put("/scale").handler(answer(this::scale));
    router.delete("/scale").handler(answer(ctx -> unscale()));
    return router;
  }

  private JsonObject faultList() {
    return new JsonObject().put("faults", faults.toJson());
  }

  private JsonObject putFaults(RoutingContext ctx) {
    List<SwitchBody> bodies = SwitchBody.several(ctx.body(), Faults.MOST, Fault.FIELDS);
    faults.put(bodies.stream().map(Fault::new).toList());
    return faultList();
  }

  /** Lets a locked account go, too. */
  private JsonObject clearFaults() {
    faults.clear();
    session.unlock();
    return faultList();
  }

  private JsonObject resetLog() {
    log.reset();
    return log.toJson();
  }

  private JsonObject setProgress(RoutingContext ctx) {
    SwitchBody body = SwitchBody.one(ctx.body(), "courseId", "userId", "percent");
    GraphyCourse course = courses.byId(body.text("courseId"));
    if (course == null) {
      throw new SwitchBody.Refused("courseId", "is no course");
    }
    int person = GraphyLearners.byId(body.text("userId"));
    int rank = person < 0 ? -1 : course.rankOf(person);
    long now = time.now().toEpochMilli();
    if (rank < 0 || rank >= course.enrolled(now)) {
      throw new SwitchBody.Refused("userId", "is no learner of this course");
    }
    double percent = body.percent("percent");
    if (!progress.set(course, person, percent, now)) {
      throw new SwitchBody.Refused("", "would be more than " + GraphyProgress.MOST_SET + " learners set by hand");
    }
    return new JsonObject().put("courseId", course.id()).put("userId", body.text("userId")).put("percent", percent);
  }

  private JsonObject shift() {
    return new JsonObject().put("days", time.days()).put("now", time.now().toString());
  }

  /** {@code days} counts from the real time, so repeating it changes nothing; it never goes back. */
  private JsonObject shiftTime(RoutingContext ctx) {
    time.shiftTo(SwitchBody.one(ctx.body(), "days").whole("days", time.days(), SimulatedTime.MOST_DAYS, null));
    return shift();
  }

  private JsonObject scale(RoutingContext ctx) {
    SwitchBody body = SwitchBody.one(ctx.body(), "courseId", "learners");
    String id = body.text("courseId");
    if (!id.matches("[A-Za-z0-9_-]{1,64}")) {
      throw new SwitchBody.Refused("courseId", "must be 1 to 64 letters, digits, _ or -");
    }
    int learners = body.whole("learners", 1, GraphyCourses.MOST_LEARNERS, null);
    if (!courses.fill(id, learners)) {
      throw new SwitchBody.Refused("courseId", "would be more than " + GraphyCourses.MOST_FILLED + " scaled courses");
    }
    return new JsonObject().put("courseId", id).put("learners", learners);
  }

  private JsonObject unscale() {
    courses.empty();
    return new JsonObject().put("courses", courses.all().size());
  }

  private static Handler<RoutingContext> answer(Function<RoutingContext, JsonObject> action) {
    return ctx -> {
      try {
        ctx.json(action.apply(ctx));
      } catch (SwitchBody.Refused refused) {
        JsonObject error = new JsonObject().put("field", refused.field()).put("message", refused.getMessage());
        ctx.response().setStatusCode(400);
        ctx.json(new JsonObject().put("error", error));
      }
    };
  }
}
