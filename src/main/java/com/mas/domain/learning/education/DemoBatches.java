package com.mas.domain.learning.education;

import com.mas.bus.Asked;
import com.mas.domain.learning.education.EducationContract.ApplicationState;
import com.mas.domain.learning.education.EducationContract.AttendanceSource;
import com.mas.domain.learning.education.EducationContract.AttendanceState;
import com.mas.domain.learning.education.EducationContract.Batch;
import com.mas.domain.learning.education.EducationContract.BatchState;
import com.mas.domain.learning.education.EducationContract.CreateApplication;
import com.mas.domain.learning.education.EducationContract.CreateBatch;
import com.mas.domain.learning.education.EducationContract.Mark;
import com.mas.domain.learning.education.EducationContract.OnboardingChange;
import com.mas.domain.learning.education.EducationContract.PutAttendance;
import com.mas.domain.learning.education.EducationContract.UpdateBatch;
import com.mas.seed.Planting;
import com.mas.seed.School;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;

/**
 * Plants the batches of the made-up school: one with a past, so that its lead's, its super mentor's and its students'
 * pages have something to show. That the batch has its super mentor says that its past is there.
 */
final class DemoBatches {
  private DemoBatches() {}

  static void batches(Planting ground) {
    ground.ask(EducationContract.BATCHES_ENSURE, Asked.with(CreateBatch.class, "code", "DS-2026-01",
        "name", "Data Science, January 2026", "state", BatchState.ACTIVE, "startsOn", LocalDate.of(2026, 1, 5)));
    ground.ask(EducationContract.BATCHES_ENSURE, Asked.with(CreateBatch.class, "code", "FS-2026-02",
        "name", "Full-Stack, February 2026", "state", BatchState.ACTIVE, "startsOn", LocalDate.of(2026, 2, 2)));
    Batch batch = ground.ask(EducationContract.BATCHES_ENSURE, Asked.with(CreateBatch.class, "code", School.BATCH,
        "name", "Data Analytics, morning batch", "state", BatchState.ACTIVE, "startsOn", ground.start(),
        "endsOn", ground.today().plusWeeks(10), "batchLeadId", ground.id(School.LEAD.email())));
    ground.put(School.BATCH, batch.id());
    if (batch.superMentorId() != null) {
      ground.pastIsThere();
    }
  }

  /** The learner has a seat too, as a newcomer. */
  static void seatsAndAttendance(Planting ground) {
    if (ground.hasPast()) {
      return;
    }
    Instant began = ground.at(ground.start(), 9);
    School.STUDENTS.forEach(student -> seat(ground, ground.id(student.email()), student.open(), began));
    seat(ground, ground.id(School.LEARNER.email()), 0, null);
    List<LocalDate> sessions = ground.sessions();
    for (int i = 0; i < sessions.size(); i++) {
      int session = i;
      List<Mark> marks = School.STUDENTS.stream().map(student -> new Mark(ground.id(student.email()),
          student.misses(session) ? AttendanceState.ABSENT : AttendanceState.PRESENT)).toList();
      ground.ask(EducationContract.ATTENDANCE_PUT, new PutAttendance(ground.id(School.BATCH), sessions.get(i),
          AttendanceSource.IMPORT, marks));
    }
  }

  static void mentor(Planting ground) {
    if (!ground.hasPast()) {
      ground.ask(EducationContract.BATCHES_UPDATE, Asked.with(UpdateBatch.class, "id", ground.id(School.BATCH),
          "superMentorId", ground.id(School.MENTOR.email())));
    }
  }

  private static void seat(Planting ground, UUID student, int open, Instant since) {
    Planting.made(() -> ground.ask(EducationContract.APPLICATIONS_CREATE, new CreateApplication(
        ground.id(School.BATCH), student, null, ApplicationState.ENROLLED,
        new OnboardingChange(open < 3, open < 2, open < 1), since)), () -> null);
  }
}
