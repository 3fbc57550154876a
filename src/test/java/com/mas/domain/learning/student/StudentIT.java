package com.mas.domain.learning.student;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.bus.Failure;
import com.mas.bus.Page;
import com.mas.bus.Principal.Role;
import com.mas.domain.learning.student.StudentContract.CatchUp;
import com.mas.domain.learning.student.StudentContract.ListStudents;
import com.mas.domain.learning.student.StudentContract.Order;
import com.mas.domain.learning.student.StudentContract.Sort;
import com.mas.domain.learning.student.StudentContract.Student;
import com.mas.domain.learning.sync.SyncContract;
import com.mas.testkit.Eventually;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StudentIT {
  private static final String ASHA = "asha@learner.example";
  private static final String RAVI = "ravi@learner.example";
  private static final String ZOYA = "zoya@learner.example";

  private final Campus campus = new Campus();

  @AfterEach
  void close() {
    campus.close();
  }

  private List<String> keys(ListStudents ask) {
    return campus.list(ask).stream().map(Student::emailKey).toList();
  }

  private List<String> found(String search) {
    return keys(Campus.search(search));
  }

  private static ListStudents sorted(Sort sort, Order order) {
    return new ListStudents(null, null, null, null, null, null, null, sort, order, null, null);
  }

  private void threeStudents() throws SQLException {
    UUID batch = UUID.fromString("00000000-0000-7000-8000-0000000000b1");
    campus.course("c1", "Data Science", batch);
    campus.course("c2", "Full-Stack", null);
    campus.learner("c1", "u1", "Asha Kulkarni", ASHA, "+91 98200-11111", 20);
    campus.learner("c2", "u1", "Asha Kulkarni", ASHA, null, 60);
    campus.learner("c2", "u2", "Ravi Rao", RAVI, "098200 11111", 100);
    campus.learner("c1", "u3", null, ZOYA, null, 50);
    campus.rollUp();
  }

  @Test
  void rowsOfEverybodyAreMadeAnewByARunThatCanBeSeen() throws SQLException {
    threeStudents();
    campus.execute("UPDATE student.students SET name = 'As it was', average_progress = 1");
    assertEquals(3, campus.ask(StudentContract.ROLL_UP, new CatchUp(true)).students());
    assertEquals(0, campus.number("SELECT count(*) FROM student.students WHERE name = 'As it was'"));
    assertEquals("completed take {\"noted\": 3, \"taken\": 3} 100", campus.text("""
        SELECT concat_ws(' ', state, phase, counts, percent) FROM runs.run WHERE kind = 'student.roll_up'"""));
    assertEquals(0, campus.ask(StudentContract.ROLL_UP, new CatchUp(null)).students());
    assertEquals(1, campus.number("SELECT count(*) FROM runs.run"), "what changes now and then is no run");
  }

  @Test
  void aStudentIsRolledUpOverAllCourses() throws SQLException {
    threeStudents();
    Student asha = campus.only("asha");
    assertEquals(40, asha.averageProgress());
    assertEquals("c1", asha.lowestProgressCourse().courseId());
    assertEquals("Data Science", asha.lowestProgressCourse().courseTitle());
    assertEquals(List.of("c1", "c2"), asha.courses().stream().map(each -> each.courseId()).toList());
    assertEquals(2, asha.enrolments());
    assertEquals(120, asha.totalTimeSeconds());
    assertEquals("learner", asha.phoneSource());
    assertTrue(asha.phoneShared(), "two ways of writing one number");
    assertFalse(asha.phoneUnclear());
    assertFalse(asha.hasMasAccount());
    assertNull(asha.exams());
    assertEquals(1, campus.only("ravi").completed());
    assertNull(campus.only("zoya").name());
  }

  @Test
  void aPhoneThatCouldBeSeveralNumbersIsShownAsSuch() throws SQLException {
    campus.course("c1", "Data Science", null);
    campus.learner("c1", "u8", "Wei Tan", "wei@learner.example", "6591234567", 10);
    campus.learner("c1", "u9", "Mei Tan", "mei@learner.example", "+65 9123 4568", 10);
    campus.rollUp();
    assertTrue(campus.only("wei").phoneUnclear());
    assertEquals("6591234567", campus.only("wei").phone());
    assertFalse(campus.only("mei").phoneUnclear());
  }

  @Test
  void searchFindsNamesAddressesPhonesAndCoursesAndTakesWildcardsAsTheyAre() throws SQLException {
    threeStudents();
    assertEquals(List.of(ASHA), found("  KULKARNI "));
    assertEquals(List.of(ASHA, RAVI), found("+91 (98200) 11111".substring(4)));
    assertEquals(List.of(ASHA, ZOYA), found("data sci"));
    assertEquals(List.of(ASHA, RAVI, ZOYA), found("learner.example"));
    assertEquals(List.of(RAVI), found("ra"));
    for (String wild : List.of("%", "_", "\\", "a%a", "as_a", "' OR 1=1 --", "asha\\")) {
      assertEquals(List.of(), found(wild), wild);
    }
    campus.learner("c1", "u4", "100%_sure\\", "sure@learner.example", null, 1);
    campus.rollUp();
    assertEquals(List.of("sure@learner.example"), found("0%_s"));
    assertEquals(List.of("sure@learner.example"), found("sure\\"));
  }

  @Test
  void filtersAndSortsWorkTogether() throws SQLException {
    threeStudents();
    UUID batch = UUID.fromString("00000000-0000-7000-8000-0000000000b1");
    assertEquals(List.of(ASHA, ZOYA),
        keys(new ListStudents(null, batch, null, null, null, null, null, null, null, null, null)));
    assertEquals(List.of(),
        keys(new ListStudents(null, UUID.randomUUID(), null, null, null, null, null, null, null, null, null)));
    assertEquals(List.of(ASHA, RAVI),
        keys(new ListStudents(null, null, "c2", null, null, null, null, null, null, null, null)));
    assertEquals(List.of(ZOYA),
        keys(new ListStudents(null, null, null, null, false, null, null, null, null, null, null)));
    assertEquals(List.of(ZOYA, ASHA), keys(new ListStudents(null, null, null, false, null, 40., 50.,
        Sort.AVERAGE_PROGRESS, Order.DESC, null, null)));
    assertEquals(List.of(RAVI, ZOYA, ASHA), keys(sorted(Sort.AVERAGE_PROGRESS, Order.DESC)));
    assertEquals(List.of(ASHA, ZOYA, RAVI), keys(sorted(Sort.LOWEST_PROGRESS, null)));
    for (Sort sort : Sort.values()) {
      for (Order order : Order.values()) {
        assertEquals(3, keys(sorted(sort, order)).size(), sort + " " + order);
      }
    }
  }

  @Test
  void pagesTellTheTotalHoweverFarTheyAre() throws SQLException {
    threeStudents();
    for (String search : new String[] {null, "learner"}) {
      for (long offset : new long[] {0, 2, 3, 1_000_000_000L}) {
        Page<Student> page = campus.ask(StudentContract.LIST,
            new ListStudents(search, null, null, null, null, null, null, null, null, 1, offset));
        assertEquals(3, page.total());
        assertEquals(offset < 3 ? 1 : 0, page.items().size());
      }
    }
    for (ListStudents bad : List.of(new ListStudents(null, null, null, null, null, null, null, null, null, 0, null),
        new ListStudents(null, null, null, null, null, null, null, null, null, 501, null),
        new ListStudents(null, null, null, null, null, null, null, null, null, 1, -1L))) {
      Campus.refused(Failure.INVALID, campus.send(StudentContract.LIST, bad));
    }
  }

  /** Counting what a search finds would cost more than its page where it finds many. */
  @Test
  void manyHitsAreFollowedInOrderAndAllStudentsAreCountedRight() throws SQLException {
    campus.course("c1", "Data Science", null);
    campus.execute("""
        INSERT INTO mrlearn.learners (id, tenant, graphy_course_id, graphy_user_id, name, email, email_stripped,
          progress_percent, total_time_seconds, is_completed, created_at, updated_at)
        SELECT gen_random_uuid(), 'mas', 'c1', 'u' || i, 'Student ' || lpad(i::text, 5, '0'),
          'acme-s' || i || '@x.example',
          's' || i || '@x.example', i %% 100, 0, false, now(), now() FROM generate_series(1, ?) i"""
        .replace("%%", "%"), StudentRepository.FEW + 500);
    campus.rollUp();
    Page<Student> page = campus.ask(StudentContract.LIST,
        new ListStudents("student", null, null, null, null, null, null, null, null, 2, 10L));
    assertNull(page.total());
    assertEquals(StudentRepository.FEW + 500, campus.ask(StudentContract.LIST, Campus.everybody()).total());
    assertEquals(99, campus.ask(StudentContract.LIST, Campus.search("student 000")).total());
    assertEquals(List.of("Student 00011", "Student 00012"), page.items().stream().map(Student::name).toList());
    assertEquals(List.of("Student 00042"),
        campus.list(Campus.search("student 00042")).stream().map(Student::name).toList());
  }

  @Test
  void aLearnerWithoutAnAddressIsInNoRowAndTwoWithOneAddressAreOneStudent() throws SQLException {
    campus.course("c1", "Data Science", null);
    campus.learner("c1", "u1", "Nobody", null, null, 10);
    campus.learner("c1", "u2", "Asha", ASHA, null, 10);
    campus.learner("c1", "u3", "Asha K", ASHA, null, 30);
    campus.execute("UPDATE mrlearn.learners SET email = 'other-' || email_stripped WHERE graphy_user_id = 'u3'");
    campus.rollUp();
    Student asha = campus.list(Campus.everybody()).getFirst();
    assertEquals(1, campus.list(Campus.everybody()).size());
    assertEquals(2, asha.enrolments());
    assertEquals(20, asha.averageProgress());
  }

  @Test
  void theAccountOfTheWholeAddressGivesThePhoneAndOneThatOnlyLooksAlikeDoesNot() throws SQLException {
    threeStudents();
    account(ZOYA, "+919820055555");
    account("anne-" + RAVI, "+919820066666");
    campus.rollUp();
    Student zoya = campus.only("zoya");
    assertTrue(zoya.hasMasAccount());
    assertEquals("+919820055555", zoya.phone());
    assertEquals("account", zoya.phoneSource());
    assertFalse(campus.only("ravi").hasMasAccount());
    campus.execute("DELETE FROM identity.users WHERE email = ?", ZOYA);
    campus.rollUp();
    assertFalse(campus.only("zoya").hasMasAccount());
  }

  @Test
  void submissionsAreMatchedByAddressElseByAPhoneThatNobodyElseHas() throws SQLException {
    threeStudents();
    account(ZOYA, "+91 98200 55555");
    campus.rollUp();
    campus.execute("""
        INSERT INTO mrtest.submissions (tenant, id, exam_id, attempt, roll_number, name, email, email_key, phone, state,
          analysis_due, updated_at)
        VALUES ('mas', 's1', 'e1', 1, 'R-1', 'Asha', 'asha@learner.example', 'asha@learner.example', '98200 55555',
            'submitted', false, now()),
          ('mas', 's2', 'e1', 1, 'R-2', 'Zoya', NULL, NULL, '+91-98200-55555', 'submitted', false, now()),
          ('mas', 's3', 'e1', 1, 'R-3', 'Ravi', NULL, NULL, '09820011111', 'submitted', false, now()),
          ('other', 's4', 'e1', 1, 'R-4', 'Ravi', 'ravi@learner.example', 'ravi@learner.example', NULL, 'submitted',
            false, now())""");
    assertEquals(new StudentContract.Exams(1, List.of("R-1"), "email"), campus.only("asha").exams());
    assertEquals(new StudentContract.Exams(2, List.of("R-1", "R-2"), "phone"), campus.only("zoya").exams());
    assertNull(campus.only("ravi").exams(), "the phone is Asha's too");
    campus.execute("ALTER VIEW mrtest.shared_submissions RENAME TO somewhere_else");
    assertEquals(3, campus.list(Campus.everybody()).size(), "the list does not need them");
    campus.execute("ALTER VIEW mrtest.somewhere_else RENAME TO shared_submissions");
    campus.execute("TRUNCATE mrtest.submissions");
  }

  @Test
  void anotherTenantSeesNothing() throws SQLException {
    threeStudents();
    assertEquals(0, Campus.await(campus.bus.send(campus.as("other", campus.admin, Role.SUPERADMIN),
        StudentContract.LIST, Campus.everybody())).total());
  }

  @Test
  void aPurgedCourseLeavesNoStudentsBehind() throws SQLException {
    threeStudents();
    campus.execute("DELETE FROM mrlearn.learners WHERE graphy_course_id = 'c2'");
    campus.rollUp();
    assertEquals(List.of(ASHA, ZOYA), keys(Campus.everybody()));
  }

  @Test
  void everythingCanBeMadeAgain() throws SQLException {
    threeStudents();
    campus.execute("UPDATE student.students SET average_progress = 1, name = 'x'");
    campus.execute("INSERT INTO student.students (tenant, email_key, enrolments, course_ids, completed,"
        + " average_progress, lowest_progress, lowest_learner_id, total_time_seconds)"
        + " VALUES ('mas', 'ghost@x', 1, '{}', 0, 0, 0, gen_random_uuid(), 0)");
    campus.ask(StudentContract.ROLL_UP, new CatchUp(true));
    assertEquals(List.of(ASHA, RAVI, ZOYA), keys(Campus.everybody()));
    assertEquals(40, campus.only("asha").averageProgress());
  }

  @Test
  void aRunThatMovesOnBringsTheRowsUpToDateSoon() throws Exception {
    campus.course("c1", "Data Science", null);
    campus.learner("c1", "u1", "Asha", ASHA, null, 10);
    campus.bus.publish(campus.bus.systemCall(Campus.TENANT, Duration.ofSeconds(5)), SyncContract.RUN_PROGRESSED, null);
    Eventually.eventually("she is there", Duration.ofSeconds(30), () -> keys(Campus.everybody()).equals(List.of(ASHA)));
  }

  private void account(String email, String phone) throws SQLException {
    campus.execute("""
        INSERT INTO identity.users (id, tenant, email, full_name, phone, role, email_verified_at, created_at,
          updated_at)
        VALUES (gen_random_uuid(), 'mas', ?, 'Somebody', ?, 'USER', now(), now(), now())""", email, phone);
  }
}
