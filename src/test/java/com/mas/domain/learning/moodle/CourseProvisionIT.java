package com.mas.domain.learning.moodle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.bus.Failure;
import com.mas.bus.FailureException;
import com.mas.domain.learning.moodle.MoodleContract.Making;
import com.mas.domain.learning.moodle.ProvisionContract.BulkCourses;
import com.mas.domain.learning.moodle.ProvisionContract.CourseEntry;
import com.mas.domain.learning.moodle.ProvisionContract.CourseRow;
import com.mas.domain.learning.moodle.ProvisionContract.CoursesMade;
import com.mas.domain.learning.moodle.ProvisionContract.QuickCourse;
import com.mas.testkit.House;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CourseProvisionIT {
  private static final long PROGRAM = 5;
  private static final LocalDate START = LocalDate.of(2027, 1, 4);
  private static final LocalDate END = LocalDate.of(2027, 5, 28);

  @AutoClose private static final MoodleWorld world = new MoodleWorld();

  @BeforeEach
  void calm() {
    world.calm();
  }

  private static BulkCourses courses(String... codes) {
    return new BulkCourses(PROGRAM, START, END,
        Arrays.stream(codes).map(code -> new CourseEntry(code, "Course " + code)).toList());
  }

  private static QuickCourse quick(String campus, String program) {
    return new QuickCourse("PE 110", "Prompt Engineering", campus, "N-S12026", "Computer Science", program, START, END);
  }

  private static CoursesMade make(BulkCourses ask) {
    return world.node.ask(ProvisionContract.MAKE_BULK, ask);
  }

  private static List<Making> states(CoursesMade made) {
    return made.rows().stream().map(CourseRow::state).toList();
  }

  private static long atMoodle(String shortName) {
    return world.node.ask(MoodleContract.ALL_COURSES, new MoodleContract.AllCourses()).answer().findValuesAsText(
        "shortname").stream().filter(shortName::equals).count();
  }

  @Test
  void aPreviewNamesTheCoursesAndMakesNothing() {
    CoursesMade preview = world.node.ask(ProvisionContract.PREVIEW_BULK, courses("pe 110", "SQL/2", "Pe-110", "–"));
    assertEquals("North Campus / Semester 1 2026 / Computer Science / BSc Data Science", preview.categoryPath());
    assertEquals(List.of(Making.MISSING, Making.MISSING, Making.REFUSED, Making.REFUSED), states(preview));
    CourseRow first = preview.rows().getFirst();
    assertEquals("1 pe 110 N-S12026-CS-BSDS-PE-110 Course pe 110", first.row() + " " + first.courseCode() + " "
        + first.shortName() + " " + first.fullName());
    assertEquals("Row 1 has the same course code.", preview.rows().get(2).reason());
    assertEquals("The course code has neither a letter nor a digit.", preview.rows().get(3).reason());
    assertEquals(0, atMoodle(first.shortName()));
  }

  @Test
  void whatWasMadeIsNotMadeAgain() {
    CoursesMade made = make(courses("PE110", "SQL2", "pe110"));
    assertEquals(List.of(Making.MADE, Making.MADE, Making.REFUSED), states(made));
    CoursesMade again = make(courses("PE110", "SQL2", "NEW1"));
    assertEquals(List.of(Making.THERE, Making.THERE, Making.MADE), states(again));
    assertEquals(made.rows().getFirst().id(), again.rows().getFirst().id());
    assertEquals(1, atMoodle(made.rows().getFirst().shortName()));
    world.node.sync();
    assertEquals(3, world.number("SELECT count(*) FROM moodle.courses WHERE category_id = " + PROGRAM
        + " AND short_name LIKE 'N-S12026-CS-BSDS-%'"));
  }

  private static long putAtMoodle(long category, String shortName) {
    return world.node.on(() -> ProvisionService.id(world.node.client.change("core_course_create_courses",
        Map.of("courses[0][fullname]", "Theirs", "courses[0][shortname]", shortName, "courses[0][categoryid]",
            String.valueOf(category)))));
  }

  /** It was told as being there, in a programme that does not have it. */
  @Test
  void aCourseOfAnotherPlaceWithTheSameShortNameIsNotTakenForThisOnes() {
    long theirs = putAtMoodle(3, "N-S12026-CS-BSDS-PE110");
    List<CourseRow> rows = List.of(world.node.ask(ProvisionContract.PREVIEW_BULK, courses("PE110")).rows().getFirst(),
        make(courses("PE110")).rows().getFirst());
    for (CourseRow row : rows) {
      assertEquals(Making.REFUSED, row.state());
      assertNull(row.id());
      assertEquals("Moodle's course " + theirs + " has this short name, in category 3; rename that, or use another"
          + " code.", row.reason());
    }
  }

  @Test
  void aNameThatSeveralCategoriesHaveIsRefused() {
    world.node.on(() -> world.node.client.change("core_course_create_categories", Map.of("categories[0][name]",
        "North Campus", "categories[0][idnumber]", "CAMPUS-N2", "categories[0][parent]", "0")));
    FailureException refused = world.node.refused(Failure.UNPROCESSABLE, ProvisionContract.MAKE_QUICK,
        quick("North Campus", "BSc Data Science"));
    assertEquals("place_ambiguous /campus Moodle has more than one campus “North Campus”; say the id number of the"
        + " one.",
        refused.detail().reason() + " " + refused.detail().errors().getFirst().path() + " "
            + refused.getMessage());
    assertEquals(List.of(Making.MADE), states(world.node.ask(ProvisionContract.MAKE_QUICK,
        quick("CAMPUS-N", "BSc Data Science"))));
  }

  @Test
  void requestsAtTheSameTimeMakeEachCourseOnce() {
    List<Future<CoursesMade>> asked = IntStream.range(0, 4)
        .mapToObj(each -> world.node.send(ProvisionContract.MAKE_BULK, courses("R1", "R2", "R3"))).toList();
    List<CourseRow> rows = asked.stream().map(House::await).flatMap(made -> made.rows().stream()).toList();
    assertEquals(3, rows.stream().filter(row -> row.state() == Making.MADE).count());
    assertEquals(9, rows.stream().filter(row -> row.state() == Making.THERE).count());
    assertEquals(3, rows.stream().map(CourseRow::id).distinct().count());
  }

  @Test
  void whereMoodleGoesAwayBetweenRowsTheRestIsToldAndMadeLater() {
    world.fault("status status=500 path=rest afterRequests=3");
    CoursesMade made = make(courses("A1", "B1", "C1"));
    assertEquals(List.of(Making.MADE, Making.UNDONE, Making.UNDONE), states(made));
    assertTrue(made.rows().getLast().reason().startsWith("Not tried"), made.rows().getLast().reason());
    assertNull(made.rows().getLast().id());
    world.sandbox.faults("moodle");
    assertEquals(List.of(Making.THERE, Making.MADE, Making.MADE), states(make(courses("A1", "B1", "C1"))));
  }

  @Test
  void aMoodleThatIsAwayIsAFailureAndNothingIsMade() {
    world.fault("status status=500 path=rest");
    world.node.refused(Failure.PROVIDER_FAILED, ProvisionContract.MAKE_BULK, courses("A1"));
    world.node.refused(Failure.PROVIDER_FAILED, ProvisionContract.PREVIEW_QUICK, quick("CAMPUS-N", "N-S12026-CS-BSDS"));
    world.sandbox.faults("moodle");
    world.sandbox("PUT", "site", "{\"state\":\"maintenance\"}");
    FailureException maintenance = world.node.refusal(world.node.as(MoodleWorld.ADMIN), ProvisionContract.MAKE_BULK,
        courses("A1"));
    assertTrue(maintenance.getMessage().contains("maintenance"), maintenance.getMessage());
  }

  @Test
  void aRequestWithoutTimeLeftSaysWhatIsUndone() {
    assertEquals(List.of(Making.UNDONE), states(House.await(world.node.bus.send(
        world.node.as(MoodleWorld.ADMIN).until(world.clock.millis() + Duration.ofSeconds(20).toMillis()),
        ProvisionContract.MAKE_BULK, courses("A1")))));
  }

  @Test
  void oneCourseIsMadeInThePlaceThatNamesLeadTo() {
    CoursesMade preview = world.node.ask(ProvisionContract.PREVIEW_QUICK, quick("campus-n", "BSc Data Science"));
    assertEquals(List.of(Making.MISSING), states(preview));
    assertEquals(PROGRAM, preview.categoryId());
    CoursesMade made = world.node.ask(ProvisionContract.MAKE_QUICK, quick("CAMPUS-N", "N-S12026-CS-BSDS"));
    assertEquals(List.of(Making.MADE), states(made));
    assertEquals(preview.rows().getFirst().shortName(), made.rows().getFirst().shortName());
    assertEquals(List.of(Making.THERE), states(world.node.ask(ProvisionContract.MAKE_QUICK,
        quick("North Campus", "N-S12026-CS-BSDS"))));
  }

  @Test
  void placesAndDatesThatDoNotFitAreRefused() {
    FailureException place = world.node.refused(Failure.UNPROCESSABLE, ProvisionContract.MAKE_QUICK,
        quick("CAMPUS-N", "Astrology"));
    assertEquals("place_missing /program", place.detail().reason() + " " + place.detail().errors().getFirst().path());
    assertTrue(place.getMessage().startsWith("Moodle has no program “Astrology” in North Campus / "),
        place.getMessage());
    assertEquals("/campus", world.node.refused(Failure.UNPROCESSABLE, ProvisionContract.PREVIEW_QUICK,
        quick("Moon", "N-S12026-CS-BSDS")).detail().errors().getFirst().path());
    world.node.refused(Failure.UNPROCESSABLE, ProvisionContract.MAKE_BULK,
        new BulkCourses(4, START, END, courses("A1").courses()));
    world.node.refused(Failure.UNPROCESSABLE, ProvisionContract.MAKE_BULK,
        new BulkCourses(4711, START, END, courses("A1").courses()));
    assertEquals("dates_swapped", world.node.refused(Failure.UNPROCESSABLE, ProvisionContract.MAKE_BULK,
        new BulkCourses(PROGRAM, END, START, courses("A1").courses())).detail().reason());
    world.node.refused(Failure.INVALID, ProvisionContract.MAKE_BULK, courses(IntStream.rangeClosed(1, 101)
        .mapToObj(String::valueOf).toArray(String[]::new)));
  }
}
