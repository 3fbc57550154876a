package com.mas.domain.engagement.standing;

import com.mas.bus.Bus;
import com.mas.bus.Call;
import com.mas.bus.Capacity;
import com.mas.bus.DomainVerticle;
import com.mas.bus.Request;
import com.mas.db.Database;
import com.mas.db.UuidV7;
import com.mas.domain.engagement.standing.StandingContract.CreateWarning;
import com.mas.domain.engagement.standing.StandingContract.GetMetric;
import com.mas.domain.engagement.standing.StandingContract.GetWeekly;
import com.mas.domain.engagement.standing.StandingContract.ListWarnings;
import com.mas.domain.engagement.standing.StandingContract.OfStudent;
import com.mas.domain.engagement.standing.StandingContract.SaveSkills;
import com.mas.domain.engagement.standing.StandingContract.SaveWeekly;
import com.mas.domain.learning.education.EducationContract;
import com.mas.domain.learning.mrtest.WriteBackContract;
import com.mas.jobs.Jobs;
import com.mas.runs.Runs;
import java.nio.file.Path;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** Standing on the bus: one line for each address. Holds nothing between two requests; any number of instances. */
public final class StandingVerticle extends DomainVerticle {
  /** @param rules {@code conf/rules/standing.yaml} */
  public record Config(Path rules) {}

  private final StudentAccess access;
  private final WarningService warnings;
  private final MetricService metrics;
  private final RatingService ratings;

  /** @throws IllegalArgumentException that says what is wrong in the rules */
  public StandingVerticle(Bus bus, Capacity capacity, Database db, Jobs jobs, UuidV7 ids, Config config) {
    super(bus, capacity);
    access = new StudentAccess(bus);
    Runs runs = new Runs(bus, db);
    warnings = new WarningService(db, runs, new WarningNotices(jobs), ids, bus.clock());
    metrics = new MetricService(db, runs, MetricConfig.read(config.rules()), bus.clock());
    ratings = new RatingService(db, metrics, ids, bus.clock());
  }

  @Override
  protected void open() {
    answer(StandingContract.ISSUE_WARNINGS, (call, ask) -> warnings.issue(call, ask, this::isStopping));
    answer(StandingContract.MY_WARNINGS, warnings::mine);
    about(StandingContract.LED_WARNINGS, ListWarnings::userId, access::mustLeadOrAdminister,
        warnings::list);
    answer(StandingContract.LED_STUDENTS, warnings::led);
    answer(StandingContract.LED_ESCALATED, warnings::escalated);
    led(StandingContract.LED_WARN, CreateWarning::userId, warnings::warn);
    answer(StandingContract.LED_RESOLVE, (call, ask) -> warnings.resolve(call, ask, access::mustLeadOrAdminister));
    mentored(StandingContract.MENTEE_WARN, CreateWarning::userId, warnings::warn);
    answer(StandingContract.MENTEE_RESOLVE, (call, ask) -> warnings.resolve(call, ask, access::mustMentor));

    answer(StandingContract.MENTEES_WEEK, ratings::week);
    mentored(StandingContract.MENTEE_WEEKLY, GetWeekly::userId, ratings::current);
    mentored(StandingContract.MENTEE_WEEKLIES, OfStudent::userId, ratings::history);
    mentored(StandingContract.SAVE_WEEKLY, SaveWeekly::userId, ratings::save);
    led(StandingContract.LED_SKILLS, OfStudent::userId, ratings::skills);
    led(StandingContract.SAVE_LED_SKILLS, SaveSkills::userId, ratings::saveSkills);
    led(StandingContract.LED_SKILL_HISTORY, OfStudent::userId, ratings::skillHistory);
    mentored(StandingContract.MENTEE_SKILLS, OfStudent::userId, ratings::skills);
    mentored(StandingContract.SAVE_MENTEE_SKILLS, SaveSkills::userId, ratings::saveSkills);
    mentored(StandingContract.MENTEE_SKILL_HISTORY, OfStudent::userId, ratings::skillHistory);

    answer(StandingContract.MY_METRIC, (call, ask) -> metrics.get(call, call.userId()));
    led(StandingContract.LED_METRIC, GetMetric::userId, (call, ask) -> metrics.get(call, ask.userId()));
    mentored(StandingContract.MENTEE_METRIC, GetMetric::userId, (call, ask) -> metrics.get(call, ask.userId()));
    anybodys(StandingContract.GET_METRIC, GetMetric::userId, (call, ask) -> metrics.get(call, ask.userId()));
    anybodys(StandingContract.METRIC_HISTORY, OfStudent::userId, metrics::history);
    anybodys(StandingContract.CHANGE_METRIC, StandingContract.ChangeMetric::userId, metrics::change);
    answer(StandingContract.REFRESH_METRICS, (call, ask) -> metrics.refreshAll(call, ask, this::isStopping));
    on(WriteBackContract.EVAL_SCORED, metrics::evalScored);
    observe(EducationContract.ATTENDANCE_MARKED, (call, marked) -> {
      metrics.attendanceMarked(call, marked);
      return warnings.attendanceMarked(marked);
    });
  }

  /** About a student of a batch that the caller leads. */
  private <Q, A> void led(Request<Q, A> request, Function<Q, UUID> student, Answer<Q, A> answer) {
    about(request, student, access::mustLead, answer);
  }

  /** About a student of a batch that the caller mentors. */
  private <Q, A> void mentored(Request<Q, A> request, Function<Q, UUID> student, Answer<Q, A> answer) {
    about(request, student, access::mustMentor, answer);
  }

  private <Q, A> void anybodys(Request<Q, A> request, Function<Q, UUID> student, Answer<Q, A> answer) {
    about(request, student, access::mustBeStudent, answer);
  }

  private <Q, A> void about(Request<Q, A> request, Function<Q, UUID> student, BiConsumer<Call, UUID> mustCare,
      Answer<Q, A> answer) {
    answer(request, (call, ask) -> {
      mustCare.accept(call, student.apply(ask));
      return answer.to(call, ask);
    });
  }
}
