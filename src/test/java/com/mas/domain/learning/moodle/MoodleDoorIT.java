package com.mas.domain.learning.moodle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.bus.Failure;
import com.mas.domain.learning.moodle.MoodleContract.AllCategories;
import com.mas.domain.learning.moodle.MoodleContract.CoursesOf;
import com.mas.domain.learning.moodle.MoodleContract.GetSiteInfo;
import com.mas.domain.learning.moodle.MoodleContract.GetTree;
import com.mas.domain.learning.moodle.MoodleContract.GiveRole;
import com.mas.domain.learning.moodle.MoodleContract.InstitutionalRole;
import com.mas.domain.learning.moodle.MoodleContract.ListCourses;
import com.mas.domain.learning.moodle.MoodleContract.ListRoles;
import com.mas.domain.learning.moodle.MoodleContract.Made;
import com.mas.domain.learning.moodle.MoodleContract.MadeRow;
import com.mas.domain.learning.moodle.MoodleContract.MakeCategories;
import com.mas.domain.learning.moodle.MoodleContract.MakeCourses;
import com.mas.domain.learning.moodle.MoodleContract.MakePeople;
import com.mas.domain.learning.moodle.MoodleContract.Making;
import com.mas.domain.learning.moodle.MoodleContract.NewCategory;
import com.mas.domain.learning.moodle.MoodleContract.NewCourse;
import com.mas.domain.learning.moodle.MoodleContract.NewPerson;
import com.mas.domain.learning.moodle.MoodleContract.Office;
import com.mas.domain.learning.moodle.MoodleContract.PeopleOf;
import com.mas.domain.learning.moodle.MoodleContract.ProfilesOf;
import com.mas.domain.learning.moodle.MoodleContract.TakeRole;
import com.mas.domain.people.identity.DirectoryContract.Person;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MoodleDoorIT {
  private static final UUID TARA = UUID.randomUUID();

  @AutoClose private static final MoodleWorld world = new MoodleWorld();

  @BeforeAll
  static void open() {
    world.node.identity(ask -> ask.ids() != null && ask.ids().contains(TARA)
        ? List.of(new Person(TARA, "tara.rao@example.test", null, "Tara Rao")) : List.of());
    world.account("tara.rao@example.test", TARA);
  }

  @BeforeEach
  void calm() {
    world.calm();
    world.database.execute("TRUNCATE moodle.institutional_roles");
  }

  @Test
  void questionsArePassedOnAndAnsweredInMoodlesWords() {
    MoodleWorld.Node node = world.node;
    assertEquals("ws_sync", node.ask(MoodleContract.SITE_INFO, new GetSiteInfo()).answer().get("username").asText());
    assertEquals(5, node.ask(MoodleContract.ALL_CATEGORIES, new AllCategories()).answer().size());
    assertEquals(2, node.ask(MoodleContract.COURSES_OF, new CoursesOf(5)).answer().size());
    assertEquals(2, node.ask(MoodleContract.PEOPLE_OF, new PeopleOf(2, 2, 1)).answer().size());
    assertEquals("asha.k", node.ask(MoodleContract.PROFILES_OF, new ProfilesOf(2, List.of(5L))).answer().get(0)
        .get("username").asText());
    assertEquals("not_at_moodle", node.refused(Failure.NOT_FOUND, MoodleContract.PEOPLE_OF,
        new PeopleOf(999, null, null)).detail().reason());
    world.sandbox("PUT", "site", "{\"state\":\"restOff\"}");
    node.refused(Failure.PROVIDER_UNAUTHENTICATED, MoodleContract.SITE_INFO, new GetSiteInfo());
    world.sandbox("PUT", "site", "{\"state\":\"well\"}");
    world.fault("truncated path=rest");
    node.refused(Failure.PROVIDER_FAILED, MoodleContract.SITE_INFO, new GetSiteInfo());
  }

  @Test
  void whatIsMissingIsMadeOnceAndWhatIsThereStays() {
    MakeCategories ask = new MakeCategories(List.of(new NewCategory("North Campus", "CAMPUS-N", null),
        new NewCategory("South Campus", "CAMPUS-S", null)));
    Made preview = world.node.ask(MoodleContract.PREVIEW_CATEGORIES, ask);
    assertEquals(List.of(Making.THERE, Making.MISSING), preview.rows().stream().map(MadeRow::state).toList());
    assertEquals(0, world.node.ask(MoodleContract.PREVIEW_CATEGORIES, ask).rows().stream()
        .filter(row -> row.state() == Making.MADE).count());
    Made made = world.node.ask(MoodleContract.MAKE_CATEGORIES, ask);
    assertEquals(List.of(Making.THERE, Making.MADE), made.rows().stream().map(MadeRow::state).toList());
    Made again = world.node.ask(MoodleContract.MAKE_CATEGORIES, ask);
    assertEquals(List.of(Making.THERE, Making.THERE), again.rows().stream().map(MadeRow::state).toList());
    assertEquals(made.rows().getLast().id(), again.rows().getLast().id());
    Made courses = world.node.ask(MoodleContract.MAKE_COURSES, new MakeCourses(List.of(
        new NewCourse("Prompt Engineering", "PE110", made.rows().getLast().id(), "C-PE110"),
        new NewCourse("Nowhere", "NO1", 4711, null), new NewCourse("Known", "DS101", 5, null))));
    assertEquals(List.of(Making.MADE, Making.REFUSED, Making.THERE),
        courses.rows().stream().map(MadeRow::state).toList());
    long course = courses.rows().getFirst().id();
    Made people = world.node.ask(MoodleContract.MAKE_PEOPLE, new MakePeople(List.of(
        new NewPerson("Dev.S", "Pass!word-1", "Dev", "Shah", "dev.s@example.test", course),
        new NewPerson("weak.w", "password", "Wan", "Weak", "weak.w@example.test", null),
        new NewPerson("asha.k", "Pass!word-1", "Asha", "K", "asha.k@example.test", null))));
    assertEquals(List.of(Making.MADE, Making.REFUSED, Making.THERE),
        people.rows().stream().map(MadeRow::state).toList());
    assertTrue(people.rows().get(1).reason().startsWith("Passwords must have at least 1 digit(s)."),
        people.rows().get(1).reason());
    world.node.sync();
    assertEquals(1, world.number("SELECT count(*) FROM moodle.enrolments WHERE course_id = " + course));
  }

  @Test
  void theMirroredTreeIsShown() {
    world.node.sync();
    assertEquals(List.of(1L, 2L, 3L, 4L, 5L), world.node.ask(MoodleContract.TREE, new GetTree()).categories().stream()
        .map(MoodleContract.CategoryRow::id).toList());
    assertEquals(4, world.node.ask(MoodleContract.COURSES, new ListCourses(5, null, null)).items().stream()
        .filter(row -> row.shortName().equals("DS101")).findFirst().orElseThrow().people());
  }

  @Test
  void officesAreGivenByHandOrFollowFromMoodle() {
    world.node.sync();
    assertEquals("category_unfit", world.node.refused(Failure.UNPROCESSABLE, MoodleContract.GIVE_ROLE,
        new GiveRole(TARA, Office.DEAN, 5)).detail().reason());
    world.node.refused(Failure.NOT_FOUND, MoodleContract.GIVE_ROLE, new GiveRole(UUID.randomUUID(), Office.DEAN, 4));
    world.database.execute("UPDATE moodle.enrolments SET role = 'manager' WHERE user_id = 4");
    world.node.on(() -> world.node.db.transaction(tx -> {
      new RoleRepository(world.node.db).keepChairs(tx, MoodleWorld.TENANT, world.clock.instant());
      return null;
    }));
    InstitutionalRole chair = only();
    assertEquals(Office.CHAIRPERSON, chair.role());
    assertEquals(5, chair.moodleCategoryId());
    InstitutionalRole dean = world.node.ask(MoodleContract.GIVE_ROLE, new GiveRole(TARA, Office.DEAN, 4));
    assertEquals(dean.id(), only().id(), "the office below is suppressed");
    assertEquals(dean.id(), world.node.ask(MoodleContract.GIVE_ROLE, new GiveRole(TARA, Office.DEAN, 4)).id());
    world.node.ask(MoodleContract.TAKE_ROLE, new TakeRole(dean.id()));
    world.node.refused(Failure.NOT_FOUND, MoodleContract.TAKE_ROLE, new TakeRole(dean.id()));
  }

  private static InstitutionalRole only() {
    List<InstitutionalRole> all = world.node.ask(MoodleContract.ROLES, new ListRoles(null, null)).items();
    assertEquals(1, all.size());
    return all.getFirst();
  }
}
