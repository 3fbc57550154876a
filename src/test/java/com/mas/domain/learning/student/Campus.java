package com.mas.domain.learning.student;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.mas.boot.Modules;
import com.mas.bus.Asked;
import com.mas.bus.Call;
import com.mas.bus.Capacity;
import com.mas.bus.Principal;
import com.mas.bus.Principal.Role;
import com.mas.db.UuidV7;
import com.mas.domain.learning.education.EducationContract;
import com.mas.domain.learning.education.EducationContract.Batch;
import com.mas.domain.learning.education.EducationContract.BatchState;
import com.mas.domain.learning.education.EducationContract.CreateBatch;
import com.mas.domain.learning.education.EducationVerticle;
import com.mas.domain.learning.student.StudentContract.CatchUp;
import com.mas.domain.learning.student.StudentContract.ListStudents;
import com.mas.domain.learning.student.StudentContract.Student;
import com.mas.domain.learning.sync.graphy.GraphyVerticle;
import com.mas.domain.people.identity.IdentityContract;
import com.mas.domain.people.identity.IdentityVerticle;
import com.mas.jobs.Jobs;
import com.mas.outbound.HttpCaller;
import com.mas.redis.RateLimit;
import com.mas.redis.RedisLink;
import com.mas.secrets.Vault;
import com.mas.testkit.House;
import com.mas.testkit.TestServers;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;

/** Students beside the real identity, education and mirror, on a database of their own. */
final class Campus extends House {
  static final String TENANT = "mas";
  static final String DEFAULT_PASSWORD = "Test@1234";
  static final String PASSWORD = "correct horse battery";

  private final RedisLink redis;
  final UUID admin;

  Campus() {
    this(DEFAULT_PASSWORD);
  }

  Campus(String defaultPassword) {
    super("2026-03-10T10:00:00Z");
    redis = RedisLink.connect(vertx, TestServers.redis().url());
    UuidV7 ids = new UuidV7(clock);
    await(redis.ready(5_000));
    Jobs jobs = new Jobs(clock, Modules.SUBSCRIPTIONS);
    deploy(new IdentityVerticle(bus, new Capacity("identity", 2, 200), db, jobs, new RateLimit(redis, clock), ids,
        new IdentityVerticle.Config("s".repeat(32), 15, 30, 4, false, "root@mas.example", PASSWORD)));
    deploy(new EducationVerticle(bus, new Capacity("education", 1, 200), db, ids));
    deploy(new GraphyVerticle(bus, new Capacity("graphy", 1, 64), db, new HttpCaller(vertx, clock, new Random(7),
        HttpCaller.Config.polite("Graphy", "http://127.0.0.1:9", Duration.ofSeconds(2))),
        Vault.of(null,
            "s".repeat(32)),
        List.of()));
    deploy(new StudentVerticle(bus, new Capacity("student", 1, 200), db, jobs,
        new StudentVerticle.Config(defaultPassword, "https://school.example/")));
    execute("INSERT INTO mrlearn.email_prefixes VALUES ('mas', 'acme', 'setting', NULL, now())");
    admin = ask(product(), IdentityContract.ENSURE_SUPER_ADMIN, new IdentityContract.EnsureSuperAdmin()).id();
  }

  List<Student> list(ListStudents ask) {
    return ask(StudentContract.LIST, ask).items();
  }

  Student only(String search) {
    List<Student> found = list(search(search));
    assertEquals(1, found.size(), found::toString);
    return found.getFirst();
  }

  static ListStudents search(String search) {
    return new ListStudents(search, null, null, null, null, null, null, null, null, null, null);
  }

  static ListStudents everybody() {
    return search(null);
  }

  void rollUp() {
    ask(StudentContract.ROLL_UP, new CatchUp(null));
  }

  Batch batch(String code) {
    return ask(EducationContract.BATCHES_CREATE,
        Asked.with(CreateBatch.class, "code", code, "name", "Batch " + code, "state", BatchState.ACTIVE,
            "startsOn", LocalDate.of(2026, 1, 5)));
  }

  /** A mirrored course with a config. */
  void course(String id, String title, UUID batch) {
    execute("INSERT INTO mrlearn.courses VALUES ('mas', ?, ?, null, true, null, 10, '{}', now())", id, title);
    execute("""
        INSERT INTO mrlearn.sync_configs (id, tenant, graphy_course_id, course_title, batch_id, interval_hours, enabled,
          include_detailed_reports, created_at, updated_at)
        VALUES (gen_random_uuid(), 'mas', ?, ?, ?, 24, true, true, now(), now())""", id, title, batch);
  }

  /** Enrolled as acme- and the address. */
  void learner(String course, String user, String name, String key, String mobile, double percent) {
    execute("""
        INSERT INTO mrlearn.learners (id, tenant, graphy_course_id, graphy_user_id, name, email, email_stripped, mobile,
          progress_percent, total_time_seconds, is_completed, enrolled_at, last_accessed_at, created_at, updated_at)
        VALUES (gen_random_uuid(), 'mas', ?, ?, ?, 'acme-' || ?::text, ?, ?, ?::float8, 60, ?::float8 = 100,
          timestamptz '2026-01-01Z', timestamptz '2026-02-01Z', now(), now())""",
        course, user, name, key, key, mobile, percent, percent);
  }

  /** Returns all rows, each as one text. */
  List<String> rows(String sql) {
    return column("SELECT r::text FROM (" + sql + ") r");
  }

  /** Returns a call of a person of {@link #TENANT}, for another tenant, too. */
  Call as(String toTenant, UUID user, Role role) {
    return call(toTenant, new Principal(user, role, Set.of(), TENANT));
  }

  @Override
  protected UUID caller() {
    return admin;
  }

  @Override
  protected Principal principal(UUID who, String ofTenant) {
    return new Principal(who, Role.SUPERADMIN, Set.of(), ofTenant);
  }

  @Override
  protected String address() {
    return "2001:db8::1";
  }

  @Override
  protected void closeMore() {
    await(redis.close());
  }
}
