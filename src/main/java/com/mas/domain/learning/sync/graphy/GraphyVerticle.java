package com.mas.domain.learning.sync.graphy;

import com.mas.bus.Bus;
import com.mas.bus.Call;
import com.mas.bus.Capacity;
import com.mas.bus.DomainVerticle;
import com.mas.bus.Failure;
import com.mas.bus.FailureException;
import com.mas.bus.Page;
import com.mas.db.Database;
import com.mas.domain.learning.sync.Lms;
import com.mas.domain.learning.sync.Lms.CourseRow;
import com.mas.domain.learning.sync.SyncContract;
import com.mas.domain.learning.sync.SyncContract.Course;
import com.mas.domain.learning.sync.graphy.GraphyContract.LiveCourses;
import com.mas.domain.learning.sync.graphy.GraphyContract.LogIn;
import com.mas.domain.learning.sync.graphy.GraphyContract.SessionStatus;
import com.mas.outbound.HttpCaller;
import com.mas.runs.Politeness;
import com.mas.secrets.Vault;
import com.mas.sources.Ask;
import com.mas.sources.Batch;
import com.mas.sources.Connector;
import com.mas.sources.UnreadableAnswer;
import java.time.Instant;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers for Graphy's session. Its {@link #connector} is what the sync engine is given, deployed here or not. */
public final class GraphyVerticle extends DomainVerticle {
  private static final Logger LOG = LoggerFactory.getLogger(GraphyVerticle.class);

  private final GraphySession sessions;
  private final Connector connector;

  private final GraphyDoor door;
  private final DemoEnrolments demo;

  /**
   * @param proxyAllows what may be passed on: {@code GET} or {@code POST}, a blank and a path, which may end in a star
   */
  public GraphyVerticle(Bus bus, Capacity capacity, Database db, HttpCaller caller, Vault vault,
      List<String> proxyAllows) {
    this(bus, capacity, db, caller, vault, proxyAllows, GraphyApi.Paths.USUAL);
  }

  GraphyVerticle(Bus bus, Capacity capacity, Database db, HttpCaller caller, Vault vault, List<String> proxyAllows,
      GraphyApi.Paths paths) {
    super(bus, capacity);
    GraphyApi api = new GraphyApi(paths);
    sessions = new GraphySession(db, new CredentialsRepository(db, bus.clock()), caller, api, vault);
    connector = new GraphyConnector(sessions, caller, api, Politeness.NONE, Politeness.NONE);
    door = new GraphyDoor(sessions, caller, connector, ProxyRules.read(proxyAllows));
    demo = new DemoEnrolments(db, bus.clock());
  }

  public Connector connector() {
    return connector;
  }

  @Override
  protected void open() {
    answer(GraphyContract.LOG_IN, this::logIn);
    answer(GraphyContract.LOG_OUT, (call, ask) -> sessions.logOut(call.tenant()));
    answer(GraphyContract.STATUS, (call, ask) -> sessions.status(call.tenant()));
    answer(GraphyContract.LIVE_COURSES, this::courses);
    answer(GraphyContract.LIVE_USERS, door::users);
    answer(GraphyContract.LIVE_REPORT, door::report);
    answer(GraphyContract.FORWARD, door::forward);
    answer(GraphyContract.SEED_ENROLMENTS, demo::seed);
    answer(GraphyContract.REMOVE_ENROLMENTS, (call, ask) -> demo.remove(call));
  }

  private SessionStatus logIn(Call call, LogIn ask) {
    if (ask.email() == null || ask.email().isBlank() || ask.password() == null || ask.password().isEmpty()) {
      throw Failure.INVALID.with("E-mail and password are required.");
    }
    SessionStatus status = sessions.logIn(call.tenant(), ask.email().strip(), ask.password());
    revive(call);
    return status;
  }

  /** Switches on what a refusal has switched off; where that fails now, it can be done by hand. */
  private void revive(Call call) {
    try {
      bus().send(call, SyncContract.REVIVE, new SyncContract.Revive()).await();
    } catch (FailureException e) {
      LOG.info("configs that a refusal has disabled stay so: {}", e.getMessage());
    }
  }

  private Page<Course> courses(Call call, LiveCourses ask) {
    int limit = ask.limit() == null ? 50 : Math.clamp(ask.limit(), 1, Lms.PAGE_SIZE);
    int offset = ask.offset() == null ? 0 : Math.clamp(ask.offset(), 0, Integer.MAX_VALUE);
    try {
      Batch<CourseRow> page = connector.open(call.tenant()).read(Lms.COURSES, Ask.about().rows(offset, limit));
      Instant now = bus().clock().instant();
      return new Page<>(page.rows().stream().map(row -> new Course(row.id(), row.title(), row.publisher(),
          row.published(), row.url(), row.usersCount(), now)).toList(), limit, offset,
          page.total() == null ? null : (long) page.total());
    } catch (UnreadableAnswer e) {
      throw Failure.PROVIDER_FAILED.with(e.getMessage());
    }
  }
}
