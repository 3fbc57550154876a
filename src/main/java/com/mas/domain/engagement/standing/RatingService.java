package com.mas.domain.engagement.standing;

import com.mas.bus.Call;
import com.mas.bus.Failure;
import com.mas.bus.FailureException;
import com.mas.bus.FailureException.FieldError;
import com.mas.bus.Listing;
import com.mas.bus.Page;
import com.mas.db.Database;
import com.mas.db.PageWindow;
import com.mas.db.UuidV7;
import com.mas.domain.engagement.standing.RatingRules.Week;
import com.mas.domain.engagement.standing.StandingContract.CurrentWeekly;
import com.mas.domain.engagement.standing.StandingContract.GetWeekly;
import com.mas.domain.engagement.standing.StandingContract.MenteeWeek;
import com.mas.domain.engagement.standing.StandingContract.OfStudent;
import com.mas.domain.engagement.standing.StandingContract.SaveSkills;
import com.mas.domain.engagement.standing.StandingContract.SaveWeekly;
import com.mas.domain.engagement.standing.StandingContract.Skill;
import com.mas.domain.engagement.standing.StandingContract.SkillRating;
import com.mas.domain.engagement.standing.StandingContract.WeekOfMentees;
import com.mas.domain.engagement.standing.StandingContract.WeeklyRating;
import com.mas.domain.engagement.standing.WarningRepository.Student;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Saves and reads ratings. Before a call about one student it must be checked that the student is the caller's. */
final class RatingService {
  private static final ZoneId IST = ZoneId.of("Asia/Kolkata");

  private final Database db;
  private final RatingRepository ratings;
  private final MetricService metrics;
  private final UuidV7 ids;
  private final Clock clock;

  RatingService(Database db, MetricService metrics, UuidV7 ids, Clock clock) {
    this.db = db;
    this.ratings = new RatingRepository(db);
    this.metrics = metrics;
    this.ids = ids;
    this.clock = clock;
  }

  Page<MenteeWeek> week(Call call, WeekOfMentees ask) {
    return ratings.week(call.tenant(), call.userId(), asked(ask.year(), ask.weekNumber()), PageWindow.of(ask));
  }

  CurrentWeekly current(Call call, GetWeekly ask) {
    Week week = asked(null, null);
    return new CurrentWeekly(week.year(), week.number(),
        ratings.weekly(call.tenant(), ask.userId(), week).orElse(null));
  }

  Page<WeeklyRating> history(Call call, OfStudent ask) {
    return ratings.history(call.tenant(), ask.userId(), PageWindow.of(ask));
  }

  WeeklyRating save(Call call, SaveWeekly ask) {
    Week week = asked(ask.year(), ask.weekNumber());
    ratings.menteeSince(call.tenant(), call.userId(), ask.userId())
        .filter(since -> week.compareTo(RatingRules.weekOf(since)) < 0).ifPresent(since -> {
          throw wrongWeek("The student is your mentee only since " + since + ".");
        });
    WeeklyRating rating = rating(call, ask, week);
    return db.transaction(tx -> {
      WeeklyRating saved = ratings.save(tx, call.tenant(), rating);
      metrics.refresh(tx, List.of(new Student(call.tenant(), ask.userId())));
      return saved;
    });
  }

  private WeeklyRating rating(Call call, SaveWeekly ask, Week week) {
    Instant now = clock.instant();
    BigDecimal communication = MetricRules.entered(ask.communication());
    BigDecimal technical = MetricRules.entered(ask.technical());
    BigDecimal problemSolving = MetricRules.entered(ask.problemSolving());
    BigDecimal participation = MetricRules.entered(ask.participation());
    BigDecimal discipline = MetricRules.entered(ask.discipline());
    return new WeeklyRating(ids.next(), ask.userId(), call.userId(), week.year(), week.number(), communication,
        technical, problemSolving, participation, discipline,
        RatingRules.mean(communication, technical, problemSolving, participation, discipline), ask.comment(), now, now);
  }

  /** Nulls: the current one. */
  private Week asked(Integer year, Integer number) {
    Week current = RatingRules.weekOf(LocalDate.ofInstant(clock.instant(), IST));
    if (year == null && number == null) {
      return current;
    }
    if (year == null || number == null) {
      throw wrongWeek("year and weekNumber go together.");
    }
    Week week = new Week(year, number);
    if (!RatingRules.exists(week)) {
      throw wrongWeek(year + " has no week " + number + ".");
    }
    if (week.compareTo(current) > 0) {
      throw wrongWeek("That week is still to come; this is week " + current.number() + " of " + current.year() + ".");
    }
    return week;
  }

  private static FailureException wrongWeek(String words) {
    return Failure.INVALID.with(words).errors(List.of(new FieldError("/weekNumber", words)));
  }

  Page<SkillRating> skills(Call call, OfStudent ask) {
    return ratings.skills(call.tenant(), ask.userId(), PageWindow.of(ask));
  }

  Page<SkillRating> skillHistory(Call call, OfStudent ask) {
    return ratings.skillHistory(call.tenant(), ask.userId(), PageWindow.of(ask));
  }

  Page<SkillRating> saveSkills(Call call, SaveSkills ask) {
    Instant now = clock.instant();
    List<SkillRating> rated = rated(call, ask, now);
    db.transaction(tx -> {
      ratings.save(tx, call.tenant(), ask.userId(), call.userId(), rated, now);
      return metrics.refresh(tx, List.of(new Student(call.tenant(), ask.userId())));
    });
    return skills(call, new OfStudent(ask.userId(), Listing.MAX_LIMIT, 0L));
  }

  private static List<SkillRating> rated(Call call, SaveSkills ask, Instant now) {
    List<SkillRating> rated = new ArrayList<>();
    List<FieldError> mistakes = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (int i = 0; i < ask.skills().size(); i++) {
      SkillRating rating = rating(call, ask, ask.skills().get(i), now);
      if (!names.add(rating.skillName().toLowerCase(Locale.ROOT))) {
        mistakes.add(new FieldError("/skills/" + i + "/skillName", "This skill is rated twice."));
      }
      if (rating.overallRating() == null) {
        mistakes.add(new FieldError("/skills/" + i, "There is no rating."));
      }
      rated.add(rating);
    }
    if (!mistakes.isEmpty()) {
      throw Failure.INVALID.with("Each skill is rated once, with at least one number.").errors(mistakes);
    }
    return rated;
  }

  private static SkillRating rating(Call call, SaveSkills ask, Skill skill, Instant now) {
    BigDecimal beginner = MetricRules.entered(skill.beginner());
    BigDecimal intermediate = MetricRules.entered(skill.intermediate());
    BigDecimal advanced = MetricRules.entered(skill.advanced());
    BigDecimal impression = MetricRules.entered(skill.smRating());
    BigDecimal overall = RatingRules.overall(
        MetricRules.entered(skill.overallRating()), beginner, intermediate, advanced, impression);
    return new SkillRating(ask.userId(), call.userId(), skill.skillName().strip(), beginner, intermediate, advanced,
        overall, impression, now);
  }
}
