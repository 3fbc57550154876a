package com.mas.domain.learning.education;

import static com.mas.domain.learning.education.EducationContract.BATCHES_CREATE;
import static com.mas.domain.learning.education.EducationContract.BATCHES_ENSURE;
import static com.mas.domain.learning.education.EducationContract.BATCHES_FIND;
import static com.mas.domain.learning.education.EducationContract.BATCHES_GET;
import static com.mas.domain.learning.education.EducationContract.BATCHES_LIST;
import static com.mas.domain.learning.education.EducationContract.BATCHES_OF_USER;
import static com.mas.domain.learning.education.EducationContract.BATCHES_REMOVE;
import static com.mas.domain.learning.education.EducationContract.BATCHES_UPDATE;
import static com.mas.domain.learning.education.EducationContract.COURSES_ADD;
import static com.mas.domain.learning.education.EducationContract.COURSES_LIST;
import static com.mas.domain.learning.education.EducationContract.COURSES_MAPPED;
import static com.mas.domain.learning.education.EducationContract.COURSES_REMOVE;
import static com.mas.domain.learning.education.EducationContract.COURSES_UPDATE;
import static com.mas.domain.learning.education.LedBatchContract.LED_APPLICATIONS;
import static com.mas.domain.learning.education.LedBatchContract.LED_BATCH;
import static com.mas.domain.learning.education.LedBatchContract.LED_BATCHES;
import static com.mas.domain.learning.education.LedBatchContract.LED_DAY;
import static com.mas.domain.learning.education.LedBatchContract.LED_TOTALS;
import static com.mas.domain.learning.education.School.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.bus.Failure;
import com.mas.bus.Json;
import com.mas.bus.Page;
import com.mas.domain.learning.education.EducationContract.AddCourse;
import com.mas.domain.learning.education.EducationContract.ApplicationState;
import com.mas.domain.learning.education.EducationContract.ApplicationsOfBatch;
import com.mas.domain.learning.education.EducationContract.Batch;
import com.mas.domain.learning.education.EducationContract.BatchCourse;
import com.mas.domain.learning.education.EducationContract.BatchState;
import com.mas.domain.learning.education.EducationContract.BatchesOfUser;
import com.mas.domain.learning.education.EducationContract.CreateBatch;
import com.mas.domain.learning.education.EducationContract.DayOfAttendance;
import com.mas.domain.learning.education.EducationContract.FindBatches;
import com.mas.domain.learning.education.EducationContract.GetBatch;
import com.mas.domain.learning.education.EducationContract.ListAttendance;
import com.mas.domain.learning.education.EducationContract.ListBatches;
import com.mas.domain.learning.education.EducationContract.ListCourses;
import com.mas.domain.learning.education.EducationContract.MappedCourses;
import com.mas.domain.learning.education.EducationContract.Provider;
import com.mas.domain.learning.education.EducationContract.RemoveBatch;
import com.mas.domain.learning.education.EducationContract.RemoveCourse;
import com.mas.domain.learning.education.EducationContract.UpdateBatch;
import com.mas.domain.learning.education.EducationContract.UpdateCourse;
import com.mas.domain.learning.education.LedBatchContract.LedBatches;
import com.mas.testkit.Asked;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class BatchIT {
  @AutoClose private static final School school = new School();

  @Test
  void whatWasCreatedIsReadBack() {
    UUID lead = UUID.randomUUID();
    Batch made = school.ask(BATCHES_CREATE,
        Asked.with(CreateBatch.class, "code", "DS-2026-01", "name", "  Data Science, January  ",
            "startsOn", School.START, "batchLeadId", lead));
    assertEquals("Data Science, January", made.name());
    assertEquals(BatchState.PLANNED, made.state());
    assertNull(made.endsOn());
    assertEquals(school.clock.instant(), made.createdAt());
    assertEquals(made, school.ask(BATCHES_GET, new GetBatch(made.id())));
  }

  @Test
  void aTakenCodeIsAConflictWithTheExistingBatchWhateverTheCase() {
    Batch first = school.batch("Taken-1");
    var failure = school.refused(Failure.CONFLICT, BATCHES_CREATE,
        Asked.with(CreateBatch.class, "code", "TAKEN-1", "name", "Other", "startsOn", School.START));
    assertTrue(Json.write(failure.detail().data()).contains(first.id().toString()));

    Batch second = school.batch("Taken-2");
    var rename = school.refused(Failure.CONFLICT, BATCHES_UPDATE, change(second.id(), "code", "taken-1"));
    assertTrue(Json.write(rename.detail().data()).contains(first.id().toString()));
    assertEquals("Taken-2", school.ask(BATCHES_GET, new GetBatch(second.id())).code());
  }

  @Test
  void blanksAroundACodeAndANameAreDroppedAndBlankOnesRefused() {
    Batch made = school.ask(BATCHES_CREATE,
        Asked.with(CreateBatch.class, "code", "LINE-END\n", "name", "\u2003Wide\u2003", "startsOn", School.START));
    assertEquals("LINE-END", made.code());
    assertEquals("Wide", made.name());
    var blank = school.refused(Failure.INVALID, BATCHES_UPDATE,
        change(made.id(), "name", "\u2003"));
    assertEquals("/name", blank.detail().errors().getFirst().path());
    Batch batch = school.batch("LINE-END-2");
    course(batch, "graphy-1\n", null);
    school.refused(Failure.CONFLICT, COURSES_ADD,
        new AddCourse(batch.id(), Provider.MRLEARN, "graphy-1", null, null, null));
  }

  @Test
  void manyAdminsAtOnceMakeOneBatchOfACode() {
    CreateBatch ask = Asked.with(CreateBatch.class, "code", "RACE", "name", "Race", "startsOn", School.START);
    List<Future<Batch>> asked =
        IntStream.range(0, 20).mapToObj(i -> school.send("mas", school.admin, BATCHES_CREATE, ask)).toList();
    await(Future.join(new ArrayList<>(asked)).otherwiseEmpty());
    assertEquals(1, asked.stream().filter(Future::succeeded).count());
    asked.stream().filter(Future::failed).forEach(each -> School.refused(Failure.CONFLICT, each));
  }

  @Test
  void ensuringTwiceMakesOneAndLeavesItAsItIs() {
    Batch made = school.ask(BATCHES_ENSURE,
        Asked.with(CreateBatch.class, "code", "DEMO-A", "name", "Demo", "state", BatchState.ACTIVE,
            "startsOn", School.START));
    Batch again = school.ask(BATCHES_ENSURE,
        Asked.with(CreateBatch.class, "code", "DEMO-A", "name", "Another name", "startsOn", School.START));
    assertEquals(made, again);
  }

  @Test
  void anotherTenantsBatchIsNotThere() {
    UUID id = school.batch("OURS").id();
    School.refused(Failure.NOT_FOUND, foreign(BATCHES_GET, new GetBatch(id)));
    School.refused(Failure.NOT_FOUND, foreign(BATCHES_UPDATE, change(id, "code", "MINE")));
    School.refused(Failure.NOT_FOUND, foreign(BATCHES_REMOVE, new RemoveBatch(id)));
    School.refused(Failure.NOT_FOUND, foreign(COURSES_LIST, new ListCourses(id, null, null, null)));
    School.refused(Failure.NOT_FOUND,
        foreign(COURSES_ADD, new AddCourse(id, Provider.MRLEARN, "c1", null, null, null)));
    assertEquals(List.of(), await(foreign(BATCHES_FIND, new FindBatches(List.of(id)))).batches());
    assertEquals(0L, await(foreign(BATCHES_LIST, new ListBatches("OURS", null, null, null, null))).total());
    assertEquals("OURS", school.ask(BATCHES_GET, new GetBatch(id)).code());
    // and the code is free there
    await(foreign(BATCHES_CREATE, Asked.with(CreateBatch.class, "code", "OURS", "name", "Theirs",
        "startsOn", School.START)));
  }

  @Test
  void theListIsPagedSearchedAndFiltered() {
    UUID lead = UUID.randomUUID();
    for (int i = 0; i < 5; i++) {
      school.ask(BATCHES_CREATE, Asked.with(CreateBatch.class, "code", "LIST-" + i, "name", "Searchable 100%_" + i,
          "startsOn", School.START.plusDays(i), "batchLeadId", i == 2 ? lead : null));
    }
    Page<Batch> page = school.ask(BATCHES_LIST, new ListBatches("searchABLE", BatchState.PLANNED, null, 2, 1L));
    assertEquals(5L, page.total());
    assertEquals(List.of("LIST-3", "LIST-2"), page.items().stream().map(Batch::code).toList());
    assertEquals(1L, school.ask(BATCHES_LIST, new ListBatches("100%_4", null, null, null, null)).total());
    assertEquals(0L, school.ask(BATCHES_LIST, new ListBatches("' OR 1=1 --", null, null, null, null)).total());
    assertEquals(0L, school.ask(BATCHES_LIST, new ListBatches("LIST-", BatchState.ACTIVE, null, null, null)).total());
    assertEquals("LIST-2",
        school.ask(BATCHES_LIST, new ListBatches(null, null, lead, null, null)).items().getFirst().code());
    Page<Batch> beyond = school.ask(BATCHES_LIST, new ListBatches("LIST-", null, null, 50, 100L));
    assertEquals(List.of(), beyond.items());
    assertEquals(5L, beyond.total());
    school.refused(Failure.INVALID, BATCHES_LIST, new ListBatches(null, null, null, 501, null));
    school.refused(Failure.INVALID, BATCHES_LIST, new ListBatches(null, null, null, null, -1L));
  }

  @Test
  void aChangeTouchesOnlyWhatItNamesAndClearsWhatIsNull() {
    Batch made = school.batch("CHANGE", UUID.randomUUID());
    school.clock.advance(Duration.ofMinutes(1));
    Batch renamed = school.ask(BATCHES_UPDATE,
        change(made.id(), "name", "New name", "endsOn", null, "batchLeadId", null));
    assertEquals("New name", renamed.name());
    assertEquals("CHANGE", renamed.code());
    assertNull(renamed.endsOn());
    assertNull(renamed.batchLeadId());
    assertEquals(school.clock.instant(), renamed.updatedAt());
    school.clock.advance(Duration.ofMinutes(1));
    assertEquals(renamed, school.ask(BATCHES_UPDATE,
        change(made.id(), "name", "New name")));
  }

  @Test
  void whatABatchMustHaveIsNotCleared() {
    Batch made = school.batch("FILLED");
    for (String member : List.of("code", "name", "state", "startsOn")) {
      var refused = school.refused(Failure.INVALID, BATCHES_UPDATE, change(made.id(), member, null));
      assertEquals("/" + member, refused.detail().errors().getFirst().path());
    }
    assertEquals(made, school.ask(BATCHES_GET, new GetBatch(made.id())));
  }

  @Test
  void statesFollowTheRulesAndDaysMustFit() {
    Batch made = school.batch("STATES");
    var refused = school.refused(Failure.UNPROCESSABLE, BATCHES_UPDATE,
        change(made.id(), "state", BatchState.ARCHIVED));
    assertTrue(refused.detail().message().contains("possible: completed"));
    school.ask(BATCHES_UPDATE, change(made.id(), "state", BatchState.COMPLETED));
    assertEquals(BatchState.ARCHIVED,
        school.ask(BATCHES_UPDATE, change(made.id(), "state", BatchState.ARCHIVED)).state());

    var days = school.refused(Failure.INVALID, BATCHES_UPDATE, change(made.id(), "startsOn", School.END.plusDays(1)));
    assertEquals("/endsOn", days.detail().errors().getFirst().path());
    school.refused(Failure.INVALID, BATCHES_CREATE,
        Asked.with(CreateBatch.class, "code", "DAYS", "name", "x", "startsOn", School.END, "endsOn", School.START));
  }

  @Test
  void whoLeadsMustExist() {
    var lead = school.refused(Failure.NOT_FOUND, BATCHES_CREATE,
        Asked.with(CreateBatch.class, "code", "STAFF", "name", "x", "startsOn", School.START,
            "batchLeadId", School.NOBODY));
    assertEquals("/batchLeadId", lead.detail().errors().getFirst().path());
    UUID id = school.batch("STAFF").id();
    var mentor = school.refused(Failure.NOT_FOUND, BATCHES_UPDATE,
        change(id, "superMentorId", School.NOBODY));
    assertEquals("/superMentorId", mentor.detail().errors().getFirst().path());
  }

  @Test
  void onlyAnEmptyBatchIsDeletedAndItsMappingsGoWithIt() {
    Batch empty = school.batch("EMPTY");
    school.ask(COURSES_ADD, new AddCourse(empty.id(), Provider.MRTEST, "exam-1", null, null, null));
    assertEquals(empty.id(), school.ask(BATCHES_REMOVE, new RemoveBatch(empty.id())).id());
    school.refused(Failure.NOT_FOUND, BATCHES_GET, new GetBatch(empty.id()));
    school.refused(Failure.NOT_FOUND, BATCHES_REMOVE, new RemoveBatch(empty.id()));

    Batch full = school.batch("FULL");
    school.application(full, UUID.randomUUID(), ApplicationState.APPLIED);
    var refused = school.refused(Failure.CONFLICT, BATCHES_REMOVE, new RemoveBatch(full.id()));
    assertTrue(refused.detail().message().contains("archive"));
    assertNotNull(school.ask(BATCHES_GET, new GetBatch(full.id())));
  }

  @Test
  void coursesComeOneAfterTheOtherAndOnceForEachRoadmapItem() {
    Batch batch = school.batch("COURSES");
    BatchCourse first = course(batch, "graphy-1", null);
    BatchCourse second = course(batch, "graphy-2", null);
    course(batch, "graphy-1", "week-2");
    assertEquals(List.of(1, 2), List.of(first.sequence(), second.sequence()));

    var twice = school.refused(Failure.CONFLICT, COURSES_ADD,
        new AddCourse(batch.id(), Provider.MRLEARN, "graphy-1", null, 9, null));
    assertTrue(Json.write(twice.detail().data()).contains(first.id().toString()));

    String url = "https://www.mrlearn.in/s/courses/graphy-1/take";
    school.ask(COURSES_UPDATE, change(batch.id(), first.id(), "courseUrl", url));
    BatchCourse moved = school.ask(COURSES_UPDATE, change(batch.id(), first.id(), "sequence", 10));
    assertEquals(url, moved.courseUrl());
    assertNull(school.ask(COURSES_UPDATE, change(batch.id(), first.id(), "courseUrl", null)).courseUrl());
    var refused = school.refused(Failure.INVALID, COURSES_UPDATE, change(batch.id(), first.id(), "sequence", null));
    assertEquals("/sequence", refused.detail().errors().getFirst().path());
    Page<BatchCourse> page = school.ask(COURSES_LIST, new ListCourses(batch.id(), Provider.MRLEARN, null, null));
    assertEquals(List.of(2, 3, 10), page.items().stream().map(BatchCourse::sequence).toList());
    assertEquals(0L, school.ask(COURSES_LIST, new ListCourses(batch.id(), Provider.MRTEST, null, null)).total());
    assertEquals(3, school.ask(BATCHES_GET, new GetBatch(batch.id())).courses());

    UUID other = school.batch("COURSES-2").id();
    school.refused(Failure.NOT_FOUND, COURSES_REMOVE, new RemoveCourse(other, first.id()));
    school.refused(Failure.NOT_FOUND, COURSES_UPDATE, change(other, first.id(), "sequence", 1));
    school.ask(COURSES_REMOVE, new RemoveCourse(batch.id(), first.id()));
    school.refused(Failure.NOT_FOUND, COURSES_REMOVE, new RemoveCourse(batch.id(), first.id()));
  }

  @Test
  void otherDomainsFindBatchesAndCoursesOfThoseWhoHaveASeat() {
    UUID student = UUID.randomUUID();
    Batch seated = school.batch("SEATED");
    Batch later = school.batch("LATER");
    Batch asked = school.batch("ASKED");
    course(seated, "graphy-7", null);
    course(asked, "graphy-8", null);
    school.application(seated, student, ApplicationState.ENROLLED);
    school.clock.advance(Duration.ofDays(1));
    school.application(later, student, ApplicationState.PAID);
    school.application(asked, student, ApplicationState.SCREENING);

    assertEquals(List.of("SEATED", "LATER"), school.ask(BATCHES_OF_USER, new BatchesOfUser(student)).batches().stream()
        .map(Batch::code).toList());
    assertEquals(List.of("graphy-7"), mapped(new MappedCourses(null, student)));
    assertEquals(List.of("graphy-8"), mapped(new MappedCourses(asked.id(), null)));
    assertEquals(List.of(), await(foreign(COURSES_MAPPED, new MappedCourses(asked.id(), null))).courses());
    school.refused(Failure.INVALID, COURSES_MAPPED, new MappedCourses(null, null));
    assertEquals(1, school.ask(BATCHES_FIND, new FindBatches(List.of(seated.id(), UUID.randomUUID())))
        .batches().getFirst().students());
  }

  @Test
  void aBatchLeadSeesOnlyTheBatchesThatAreHisOwn() {
    UUID lead = UUID.randomUUID();
    UUID own = school.batch("OWN", lead).id();
    UUID others = school.batch("OTHERS", UUID.randomUUID()).id();
    Page<Batch> list = await(school.send("mas", lead, LED_BATCHES, new LedBatches(null, null, null, null)));
    assertEquals(List.of("OWN"), list.items().stream().map(Batch::code).toList());
    assertEquals("OWN", await(school.send("mas", lead, LED_BATCH, new GetBatch(own))).code());
    School.refused(Failure.NOT_FOUND, school.send("other", lead, LED_BATCH, new GetBatch(own)));
    School.refused(Failure.NOT_FOUND, school.send("mas", lead, LED_BATCH, new GetBatch(others)));
    School.refused(Failure.NOT_FOUND, school.send("mas", lead, LED_APPLICATIONS,
        new ApplicationsOfBatch(others, null, null, null, null)));
    School.refused(Failure.NOT_FOUND, school.send("mas", lead, LED_DAY,
        new DayOfAttendance(others, School.START, null, null)));
    School.refused(Failure.NOT_FOUND, school.send("mas", lead, LED_TOTALS,
        new ListAttendance(others, null, null, null, null, null)));
  }

  private static List<String> mapped(MappedCourses ask) {
    return school.ask(COURSES_MAPPED, ask).courses().stream().map(BatchCourse::externalCourseId).toList();
  }

  private static BatchCourse course(Batch batch, String id, String roadmapItem) {
    return school.ask(COURSES_ADD, new AddCourse(batch.id(), Provider.MRLEARN, id, roadmapItem, null, null));
  }

  private static UpdateBatch change(UUID id, Object... namesAndValues) {
    Object[] all = Stream.concat(Stream.of("id", id), Arrays.stream(namesAndValues)).toArray();
    return Asked.with(UpdateBatch.class, all);
  }

  private static UpdateCourse change(UUID batch, UUID course, String member, Object value) {
    return Asked.with(UpdateCourse.class, "id", batch, "courseId", course, member, value);
  }

  private static <Q, A> Future<A> foreign(com.mas.bus.Request<Q, A> request, Q body) {
    return school.send("other", school.admin, request, body);
  }
}
