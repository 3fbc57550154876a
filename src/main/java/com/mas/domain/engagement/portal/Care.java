package com.mas.domain.engagement.portal;

import com.mas.bus.Call;
import com.mas.db.Database;
import com.mas.domain.engagement.portal.CareRepository.Ties;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.UUID;

/** Refuses callers who do not look after a student, and puts on record what the others open. */
final class Care {
  private static final ZoneId IST = ZoneId.of("Asia/Kolkata");
  private final CareRepository ties;
  private final ProfileRepository profiles;
  private final Clock clock;

  Care(Database db, Clock clock) {
    this.ties = new CareRepository(db);
    this.profiles = new ProfileRepository(db);
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

  /** Puts on record that the caller has opened what there is of a student, for the student to see. */
  void opened(Call call, UUID student) {
    seen(call, student, 1);
  }

  /** Puts on record that the caller goes on with what is open; without an opening of the day it is one. */
  void openedFurther(Call call, UUID student) {
    seen(call, student, 0);
  }

  private void seen(Call call, UUID student, int more) {
    if (!student.equals(call.userId())) {
      Instant now = clock.instant();
      profiles.seen(student, call.userId(), LocalDate.ofInstant(now, IST), call.tenant(), now, more);
    }
  }
}
