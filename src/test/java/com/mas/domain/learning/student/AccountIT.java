package com.mas.domain.learning.student;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.bus.Failure;
import com.mas.bus.Principal.Role;
import com.mas.domain.learning.education.EducationContract;
import com.mas.domain.learning.education.EducationContract.Application;
import com.mas.domain.learning.education.EducationContract.ApplicationState;
import com.mas.domain.learning.education.EducationContract.Batch;
import com.mas.domain.learning.education.EducationContract.GetApplication;
import com.mas.domain.learning.education.EducationContract.Onboarding;
import com.mas.domain.learning.student.StudentContract.CreateAccount;
import com.mas.domain.learning.student.StudentContract.CreatedAccount;
import com.mas.domain.learning.student.StudentContract.DemoSeeded;
import com.mas.domain.learning.student.StudentContract.MyCourse;
import com.mas.domain.learning.student.StudentContract.MyCourses;
import com.mas.domain.learning.student.StudentContract.SeedAllMissing;
import com.mas.domain.learning.student.StudentContract.SeedDemo;
import com.mas.domain.people.identity.IdentityContract;
import com.mas.domain.people.identity.IdentityContract.Account;
import com.mas.domain.people.identity.IdentityContract.CreateUser;
import com.mas.domain.people.identity.IdentityContract.Login;
import com.mas.domain.people.identity.IdentityContract.Session;
import com.mas.testkit.Asked;
import io.vertx.core.Future;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AccountIT {
  private static final String ASHA = "asha@learner.example";
  private static final String CHOSEN = "chosen by an admin";

  private final Campus campus = new Campus();

  @BeforeEach
  void aLearner() throws SQLException {
    campus.course("c1", "Data Science", null);
    campus.course("c2", "Full-Stack", null);
    campus.learner("c1", "u1", "Asha\u0007 Kulkarni", ASHA, "98200 11111", 20);
    campus.learner("c2", "u1", null, ASHA, "call me", 60);
  }

  @AfterEach
  void close() {
    campus.close();
  }

  private CreatedAccount create(UUID batch, String password) {
    return campus.ask(StudentContract.CREATE_ACCOUNT,
        new CreateAccount(" Asha@Learner.example ", batch, password, null));
  }

  private Session logIn(String email, String password) {
    return Campus.await(logInLater(email, password));
  }

  private Future<Session> logInLater(String email, String password) {
    return campus.bus.send(campus.as(Campus.TENANT, campus.admin, Role.USER), IdentityContract.LOG_IN,
        new Login(email, password, null));
  }

  private Account account(UUID id) {
    return campus.ask(IdentityContract.GET_USER, new IdentityContract.GetUser(id));
  }

  private Account existing(String email, Role role) {
    return campus.ask(IdentityContract.CREATE_USER,
        new CreateUser(email, Campus.PASSWORD, "Called " + email.charAt(0), null, role, Set.of()));
  }

  private Application application(UUID id) {
    return campus.ask(EducationContract.APPLICATIONS_GET, new GetApplication(id));
  }

  @Test
  void aLearnerBecomesAVerifiedUserWithAPasswordToBeChangedAndASeatThatAsksForNothing() {
    Batch batch = campus.batch("DS-1");
    CreatedAccount made = create(batch.id(), null);
    assertTrue(made.userCreated());
    assertTrue(made.applicationCreated());
    Account asha = account(made.userId());
    assertEquals(ASHA, asha.email());
    assertEquals("Asha  Kulkarni", asha.fullName());
    assertEquals("+919820011111", asha.phone());
    assertTrue(asha.emailVerified());
    assertTrue(logIn(ASHA, Campus.DEFAULT_PASSWORD).user().mustChangePassword());
    Application seat = application(made.applicationId());
    assertEquals(ApplicationState.ENROLLED, seat.state());
    assertEquals(new Onboarding(true, true, true), seat.onboarding());
    assertTrue(campus.only("asha").hasMasAccount(), "the roll-up knows at once");
  }

  @Test
  void aStudentSeesTheCoursesOfTheOwnAccountWithTheirLinksAndModules() throws SQLException {
    campus.learner("c1", "u2", "Ravi Rao", "ravi@learner.example", null, 90);
    campus.execute("UPDATE mrlearn.courses SET course_url = '/s/courses/' || id || '/take' WHERE id = 'c1'");
    campus.execute("UPDATE mrlearn.courses SET course_url = 'https://other.example/c2' WHERE id = 'c2'");
    campus.execute("""
        UPDATE mrlearn.learners SET last_accessed_at = timestamptz '2026-02-02Z', module_progress =
          '[{"id": "m1", "title": "Group discussions", "progress": 100, "completed": true}]'
        WHERE graphy_course_id = 'c1' AND graphy_user_id = 'u1'""");
    UUID asha = create(null, null).userId();
    List<MyCourse> mine = courses(asha);
    assertEquals(List.of("c1", "c2"), mine.stream().map(MyCourse::courseId).toList());
    MyCourse first = mine.getFirst();
    assertEquals("Data Science", first.courseTitle());
    assertEquals("https://school.example/s/courses/c1/take", first.courseUrl());
    assertEquals("https://other.example/c2", mine.get(1).courseUrl());
    assertEquals(20, first.progressPercent());
    assertEquals(List.of(new StudentContract.Module("m1", "Group discussions", 100.0, true)), first.modules());
    assertEquals(List.of(), mine.get(1).modules());
    assertFalse(first.vanished());
    assertEquals(List.of(), courses(campus.admin), "another account has none of them");
  }

  @Test
  void coursesOfMoodleStandBesideThoseOfMrLearn() throws SQLException {
    UUID asha = create(null, null).userId();
    campus.execute("""
        INSERT INTO moodle.courses (tenant, id, short_name, full_name, category_id, visible, updated_at) VALUES
          ('mas', 2, 'DS101', 'Data Structures', 5, true, now()), ('mas', 3, 'ML201', '', 5, true, now()),
          ('mas', 4, 'HID1', 'Hidden', 5, false, now()), ('other', 2, 'DS101', 'Elsewhere', 5, true, now())""");
    campus.execute("""
        INSERT INTO moodle.people (tenant, id, username, full_name, email, updated_at) VALUES
          ('mas', 5, 'asha', 'Asha K', ?::text, now()), ('mas', 6, 'ravi', 'Ravi R', 'ravi@learner.example', now()),
          ('other', 5, 'asha', 'Asha K', ?::text, now())""", ASHA, ASHA);
    campus.execute("""
        INSERT INTO moodle.enrolments (tenant, course_id, user_id, role, suspended, last_access_at, progress_percent,
          grade_percent, is_completed, updated_at) VALUES
          ('mas', 2, 5, 'student', false, timestamptz '2026-03-02Z', 62.5, 71.25, false, now()),
          ('mas', 3, 5, 'student', true, NULL, 0, NULL, false, now()),
          ('mas', 4, 5, 'student', false, NULL, 10, NULL, false, now()),
          ('mas', 2, 6, 'student', false, NULL, 30, NULL, false, now()),
          ('other', 2, 5, 'student', false, NULL, 90, NULL, true, now())""");
    List<MyCourse> mine = courses(asha);
    assertEquals(List.of("moodle", "mrlearn", "mrlearn", "moodle"), mine.stream().map(MyCourse::provider).toList());
    assertEquals(List.of("2", "3"), List.of(mine.getFirst().courseId(), mine.getLast().courseId()));
    MyCourse first = mine.getFirst();
    assertEquals("Data Structures", first.courseTitle());
    assertEquals("https://moodle.example/course/view.php?id=2", first.courseUrl());
    assertEquals(62.5, first.progressPercent());
    assertEquals(71.25, first.gradePercent());
    assertEquals("in_progress", first.status());
    assertFalse(first.vanished());
    assertEquals("ML201", mine.getLast().courseTitle());
    assertEquals("not_started", mine.getLast().status());
    assertTrue(mine.getLast().vanished(), "a suspended person is not let in");
    campus.execute("UPDATE identity.users SET email_verified_at = NULL WHERE id = ?", asha);
    assertEquals(List.of(), courses(asha), "an address that is not verified is nobody's");
  }

  private List<MyCourse> courses(UUID account) {
    return Campus.await(campus.bus.send(campus.as(Campus.TENANT, account, Role.USER), StudentContract.MY_COURSES,
        new MyCourses(null, null))).items();
  }

  @Test
  void doingItAgainChangesNothing() {
    Batch batch = campus.batch("DS-1");
    CreatedAccount first = create(batch.id(), null);
    CreatedAccount again = create(batch.id(), null);
    assertEquals(new CreatedAccount(first.userId(), false, false, first.applicationId(), batch.id(), false, 0), again);
  }

  @Test
  void aDoubleClickMakesOneAccountAndOneApplication() throws SQLException {
    Batch batch = campus.batch("DS-1");
    List<Future<CreatedAccount>> clicks = Stream.generate(() -> campus.send(StudentContract.CREATE_ACCOUNT,
        new CreateAccount(ASHA, batch.id(), CHOSEN, true))).limit(6).toList();
    List<CreatedAccount> made = clicks.stream().map(Campus::await).toList();
    assertEquals(1, made.stream().map(CreatedAccount::userId).distinct().count());
    assertEquals(1, made.stream().filter(CreatedAccount::userCreated).count());
    assertEquals(1, made.stream().filter(CreatedAccount::applicationCreated).count());
    assertEquals(List.of("(1)"), campus.rows("SELECT count(*) FROM education.applications"));
    assertNotNull(logIn(ASHA, CHOSEN));
  }

  @Test
  void anExistingAccountIsKeptAndItsPasswordChangedOnlyWhenOneIsGiven() {
    Account before = existing(ASHA, Role.USER);
    CreatedAccount kept = create(null, null);
    assertEquals(before.id(), kept.userId());
    assertFalse(kept.userCreated());
    assertNull(kept.applicationId());
    assertNotNull(logIn(ASHA, Campus.PASSWORD));
    assertEquals("Called a", account(before.id()).fullName());
    assertTrue(create(null, CHOSEN).passwordChanged());
    Campus.refused(Failure.INVALID_CREDENTIALS, logInLater(ASHA, Campus.PASSWORD));
    assertTrue(logIn(ASHA, CHOSEN).user().mustChangePassword());
  }

  @Test
  void anAccountUnderThePrefixedAddressIsTheSamePersonsAndALookAlikeIsNot() {
    Account alike = existing("anne-" + ASHA, Role.USER);
    assertTrue(create(null, null).userCreated());
    campus.ask(IdentityContract.UPDATE_USER,
        Asked.with(IdentityContract.UpdateUser.class, "id", alike.id(), "fullName", "Anne"));
    assertNotNull(logIn("anne-" + ASHA, Campus.PASSWORD));
  }

  @Test
  void anAdminMayNotSetTheSuperAdminsPasswordThisWay() throws SQLException {
    Account admin = existing("admin@learner.example", Role.ADMIN);
    campus.learner("c1", "u9", "Root", "root@mas.example", null, 1);
    Campus.refused(Failure.FORBIDDEN, campus.bus.send(campus.as(Campus.TENANT, admin.id(), Role.ADMIN),
        StudentContract.CREATE_ACCOUNT, new CreateAccount("root@mas.example", null, CHOSEN, null)));
    assertNotNull(logIn("root@mas.example", Campus.PASSWORD));
  }

  @Test
  void whoIsOnTheWayInABatchStaysThere() {
    Batch first = campus.batch("DS-1");
    CreatedAccount made = create(first.id(), null);
    campus.ask(EducationContract.APPLICATIONS_UPDATE,
        Asked.with(EducationContract.UpdateApplication.class, "id", made.applicationId(),
            "onboarding", new EducationContract.OnboardingChange(false, null, false)));
    CreatedAccount again = create(campus.batch("DS-2").id(), null);
    assertEquals(made.applicationId(), again.applicationId());
    assertEquals(first.id(), again.applicationBatchId());
    assertFalse(again.applicationCreated());
    assertEquals(new Onboarding(true, true, true), application(made.applicationId()).onboarding());
  }

  @Test
  void nothingIsMadeOfNobodyOrForNoBatch() throws SQLException {
    Campus.refused(Failure.NOT_FOUND, campus.send(StudentContract.CREATE_ACCOUNT,
        new CreateAccount("nobody@learner.example", null, null, null)));
    Campus.refused(Failure.NOT_FOUND, campus.send(StudentContract.CREATE_ACCOUNT,
        new CreateAccount("%%%", null, null, null)));
    Campus.refused(Failure.NOT_FOUND, campus.send(StudentContract.CREATE_ACCOUNT,
        new CreateAccount(ASHA, UUID.randomUUID(), null, null)));
    Campus.refused(Failure.NOT_FOUND, campus.bus.send(campus.as("other", campus.admin, Role.SUPERADMIN),
        StudentContract.CREATE_ACCOUNT, new CreateAccount(ASHA, null, null, null)));
    Campus.refused(Failure.INVALID, campus.send(StudentContract.CREATE_ACCOUNT,
        new CreateAccount(ASHA, null, "short", null)));
    assertEquals(List.of("(1)"), campus.rows("SELECT count(*) FROM identity.users"));
  }

  @Test
  void withoutADefaultPasswordOneMustBeGiven() throws SQLException {
    try (Campus strict = new Campus("")) {
      strict.course("c1", "Data Science", null);
      strict.learner("c1", "u1", "Asha", ASHA, null, 20);
      Campus.refused(Failure.NOT_CONFIGURED, strict.send(StudentContract.CREATE_ACCOUNT,
          new CreateAccount(ASHA, null, null, null)));
      assertTrue(strict.ask(StudentContract.CREATE_ACCOUNT, new CreateAccount(ASHA, null, CHOSEN, null)).userCreated());
    }
  }

  @Test
  void demoEnrolmentsAreForAccountsThatHaveNoneAndLeadToNoMessageOrAward() throws SQLException {
    existing("meera@learner.example", Role.USER);
    existing("ravi@learner.example", Role.USER);
    existing("staff@learner.example", Role.ADMIN);
    existing(ASHA, Role.USER);
    assertEquals(new DemoSeeded(2, 4), campus.ask(StudentContract.SEED_DEMO, new SeedDemo()));
    assertEquals(new DemoSeeded(0, 0), campus.ask(StudentContract.SEED_DEMO, new SeedDemo()));
    campus.rollUp();
    assertEquals(2, campus.only("meera").enrolments());
    assertEquals(List.of("(4)"), campus.rows("SELECT count(*) FROM mrlearn.learners WHERE enrolment_status = 'demo'"
        + " AND vanished_at IS NOT NULL AND completed_modules = '{}' AND completion_told IS NULL AND NOT report_due"));
    assertEquals(2, campus.only("asha").enrolments());
  }

  @Test
  void seedingAllIsStoredOnceHoweverOftenItIsAskedFor() {
    UUID job = campus.ask(StudentContract.SEED_ALL_MISSING, new SeedAllMissing()).jobId();
    assertEquals(job, campus.ask(StudentContract.SEED_ALL_MISSING, new SeedAllMissing()).jobId());
  }
}
