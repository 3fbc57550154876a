package com.mas.domain.learning.student;

import com.mas.bus.Bus;
import com.mas.bus.Call;
import com.mas.bus.Capacity;
import com.mas.bus.DomainVerticle;
import com.mas.bus.Request;
import com.mas.db.Database;
import com.mas.domain.learning.student.StudentContract.*;
import com.mas.domain.learning.sync.SyncContract;
import com.mas.jobs.JobOptions;
import com.mas.jobs.Jobs;
import com.mas.phone.PhoneRules;
import com.mas.runs.Runs;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Students on the bus. */
public final class StudentVerticle extends DomainVerticle {
  private static final Logger LOG = LoggerFactory.getLogger(StudentVerticle.class);
  /** Pages of a run come quickly one after the other; what they changed is taken together. */
  private static final long SOON_MILLIS = 2_000;

  /**
   * @param defaultPassword of new accounts; empty: one must be given each time
   * @param phones reads numbers that name no country
   * @param school address at which learners open courses that are mirrored with a path only
   * @param moodle address of the Moodle; empty when there is none
   * @param demo whether rows may be made for demonstration
   */
  public record Config(String defaultPassword, PhoneRules phones, String school, String moodle, boolean demo) {
    public Config(String defaultPassword, String school) {
      this(defaultPassword, PhoneRules.INDIA, school, "https://moodle.example", true);
    }

    @Override
    public String toString() {
      return "Config[hidden]";
    }
  }

  private final Database db;
  private final Jobs jobs;
  private final RollUp rollUp;
  private final StudentService students;
  private final StudentAccountService accounts;
  private final DemoService demo;
  private final AtomicBoolean awaited = new AtomicBoolean();

  public StudentVerticle(Bus bus, Capacity capacity, Database db, Jobs jobs, Config config) {
    super(bus, capacity);
    this.db = db;
    this.jobs = jobs;
    StudentRepository rows = new StudentRepository(db);
    rollUp = new RollUp(new RollUpRepository(db), new Runs(bus, db), bus, this::isStopping);
    students = new StudentService(rows, config.phones, config.school, config.moodle);
    demo = new DemoService(new DemoRepository(db), bus, config.demo, this::isStopping);
    accounts = new StudentAccountService(rows, demo, rollUp, bus, config);
  }

  @Override
  protected void open() {
    answer(StudentContract.LIST, students::list);
    answer(StudentContract.MY_COURSES, students::mine);
    answer(StudentContract.CREATE_ACCOUNT, accounts::create);
    answer(StudentContract.SEED_ALL_MISSING, (call, ask) -> {
      demo.mustBeAllowed();
      return store(call, StudentContract.SEED_DEMO, new SeedDemo(), "student demo");
    });
    answer(StudentContract.REMOVE_DEMO, (call, ask) -> demo.remove(call));
    answer(StudentContract.REBUILD,
        (call, ask) -> store(call, StudentContract.ROLL_UP, new CatchUp(true), "student roll-up"));
    answer(StudentContract.SEED_DEMO, demo::seedMissing);
    answer(StudentContract.ROLL_UP, rollUp::run);
    observe(SyncContract.RUN_PROGRESSED, (call, run) -> soon());
    soon(); // a migration, or a node that was killed, may have left notes
  }

  private <Q> Accepted store(Call call, Request<Q, ?> request, Q body, String what) {
    return new Accepted(Database.await(jobs.store(db, request, body,
        JobOptions.on(StudentContract.QUEUE).unique(what + " of " + call.tenant()).because(call))));
  }

  private Void soon() {
    if (awaited.compareAndSet(false, true)) {
      vertx.setTimer(SOON_MILLIS, due -> {
        awaited.set(false);
        bus().send(bus().systemCall(null, StudentContract.ROLL_UP.timeout()), StudentContract.ROLL_UP,
            new CatchUp(null))
            .onFailure(e -> LOG.warn("the students' rows wait for the next look: {}", e.getMessage()));
      });
    }
    return null;
  }
}
