package com.mas.domain.engagement.standing;

import com.mas.bus.Bus;
import com.mas.bus.Call;
import com.mas.db.Database;
import com.mas.domain.learning.education.EducationContract;
import com.mas.domain.learning.education.EducationContract.Batch;
import com.mas.domain.learning.education.EducationContract.BatchesOfUser;
import com.mas.domain.people.identity.DirectoryContract.Directory;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/** Refuses callers who do not look after a student. Education knows who does, by the batches of the student. */
final class StudentAccess {
  private final Bus bus;
  private final Directory directory;

  StudentAccess(Bus bus) {
    this.bus = bus;
    this.directory = new Directory(bus, StandingContract.STUDENT_UNKNOWN);
  }

  void mustLead(Call call, UUID student) {
    must(call, student, Batch::batchLeadId);
  }

  /** Lets administrators do it for everybody, also for who has no seat any more. */
  void mustLeadOrAdminister(Call call, UUID student) {
    if (call.principal() == null || !call.principal().isAdmin()) {
      mustLead(call, student);
    } else {
      directory.mustExist(call, student, "/userId");
    }
  }

  void mustMentor(Call call, UUID student) {
    must(call, student, Batch::superMentorId);
  }

  /** Checks for admins that the person is anybody's student. */
  void mustBeStudent(Call call, UUID student) {
    batches(call, student);
  }

  private void must(Call call, UUID student, Function<Batch, UUID> who) {
    UUID caller = call.userId();
    if (batches(call, student).stream().noneMatch(batch -> caller.equals(who.apply(batch)))) {
      throw StandingContract.NOT_YOUR_STUDENT.refusal();
    }
  }

  private List<Batch> batches(Call call, UUID student) {
    List<Batch> batches = Database.await(
        bus.send(call, EducationContract.BATCHES_OF_USER, new BatchesOfUser(student))).batches();
    if (batches.isEmpty()) {
      throw StandingContract.STUDENT_UNKNOWN.refusal();
    }
    return batches;
  }
}
