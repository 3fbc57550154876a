package com.mas.domain.engagement.portal;

import com.mas.bus.Call;
import com.mas.db.Database;
import com.mas.domain.engagement.portal.CareRepository.Ties;
import java.time.Clock;
import java.util.UUID;

/** Refuses callers who do not look after a student. */
final class Care {
  private final CareRepository ties;
  private final Clock clock;

  Care(Database db, Clock clock) {
    this.ties = new CareRepository(db);
    this.clock = clock;
  }

  /**
   * Lets administrators, batch leads and super mentors of the student's batches, and mentors whom the student has
   * asked for a meeting that is open or booked, or who had one until 90 days ago.
   */
  Ties mustCare(Call call, UUID student) {
    Ties found = ties.ties(call.tenant(), student, call.userId(), clock.instant());
    if (!found.known()) {
      throw ProfileContract.STUDENT_UNKNOWN.refusal();
    }
    if (!CareRules.mayOpenProfile(found, call.principal().isAdmin())) {
      throw ProfileContract.NOT_YOUR_STUDENT.refusal();
    }
    return found;
  }
}
