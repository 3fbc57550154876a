package com.mas.domain.learning.student;

import com.mas.bus.Bus;
import com.mas.bus.Call;
import com.mas.bus.Change;
import com.mas.bus.Failure;
import com.mas.bus.FailureException;
import com.mas.bus.Listing;
import com.mas.bus.Page;
import com.mas.bus.Request;
import com.mas.db.Database;
import com.mas.domain.learning.education.EducationContract;
import com.mas.domain.learning.education.EducationContract.Application;
import com.mas.domain.learning.education.EducationContract.ApplicationState;
import com.mas.domain.learning.education.EducationContract.CreateApplication;
import com.mas.domain.learning.education.EducationContract.GetBatch;
import com.mas.domain.learning.education.EducationContract.ListApplications;
import com.mas.domain.learning.education.EducationContract.OnboardingChange;
import com.mas.domain.learning.education.EducationContract.UpdateApplication;
import com.mas.domain.learning.student.StudentContract.*;
import com.mas.domain.learning.student.StudentRepository.LearnerRow;
import com.mas.domain.learning.student.StudentRepository.Tie;
import com.mas.domain.people.identity.DirectoryContract;
import com.mas.domain.people.identity.DirectoryContract.EnsureStudent;
import com.mas.domain.people.identity.DirectoryContract.StudentEnsured;
import com.mas.phone.PhoneRules;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Makes accounts of learners: identity, education and the mirror each do their part, each of which may be repeated. */
final class StudentAccountService {
  /** The dashboard shall ask for nothing any more. */
  private static final OnboardingChange ALL_DONE = new OnboardingChange(true, true, true);
  /** States in which a person is in no batch any more; a person in another state stays in that batch. */
  private static final Set<ApplicationState> GONE =
      EnumSet.of(ApplicationState.COMPLETED, ApplicationState.WITHDRAWN, ApplicationState.REJECTED);

  private final StudentRepository students;
  private final DemoService demo;
  private final RollUp rollUp;
  private final Bus bus;
  private final String defaultPassword;
  private final PhoneRules phones;

  StudentAccountService(StudentRepository students, DemoService demo, RollUp rollUp, Bus bus,
      StudentVerticle.Config config) {
    this.students = students;
    this.demo = demo;
    this.rollUp = rollUp;
    this.bus = bus;
    this.defaultPassword = config.defaultPassword();
    this.phones = config.phones();
  }

  private record Enrolment(UUID application, UUID batch, boolean created) {
    static final Enrolment NONE = new Enrolment(null, null, false);
  }

  CreatedAccount create(Call call, CreateAccount ask) {
    if (Boolean.TRUE.equals(ask.seedDemo())) {
      demo.mustBeAllowed();
    }
    String key = ask.emailKey() == null ? "" : ask.emailKey().strip().toLowerCase(Locale.ROOT);
    List<LearnerRow> learners = students.learners(call.tenant(), key);
    if (learners.isEmpty()) {
      throw StudentContract.LEARNER_UNKNOWN.refusal();
    }
    if (ask.batchId() != null) {
      ask(call, EducationContract.BATCHES_GET, new GetBatch(ask.batchId())); // before anything is made
    }
    if (ask.password() == null && defaultPassword.isEmpty()) {
      throw StudentContract.PASSWORD_MISSING.refusal();
    }
    StudentEnsured account = ask(call, DirectoryContract.ENSURE_STUDENT, new EnsureStudent(address(call, key), null,
        StudentRules.accountName(first(learners.stream().map(LearnerRow::name).toList()), key),
        first(learners.stream().map(LearnerRow::mobile).map(phones::international).toList()),
        ask.password() == null ? defaultPassword : ask.password(), ask.password() != null));
    Enrolment enrolment = ask.batchId() == null ? Enrolment.NONE : enrol(call, account.id(), ask.batchId());
    int demoEnrolments = Boolean.TRUE.equals(ask.seedDemo()) ? demo.seed(call, List.of(account.id())) : 0;
    rollUp.now();
    return new CreatedAccount(account.id(), account.created(), account.passwordChanged(), enrolment.application(),
        enrolment.batch(), enrolment.created(), demoEnrolments);
  }

  /** The address of the account that the student has, or shall have. */
  private String address(Call call, String key) {
    List<Tie> ties = students.ties(call.tenant(), key);
    if (ties.isEmpty()) {
      return key;
    }
    if (ties.size() > 1 || !ties.getFirst().tied()) {
      throw StudentContract.ACCOUNT_UNDECIDED.with("Decide by hand which account this learner has: "
          + String.join(" and ", ties.stream().map(Tie::email).toList())
          + ". GET /api/graphy/sync/learner-accounts?search=" + key
          + " lists the learner; PUT /api/graphy/sync/learner-accounts/{graphyUserId} links it.");
    }
    return ties.getFirst().email();
  }

  private Enrolment enrol(Call call, UUID user, UUID batch) {
    Optional<Application> existing = existing(call, user, batch);
    if (existing.isEmpty()) {
      try {
        Application made = ask(call, EducationContract.APPLICATIONS_CREATE,
            new CreateApplication(batch, user, null, ApplicationState.ENROLLED, ALL_DONE, null));
        return new Enrolment(made.id(), batch, true);
      } catch (FailureException e) {
        existing = e.failure() == Failure.CONFLICT ? existing(call, user, batch) : Optional.empty();
        if (existing.isEmpty()) {
          throw e;
        }
      }
    }
    Application kept = existing.get();
    ask(call, EducationContract.APPLICATIONS_UPDATE, new UpdateApplication(kept.id(), Change.none(), Change.none(),
        Change.to(ALL_DONE), Change.none()));
    return new Enrolment(kept.id(), kept.batchId(), false);
  }

  /** The one to this batch, finished ones too, else one that is on its way elsewhere. */
  private Optional<Application> existing(Call call, UUID user, UUID batch) {
    Page<Application> all = ask(call, EducationContract.APPLICATIONS_LIST,
        new ListApplications(null, user, null, Listing.MAX_LIMIT, 0L));
    return all.items().stream()
        .filter(each -> each.batchId().equals(batch) && (!GONE.contains(each.state())
            || each.state() == ApplicationState.COMPLETED))
        .findFirst()
        .or(() -> all.items().stream().filter(each -> !GONE.contains(each.state())).findFirst());
  }

  private <Q, A> A ask(Call call, Request<Q, A> request, Q body) {
    return Database.await(bus.send(call, request, body));
  }

  private static String first(List<String> words) {
    return words.stream().filter(word -> word != null && !word.isBlank()).findFirst().orElse(null);
  }
}
