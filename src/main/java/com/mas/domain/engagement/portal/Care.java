package com.mas.domain.engagement.portal;

import com.mas.bus.Call;
import com.mas.db.Database;
import com.mas.domain.engagement.portal.CareRepository.Ties;
import java.util.UUID;

/** Refuses callers who do not look after a student. */
final class Care {
  private final CareRepository ties;

  Care(Database db) {
    this.ties = new CareRepository(db);
  }

  /** Lets administrators, batch leads and super mentors of the student's batches, and mentors who meet the student. */
  Ties mustCare(Call call, UUID student) {
    Ties found = ties.ties(call.tenant(), student, call.userId());
    if (!found.known()) {
      throw ProfileContract.STUDENT_UNKNOWN.refusal();
    }
    if (!CareRules.mayOpenProfile(found, call.principal().isAdmin())) {
      throw ProfileContract.NOT_YOUR_STUDENT.refusal();
    }
    return found;
  }
}
