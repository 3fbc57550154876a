package com.mas.domain.engagement.standing;

import com.mas.bus.Change;
import com.mas.bus.Principal.Role;
import com.mas.domain.engagement.standing.StandingContract.ChangeMetric;
import com.mas.domain.engagement.standing.StandingContract.IssueWarnings;
import com.mas.domain.engagement.standing.StandingContract.SaveWeekly;
import com.mas.seed.Planting;
import com.mas.seed.School;
import com.mas.seed.School.Student;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;

/** Plants the scores, warnings and ratings of the made-up school's students. */
final class DemoRecords {
  /** Sessions whose absences are warned of, so that one student has the three that escalate. */
  private static final int[] WARNED_OF = {0, 2, 6};
  private static final int RATED = 9;

  private DemoRecords() {}

  static void scoresAndWarnings(Planting ground) {
    if (ground.hasPast()) {
      return;
    }
    School.STUDENTS.stream().filter(student -> student.testMean() != null)
        .forEach(student -> ground.ask(StandingContract.CHANGE_METRIC, new ChangeMetric(ground.id(student.email()),
            Change.to(student.testMean()), Change.none())));
    List<LocalDate> sessions = ground.sessions();
    for (int session : WARNED_OF) {
      ground.ask(StandingContract.ISSUE_WARNINGS, new IssueWarnings(sessions.get(session)));
    }
  }

  static void ratings(Planting ground) {
    if (!ground.hasPast()) {
      School.STUDENTS.stream().limit(RATED).forEach(student -> rate(ground, student));
    }
  }

  private static void rate(Planting ground, Student student) {
    double rating = Math.round(student.testMean() / 10) / 2.0;
    ground.ask(ground.id(School.MENTOR.email()), Role.EXPERT, Set.of("super_mentor"), StandingContract.SAVE_WEEKLY,
        new SaveWeekly(ground.id(student.email()), null, null, Math.max(0, rating - 0.5), rating, rating,
            Math.min(5, rating + 0.5), rating, null));
  }
}
