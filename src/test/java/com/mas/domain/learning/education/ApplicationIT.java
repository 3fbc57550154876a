package com.mas.domain.learning.education;

import static com.mas.domain.learning.education.EducationContract.APPLICATIONS_CREATE;
import static com.mas.domain.learning.education.EducationContract.APPLICATIONS_GET;
import static com.mas.domain.learning.education.EducationContract.APPLICATIONS_LIST;
import static com.mas.domain.learning.education.EducationContract.APPLICATIONS_OF_BATCH;
import static com.mas.domain.learning.education.EducationContract.APPLICATIONS_UPDATE;
import static com.mas.domain.learning.education.EducationContract.BATCHES_UPDATE;
import static com.mas.domain.learning.education.School.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.bus.Failure;
import com.mas.bus.Json;
import com.mas.bus.Page;
import com.mas.domain.learning.education.EducationContract.Application;
import com.mas.domain.learning.education.EducationContract.ApplicationState;
import com.mas.domain.learning.education.EducationContract.ApplicationsOfBatch;
import com.mas.domain.learning.education.EducationContract.Batch;
import com.mas.domain.learning.education.EducationContract.BatchState;
import com.mas.domain.learning.education.EducationContract.CreateApplication;
import com.mas.domain.learning.education.EducationContract.GetApplication;
import com.mas.domain.learning.education.EducationContract.ListApplications;
import com.mas.domain.learning.education.EducationContract.Onboarding;
import com.mas.domain.learning.education.EducationContract.OnboardingChange;
import com.mas.domain.learning.education.EducationContract.UpdateApplication;
import com.mas.domain.learning.education.EducationContract.UpdateBatch;
import com.mas.testkit.Asked;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class ApplicationIT {
  @AutoClose private static final School school = new School();

  @Test
  void anApplicationGoesItsWayStepByStep() {
    Application application = school.application(school.batch("WAY"), UUID.randomUUID(), null);
    Instant applied = school.clock.instant();
    assertEquals(ApplicationState.APPLIED, application.state());
    while (!application.next().isEmpty()) {
      school.clock.advance(Duration.ofHours(1));
      application = move(application, application.next().getFirst());
      assertEquals(school.clock.instant(), application.stateChangedAt());
    }
    assertEquals(ApplicationState.COMPLETED, application.state());
    assertEquals(applied, application.createdAt());
    assertEquals(applied.plus(Duration.ofHours(5)), application.enrolledAt());
    assertTrue(application.onboarding().paymentDone());
    assertEquals(application, school.ask(APPLICATIONS_GET, new GetApplication(application.id())));
  }

  @Test
  void aStepThatCannotFollowIsRefusedWithThosePossible() {
    Application application = school.application(school.batch("REFUSED"), UUID.randomUUID(), null);
    var refused = school.refused(Failure.UNPROCESSABLE, APPLICATIONS_UPDATE,
        step(application, ApplicationState.ENROLLED));
    String data = Json.write(refused.detail().data());
    assertTrue(data.contains("\"next\":[\"screening\",\"withdrawn\",\"rejected\"]"), data);
    assertEquals(application, school.ask(APPLICATIONS_GET, new GetApplication(application.id())));
  }

  @Test
  void aRepeatedStepChangesNothing() {
    Application application = school.application(school.batch("REPEATED"), UUID.randomUUID(), null);
    Application rejected = school.ask(APPLICATIONS_UPDATE,
        Asked.with(UpdateApplication.class, "id", application.id(), "state", "rejected", "reason", "no laptop"));
    school.clock.advance(Duration.ofHours(1));
    assertEquals(rejected, move(application, ApplicationState.REJECTED));
    assertEquals("no laptop", rejected.stateReason());
  }

  @Test
  void aReasonDoesNotOutliveTheStateItWasGivenFor() {
    Application application = school.application(school.batch("REASON"), UUID.randomUUID(), null);
    school.ask(APPLICATIONS_UPDATE,
        Asked.with(UpdateApplication.class, "id", application.id(), "state", "screening", "reason", "called twice"));
    assertNull(move(application, ApplicationState.ACCEPTED).stateReason());
  }

  @Test
  void aReasonIsClearedAndAStateIsNot() {
    Application application = school.application(school.batch("CLEARED"), UUID.randomUUID(), null);
    UUID id = application.id();
    school.ask(APPLICATIONS_UPDATE, Asked.with(UpdateApplication.class, "id", id, "reason", "called twice"));
    assertEquals("called twice", move(application, ApplicationState.APPLIED).stateReason());
    assertNull(school.ask(APPLICATIONS_UPDATE, Asked.with(UpdateApplication.class, "id", id, "reason", null))
        .stateReason());
    for (String member : List.of("state", "onboarding")) {
      var refused = school.refused(Failure.INVALID, APPLICATIONS_UPDATE,
          Asked.with(UpdateApplication.class, "id", id, member, null));
      assertEquals("/" + member, refused.detail().errors().getFirst().path());
    }
  }

  @Test
  void onboardingIsTickedOffOneByOne() {
    Application application = school.application(school.batch("ONBOARD"), UUID.randomUUID(), null);
    Application signed = school.ask(APPLICATIONS_UPDATE,
        Asked.with(UpdateApplication.class, "id", application.id(), "onboarding",
            new OnboardingChange(true, null, null)));
    assertEquals(new Onboarding(true, false, false), signed.onboarding());
    Application enrolled = school.ask(APPLICATIONS_CREATE, new CreateApplication(application.batchId(),
        UUID.randomUUID(), null, ApplicationState.ENROLLED, new OnboardingChange(true, false, true), null));
    assertEquals(new Onboarding(true, true, true), enrolled.onboarding());
    assertEquals(school.clock.instant(), enrolled.enrolledAt());
  }

  @Test
  void aPersonHasOneLiveApplicationPerBatchAndMayComeBackAfterLeaving() {
    UUID person = UUID.randomUUID();
    Batch batch = school.batch("ONCE");
    Application first = school.application(batch, person, null);
    var twice = school.refused(Failure.CONFLICT, APPLICATIONS_CREATE,
        new CreateApplication(batch.id(), person, null, null, null, null));
    assertTrue(Json.write(twice.detail().data()).contains(first.id().toString()));
    move(first, ApplicationState.WITHDRAWN);
    Application second = school.application(batch, person, null);
    assertNotEquals(first.id(), second.id());
    assertEquals(2L, school.ask(APPLICATIONS_LIST, new ListApplications(null, person, null, null, null)).total());
  }

  @Test
  void twentyAtOnceMakeOneApplication() {
    CreateApplication ask = new CreateApplication(school.batch("RACE").id(), UUID.randomUUID(), null, null, null, null);
    List<Future<Application>> asked =
        IntStream.range(0, 20).mapToObj(i -> school.send("mas", school.admin, APPLICATIONS_CREATE, ask)).toList();
    await(Future.join(new ArrayList<>(asked)).otherwiseEmpty());
    assertEquals(1, asked.stream().filter(Future::succeeded).count());
    asked.stream().filter(Future::failed).forEach(each -> School.refused(Failure.CONFLICT, each));
  }

  @Test
  void twoAdminsAtOnceDoNotTakeTheSameStepTwice() {
    Application application = school.application(school.batch("TWO"), UUID.randomUUID(), null);
    List<Future<Application>> asked = List.of(ApplicationState.SCREENING, ApplicationState.REJECTED).stream()
        .map(state -> school.send("mas", school.admin, APPLICATIONS_UPDATE,
            step(application, state)))
        .toList();
    await(Future.join(new ArrayList<>(asked)).otherwiseEmpty());
    ApplicationState end = school.ask(APPLICATIONS_GET, new GetApplication(application.id())).state();
    // rejecting may follow screening, but nothing follows rejecting
    assertTrue(end == ApplicationState.REJECTED);
  }

  @Test
  void nobodyAppliesToABatchThatIsOverOrOfAnotherTenantOrNotThere() {
    Batch over = school.batch("OVER");
    school.ask(BATCHES_UPDATE,
        Asked.with(UpdateBatch.class, "id", over.id(), "state", BatchState.COMPLETED));
    school.refused(Failure.UNPROCESSABLE, APPLICATIONS_CREATE,
        new CreateApplication(over.id(), UUID.randomUUID(), null, null, null, null));
    school.refused(Failure.NOT_FOUND, APPLICATIONS_CREATE,
        new CreateApplication(UUID.randomUUID(), UUID.randomUUID(), null, null, null, null));
    Batch ours = school.batch("OURS");
    School.refused(Failure.NOT_FOUND, school.send("other", school.admin, APPLICATIONS_CREATE,
        new CreateApplication(ours.id(), UUID.randomUUID(), null, null, null, null)));
    school.refused(Failure.INVALID, APPLICATIONS_CREATE,
        new CreateApplication(ours.id(), UUID.randomUUID(), null, ApplicationState.REJECTED, null, null));
  }

  @Test
  void aPersonIsNamedByIdOrByTheWholeAddressAndMustExist() {
    Batch batch = school.batch("PEOPLE");
    assertEquals(School.ASHA, school.ask(APPLICATIONS_CREATE,
        new CreateApplication(batch.id(), null, " Asha@MAS.example", null, null, null)).userId());
    var unknown = school.refused(Failure.NOT_FOUND, APPLICATIONS_CREATE,
        new CreateApplication(batch.id(), School.NOBODY, null, null, null, null));
    assertEquals("/userId", unknown.detail().errors().getFirst().path());
    var address = school.refused(Failure.NOT_FOUND, APPLICATIONS_CREATE,
        new CreateApplication(batch.id(), null, "nobody@mas.example", null, null, null));
    assertEquals("/email", address.detail().errors().getFirst().path());
    school.refused(Failure.INVALID, APPLICATIONS_CREATE,
        new CreateApplication(batch.id(), null, null, null, null, null));
    school.refused(Failure.INVALID, APPLICATIONS_CREATE,
        new CreateApplication(batch.id(), School.ASHA, "asha@mas.example", null, null, null));
  }

  @Test
  void aBatchThatBeganSomewhereElseBringsTheDaysOfItsApplications() {
    Instant then = school.clock.instant().minus(Duration.ofDays(50));
    UUID batch = school.batch("MOVED").id();
    Application moved = school.ask(APPLICATIONS_CREATE,
        new CreateApplication(batch, UUID.randomUUID(), null, ApplicationState.ENROLLED, null, then));
    assertEquals(List.of(then, then, then),
        List.of(moved.createdAt(), moved.stateChangedAt(), moved.enrolledAt()));
    var early = school.refused(Failure.INVALID, APPLICATIONS_CREATE, new CreateApplication(batch, UUID.randomUUID(),
        null, null, null, school.clock.instant().plusSeconds(60)));
    assertEquals("/appliedAt", early.detail().errors().getFirst().path());
  }

  @Test
  void anotherTenantsApplicationIsNotThere() {
    Application ours = school.application(school.batch("TENANT"), UUID.randomUUID(), null);
    School.refused(Failure.NOT_FOUND,
        school.send("other", school.admin, APPLICATIONS_GET, new GetApplication(ours.id())));
    School.refused(Failure.NOT_FOUND, school.send("other", school.admin, APPLICATIONS_UPDATE,
        step(ours, ApplicationState.SCREENING)));
    School.refused(Failure.NOT_FOUND, school.send("other", school.admin, APPLICATIONS_OF_BATCH,
        new ApplicationsOfBatch(ours.batchId(), null, null, null, null)));
    assertEquals(0L, await(school.send("other", school.admin, APPLICATIONS_LIST,
        new ListApplications(ours.batchId(), null, null, null, null))).total());
  }

  @Test
  void listsAreNewestFirstPagedAndFiltered() {
    Batch batch = school.batch("LISTS");
    List<UUID> ids = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      ids.addFirst(school.application(batch, UUID.randomUUID(),
          i == 0 ? ApplicationState.PAID : ApplicationState.APPLIED).id());
    }
    Page<Application> page =
        school.ask(APPLICATIONS_OF_BATCH, new ApplicationsOfBatch(batch.id(), null, null, 2, 1L));
    assertEquals(4L, page.total());
    assertEquals(ids.subList(1, 3), page.items().stream().map(Application::id).toList());
    assertEquals(List.of(ids.getLast()), school.ask(APPLICATIONS_LIST,
        new ListApplications(batch.id(), null, ApplicationState.PAID, null, null)).items().stream()
        .map(Application::id).toList());
  }

  private static Application move(Application application, ApplicationState state) {
    return school.ask(APPLICATIONS_UPDATE, step(application, state));
  }

  private static UpdateApplication step(Application application, ApplicationState state) {
    return Asked.with(UpdateApplication.class, "id", application.id(), "state", state);
  }
}
