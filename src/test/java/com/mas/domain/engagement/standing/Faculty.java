package com.mas.domain.engagement.standing;

import com.mas.bus.Asked;
import com.mas.bus.Capacity;
import com.mas.bus.Principal;
import com.mas.db.UuidV7;
import com.mas.domain.learning.education.EducationContract;
import com.mas.domain.learning.education.EducationContract.ApplicationState;
import com.mas.domain.learning.education.EducationContract.AttendanceState;
import com.mas.domain.learning.education.EducationContract.Batch;
import com.mas.domain.learning.education.EducationContract.BatchState;
import com.mas.domain.learning.education.EducationContract.CreateApplication;
import com.mas.domain.learning.education.EducationContract.CreateBatch;
import com.mas.domain.learning.education.EducationContract.Mark;
import com.mas.domain.learning.education.EducationContract.PutAttendance;
import com.mas.domain.learning.education.EducationVerticle;
import com.mas.domain.people.identity.DirectoryContract.Person;
import com.mas.jobs.Jobs;
import com.mas.testkit.House;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Standing beside the real education, on a database of its own: one batch with its lead and super mentor. */
final class Faculty extends House {
  static final String TENANT = "mas";
  static final LocalDate TODAY = LocalDate.of(2026, 3, 10);

  final UUID lead = UUID.randomUUID();
  final UUID mentor = UUID.randomUUID();
  final Batch batch;

  /** It is one minute before midnight in Asia/Kolkata. */
  Faculty() {
    super("2026-03-10T23:59:00+05:30");
    identity(ask -> ask.ids().stream().map(id -> new Person(id, id + "@mas.example", null, "Somebody")).toList());
    UuidV7 ids = new UuidV7(clock);
    deploy(new EducationVerticle(bus, new Capacity("education", 1, 1000), db, ids));
    deploy(new StandingVerticle(bus, new Capacity("standing", 1, 1000), db, new Jobs(clock), ids,
        new StandingVerticle.Config(Path.of("conf", "rules", "standing.yaml"))));
    batch = batch("DS-1", lead, mentor);
  }

  @Override
  protected Principal principal(UUID who, String ofTenant) {
    return new Principal(who, Principal.Role.EXPERT, Set.of("batch_lead", "super_mentor"), ofTenant);
  }

  Batch batch(String code, UUID batchLead, UUID superMentor) {
    return ask(UUID.randomUUID(), EducationContract.BATCHES_CREATE, Asked.with(CreateBatch.class, "code", code,
        "name", "Batch " + code, "state", BatchState.ACTIVE, "startsOn", LocalDate.of(2026, 1, 5),
        "batchLeadId", batchLead, "superMentorId", superMentor));
  }

  UUID student() {
    return student(batch);
  }

  UUID student(Batch of) {
    UUID id = UUID.randomUUID();
    seat(of, id);
    return id;
  }

  void seat(Batch of, UUID student) {
    ask(UUID.randomUUID(), EducationContract.APPLICATIONS_CREATE,
        new CreateApplication(of.id(), student, null, ApplicationState.ENROLLED, null, null));
  }

  void mark(LocalDate day, UUID student, AttendanceState state) {
    mark(batch, day, student, state);
  }

  void mark(Batch of, LocalDate day, UUID student, AttendanceState state) {
    ask(UUID.randomUUID(), EducationContract.ATTENDANCE_PUT,
        new PutAttendance(of.id(), day, null, List.of(new Mark(student, state))));
  }
}
