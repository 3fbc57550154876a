package com.mas.domain.engagement.standing;

import com.mas.process.Belongings;
import com.mas.process.Belongings.Person;
import com.mas.process.DomainSamples;
import java.io.IOException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.IsoFields;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Samples for ratings, skills, warnings and metrics. */
final class StandingSamples implements DomainSamples {
  private static final Map<String, ?> SKILLS = Map.of("skills", List.of(Map.of("skillName", "SQL", "smRating", 4)));

  @Override
  public void own(Belongings things) throws Exception {
    Map<String, String> student = Map.of("userId", things.student().id());
    Stream.of("warning.list", "warning.create", "skill.list", "skill.history", "metric.get")
        .forEach(each -> things.own("standing.led_" + each, things.lead(), student));
    things.own("standing.led_skill.save", things.lead(), student, SKILLS);
    things.own("standing.led_warning.resolve", things.lead(), warning(things, things.lead(), "batchlead"));
    things.own("standing.mentee_rating.save", things.mentor(), student, thisWeek());
    Stream.of("warning.create", "rating.get", "rating.history", "skill.list", "skill.history",
        "metric.get").forEach(each -> things.own("standing.mentee_" + each, things.mentor(), student));
    things.own("standing.mentee_skill.save", things.mentor(), student, SKILLS);
    things.own("standing.mentee_warning.resolve", things.mentor(), warning(things, things.mentor(), "supermentor"));
  }

  /** Weeks before a student was a mentee are not rated. */
  private static Map<String, ?> thisWeek() {
    LocalDate today = LocalDate.now(ZoneId.of("Asia/Kolkata"));
    return Map.of("year", today.get(IsoFields.WEEK_BASED_YEAR), "weekNumber",
        today.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR));
  }

  private static Map<String, String> warning(Belongings things, Person by, String desk) throws IOException {
    return Map.of("warningId", things.made(by, "/api/" + desk + "/students/" + things.student().id() + "/warnings",
        Map.of("type", "behavior", "severity", "low", "description", "Late three times")));
  }
}
