package com.mas.domain.engagement.gamification;

import com.mas.domain.engagement.gamification.GamificationContract.AwardAll;
import com.mas.domain.engagement.gamification.GamificationContract.AwardXp;
import com.mas.seed.Planting;
import com.mas.seed.School;
import com.mas.seed.School.Student;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** Plants what the students of the made-up school have done so far. */
final class DemoXp {
  private static final List<String> ACTS =
      List.of("assignment_submitted", "test_taken", "module_completed", "mentor_call_completed");

  private DemoXp() {}

  static void plant(Planting ground) {
    if (!ground.hasPast()) {
      ground.askAsProduct(GamificationContract.AWARD_ALL, new AwardAll(School.STUDENTS.stream()
          .flatMap(student -> past(ground, student).stream()).toList()));
    }
  }

  /** One act on each of so many days a week, until the student fell silent. */
  private static List<AwardXp> past(Planting ground, Student student) {
    List<AwardXp> past = new ArrayList<>();
    for (int day = student.quietFor(); day <= School.WEEKS * 7; day++) {
      LocalDate date = ground.today().minusDays(day);
      if (!date.isBefore(ground.start()) && day * student.perWeek() / 7 != (day + 1) * student.perWeek() / 7) {
        String type = ACTS.get(past.size() % ACTS.size());
        Instant at = ground.at(date, 11);
        past.add(new AwardXp(ground.id(student.email()), type, School.BATCH + ":" + date,
            at.isAfter(ground.now()) ? ground.now() : at, type.equals("test_taken") ? student.testMean() : null, null,
            false, null));
      }
    }
    return past;
  }
}
