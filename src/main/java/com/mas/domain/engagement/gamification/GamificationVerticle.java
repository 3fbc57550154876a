package com.mas.domain.engagement.gamification;

import com.mas.bus.Bus;
import com.mas.bus.Capacity;
import com.mas.bus.DomainVerticle;
import com.mas.db.Database;
import com.mas.domain.learning.mentoring.MentoringContract;
import com.mas.domain.learning.moodle.MoodleContract;
import com.mas.domain.learning.mrtest.ExamSyncContract;
import com.mas.domain.learning.sync.LinkContract;
import com.mas.domain.learning.sync.SyncContract;
import com.mas.domain.people.identity.IdentityContract;
import com.mas.jobs.Jobs;
import com.mas.runs.Runs;
import com.mas.secrets.DocumentSigner;
import io.vertx.core.Future;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** Gamification on the bus: one line for each address. Holds nothing between two requests; any number of instances. */
public final class GamificationVerticle extends DomainVerticle {
  private static final long REFRESH_MILLIS = 5_000;
  private static final long PAUSE_MILLIS = 1_000;

  /**
   * @param rules {@code conf/rules/gamification.yaml}
   * @param signer of badges that students take elsewhere
   */
  public record Config(Path rules, DocumentSigner signer) {}

  private final AwardService awards;
  private final Earnings earnings;
  private final RebuildService rebuilds;
  private final ProgressService progress;
  private final BadgeService badges;
  private final CalendarService calendar;
  private final RulesService publishing;
  private final RehearsalService rehearsals;
  private final DueBadges dueBadges;

  /** @throws IllegalArgumentException with one line for each mistake in the rules */
  public GamificationVerticle(Bus bus, Capacity capacity, Database db, Jobs jobs, Config config) {
    super(bus, capacity);
    RuleBooks rules = new RuleBooks(read(config.rules()));
    Runs runs = new Runs(bus, db);
    rebuilds = new RebuildService(db, runs, jobs, rules, bus.clock());
    publishing = new RulesService(db, jobs, rules, rebuilds, bus.clock());
    rehearsals = new RehearsalService(db, runs, rules, bus.clock());
    calendar = new CalendarService(db, rebuilds, publishing, rules, bus.clock());
    BadgeRepository badgeRows = new BadgeRepository(db, rules.shipped().badges());
    dueBadges = new DueBadges(bus, rules.shipped(), badgeRows::followed,
        work -> vertx.setTimer(PAUSE_MILLIS, timer -> work.run()));
    LedgerService ledgers = new LedgerService(db, rules, dueBadges, jobs);
    awards = new AwardService(bus, db, ledgers, rules, dueBadges, this::waiting);
    earnings = new Earnings(bus, awards, rebuilds, new TestScoreRepository(db));
    badges = new BadgeService(bus, db, runs, jobs, badgeRows, ledgers, rules, config.signer());
    progress = new ProgressService(db, rules, bus.clock());
  }

  @Override
  protected void open() {
    answerUnblocked(GamificationContract.AWARD_XP, awards::award);
    answer(GamificationContract.AWARD_ALL, awards::awardAll);
    on(SyncContract.MODULES_COMPLETED, earnings::modulesCompleted);
    on(LinkContract.MODULE_WITHDRAWN, earnings::moduleWithdrawn);
    on(MoodleContract.ACTIVITIES_COMPLETED, earnings::activitiesCompleted);
    on(ExamSyncContract.EXAMS_SCORED, earnings::examsScored);
    on(MentoringContract.SESSION_ATTENDED, earnings::sessionAttended);
    answerUnblocked(GamificationContract.MY_PROGRESS, progress::mine);
    answer(GamificationContract.MY_XP, progress::xp);
    answer(GamificationContract.STUDENT_XP, progress::xpOf);
    answer(GamificationContract.MY_XP_DAYS, progress::days);
    answer(GamificationContract.REBUILD_PROGRESS, rebuilds::one);
    answer(GamificationContract.REBUILD_ALL, rebuilds::queue);
    answer(GamificationContract.REBUILD_PAGES, (call, ask) -> rebuilds.all(call, ask, this::isStopping));
    answer(GamificationContract.REVERSE_XP, rebuilds::reverse);
    answer(CalendarContract.HOLIDAYS, calendar::holidays);
    answer(CalendarContract.PUT_HOLIDAY, calendar::put);
    answer(CalendarContract.REMOVE_HOLIDAY, calendar::remove);
    answer(CalendarContract.ASK_LEAVE, calendar::ask);
    answer(CalendarContract.MY_LEAVES, calendar::mine);
    answer(CalendarContract.WITHDRAW_LEAVE, calendar::withdraw);
    answer(CalendarContract.LEAVES, calendar::list);
    answer(CalendarContract.DECIDE_LEAVE, calendar::decide);
    observe(IdentityContract.SESSION_ALIVE, new DailyLogins(bus(), awards)::alive);
    answer(GamificationContract.MY_BADGES, badges::mine);
    answer(GamificationContract.SEE_BADGES, badges::see);
    answer(GamificationContract.OPEN_BADGE, badges::credential);
    answer(GamificationContract.EVALUATE_SOME, badges::some);
    answer(GamificationContract.EVALUATE_ALL, (call, ask) -> badges.all(call, ask, this::isStopping));
    answer(RulesContract.GET_RULES, publishing::get);
    answer(RulesContract.VERSIONS, publishing::versions);
    answer(RulesContract.PUBLISH, publishing::publish);
    answer(RulesContract.REHEARSE, publishing::rehearse);
    answer(RulesContract.REHEARSAL, publishing::rehearsal);
    answer(RulesContract.RUN_REHEARSAL, (call, ask) -> rehearsals.run(call, ask, this::isStopping));
    Future.join(dueBadges.refresh(), publishing.refresh()).await();
    vertx.setPeriodic(REFRESH_MILLIS, tick -> {
      dueBadges.refresh();
      publishing.refresh();
    });
  }

  private static GamificationConfig read(Path rules) {
    try {
      return GamificationConfig.read(rules);
    } catch (IOException e) {
      throw new UncheckedIOException("The gamification rules cannot be read: " + rules, e);
    }
  }
}
