package com.mas.domain.learning.education;

import com.mas.bus.Call;
import com.mas.bus.Failure;
import com.mas.bus.FailureException;
import com.mas.bus.Page;
import com.mas.db.Database;
import com.mas.db.PageWindow;
import com.mas.db.UuidV7;
import com.mas.domain.learning.education.EducationContract.*;
import com.mas.domain.learning.education.MyApplicationContract.MyApplication;
import com.mas.domain.learning.education.MyApplicationContract.MyApplications;
import com.mas.domain.people.identity.DirectoryContract.Directory;
import java.time.Clock;
import java.time.Instant;
import java.util.UUID;

final class ApplicationService {
  private static final Onboarding NOTHING_DONE = new Onboarding(false, false, false);

  private final Database db;
  private final BatchRepository batches;
  private final ApplicationRepository applications;
  private final Directory people;
  private final UuidV7 ids;
  private final Clock clock;

  ApplicationService(Database db, BatchRepository batches, ApplicationRepository applications, Directory people,
      UuidV7 ids, Clock clock) {
    this.db = db;
    this.batches = batches;
    this.applications = applications;
    this.people = people;
    this.ids = ids;
    this.clock = clock;
  }

  Page<Application> list(Call call, ListApplications ask) {
    return applications.list(call.tenant(), ask.batchId(), ask.userId(), ask.state(), PageWindow.of(ask));
  }

  /** The caller has made sure that the batch may be seen. */
  Page<Application> ofBatch(Call call, Batch batch, ApplicationsOfBatch ask) {
    return applications.list(call.tenant(), batch.id(), ask.userId(), ask.state(), PageWindow.of(ask));
  }

  Page<MyApplication> mine(Call call, MyApplications ask) {
    return applications.mine(call.tenant(), call.userId(), PageWindow.of(ask));
  }

  Application get(Call call, GetApplication ask) {
    return applications.get(call.tenant(), ask.id()).orElseThrow(EducationContract.APPLICATION_UNKNOWN::refusal);
  }

  Application create(Call call, CreateApplication ask) {
    ApplicationState state = ask.state() == null ? ApplicationState.APPLIED : ask.state();
    if (!ApplicationRules.mayStartAs(state)) {
      throw Failure.INVALID.with("An application cannot start as " + state.wire() + ", which is final.").at("/state");
    }
    Onboarding flags = ApplicationRules.onboarding(state, merged(NOTHING_DONE, ask.onboarding()));
    Instant now = clock.instant();
    Instant appliedAt = ask.appliedAt() == null ? now : ask.appliedAt();
    if (appliedAt.isAfter(now)) {
      throw Failure.INVALID.with("appliedAt must not be in the future.").at("/appliedAt");
    }
    UUID userId = person(call, ask);
    return db.transaction(tx -> {
      Batch batch = batches.getForShare(tx, call.tenant(), ask.batchId())
          .orElseThrow(EducationContract.BATCH_UNKNOWN::refusal);
      if (!BatchRules.takesApplications(batch.state())) {
        throw EducationContract.BATCH_CLOSED
            .with("The batch is " + batch.state().wire() + " and closed for applications.").data(batch);
      }
      return applications.insert(tx, ids.next(), call.tenant(), batch.id(), userId, state, flags, appliedAt)
          .orElseThrow(() -> {
            FailureException twice = EducationContract.APPLIED_ALREADY.refusal();
            return applications.live(tx, batch.id(), userId).map(twice::data).orElse(twice);
          });
    });
  }

  Application update(Call call, UpdateApplication ask) {
    return db.transaction(tx -> {
      Application before = applications.getForUpdate(tx, call.tenant(), ask.id())
          .orElseThrow(EducationContract.APPLICATION_UNKNOWN::refusal);
      ApplicationState state = ask.state().filled("/state", before.state());
      ApplicationRules.refusal(before.state(), state).ifPresent(refusal -> {
        throw refusal.data(before);
      });
      // a reason belongs to the state that it was given for
      String reason = ask.reason().or(state == before.state() ? before.stateReason() : null);
      Onboarding flags = ApplicationRules.onboarding(state,
          merged(before.onboarding(), ask.onboarding().filled("/onboarding", null)));
      String rollNumber = ask.rollNumber().or(before.rollNumber());
      if (rollNumber != null && !rollNumber.equals(before.rollNumber())
          && applications.isTaken(tx, before, rollNumber)) {
        throw Failure.CONFLICT.with("Another person in this batch has the roll number " + rollNumber + ".")
            .at("/rollNumber");
      }
      return applications.update(tx, call.tenant(), ask.id(), state, reason, flags, rollNumber, clock.instant())
          .orElseThrow(EducationContract.APPLICATION_UNKNOWN::refusal);
    });
  }

  private UUID person(Call call, CreateApplication ask) {
    if ((ask.userId() == null) == (ask.email() == null)) {
      throw Failure.INVALID.with("Name the applicant by either userId or email.");
    }
    if (ask.email() != null) {
      return people.byEmail(call, ask.email());
    }
    people.mustExist(call, ask.userId(), "/userId");
    return ask.userId();
  }

  private static Onboarding merged(Onboarding before, OnboardingChange change) {
    return change == null ? before : new Onboarding(
        change.mouSigned() == null ? before.mouSigned() : change.mouSigned(),
        change.paymentDone() == null ? before.paymentDone() : change.paymentDone(),
        change.diagnosticDone() == null ? before.diagnosticDone() : change.diagnosticDone());
  }
}
