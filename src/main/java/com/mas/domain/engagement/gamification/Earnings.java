package com.mas.domain.engagement.gamification;

import com.mas.bus.Bus;
import com.mas.bus.Call;
import com.mas.bus.Failure;
import com.mas.bus.FailureException;
import com.mas.db.Database;
import com.mas.domain.engagement.gamification.GamificationContract.AwardAll;
import com.mas.domain.engagement.gamification.GamificationContract.AwardXp;
import com.mas.domain.engagement.gamification.GamificationContract.AwardedAll;
import com.mas.domain.engagement.gamification.GamificationContract.ReverseXp;
import com.mas.domain.engagement.gamification.GamificationContract.XpAwarded;
import com.mas.domain.learning.mentoring.MentoringContract.SessionAttended;
import com.mas.domain.learning.moodle.MoodleContract.ActivitiesCompleted;
import com.mas.domain.learning.mrtest.ExamSyncContract.ExamsScored;
import com.mas.domain.learning.sync.LinkContract;
import com.mas.domain.learning.sync.LinkContract.ModuleWithdrawn;
import com.mas.domain.learning.sync.LinkContract.TakenBack;
import com.mas.domain.learning.sync.SyncContract.CompletedModule;
import com.mas.domain.learning.sync.SyncContract.ModulesCompleted;
import java.util.Set;
import java.util.stream.Collectors;

/** Makes XP of what the learning domains state. The ledger gives it once for each source, however often it is told. */
final class Earnings {
  private final Bus bus;
  private final AwardService awards;
  private final RebuildService ledgers;
  private final TestScoreRepository scores;

  Earnings(Bus bus, AwardService awards, RebuildService ledgers, TestScoreRepository scores) {
    this.bus = bus;
    this.awards = awards;
    this.ledgers = ledgers;
    this.scores = scores;
  }

  /** Awards for the moment at which they were completed, as far as it is known; this makes no day active. */
  AwardedAll modulesCompleted(Call call, ModulesCompleted event) {
    Set<String> history = event.modules().stream().filter(CompletedModule::history).map(CompletedModule::id)
        .collect(Collectors.toSet());
    return awards.awardAll(call,
        new AwardAll(event.modules().stream()
            .map(module -> new AwardXp(event.accountId(), XpType.MODULE_COMPLETED.wire(), module.id(), module.at(),
                null, null, true,
                event.runId()))
            .toList()),
        history);
  }

  /** Awards an activity of a Moodle course as a module. */
  AwardedAll activitiesCompleted(Call call, ActivitiesCompleted event) {
    return awards.awardAll(call,
        new AwardAll(event.activities().stream()
            .map(activity -> new AwardXp(event.accountId(), XpType.MODULE_COMPLETED.wire(), activity.id(),
                activity.at(), null, null, true,
                event.runId()))
            .toList()));
  }

  /**
   * Awards each exam once, with the score that it is known by first. What is told of it later is kept beside the award:
   * a better attempt gives no more XP, and yet it is what counts as the score.
   */
  AwardedAll examsScored(Call call, ExamsScored event) {
    AwardedAll awarded = awards.awardAll(call,
        new AwardAll(event.exams().stream()
            .map(exam -> new AwardXp(event.accountId(), XpType.TEST_TAKEN.wire(), exam.examId(), exam.at(),
                exam.percentage(), null, true, event.runId()))
            .toList()));
    scores.keep(event);
    return awarded;
  }

  XpAwarded sessionAttended(Call call, SessionAttended event) {
    return Database.await(awards.award(call, new AwardXp(event.studentId(), XpType.MENTOR_CALL_COMPLETED.wire(),
        event.bookingId().toString(), event.endedAt(), null, null, false, event.bookingId())));
  }

  /**
   * Reverses the award and tells its amount to who withdrew the module.
   *
   * @throws FailureException UNAVAILABLE, to be told again, while the award has not arrived yet
   */
  Void moduleWithdrawn(Call call, ModuleWithdrawn event) {
    int amount;
    try {
      amount = ledgers.reverse(call, new ReverseXp(event.accountId(), XpType.MODULE_COMPLETED.wire(), event.id(),
          event.reason())).amount();
    } catch (FailureException e) {
      throw e.failure() == Failure.NOT_FOUND
          ? Failure.UNAVAILABLE.with("The award of " + event.id() + " has not arrived yet.") : e;
    }
    return bus.send(call, LinkContract.TAKEN_BACK, new TakenBack(event, amount)).await();
  }
}
