package com.mas.domain.engagement.dailycards;

import com.mas.db.Table;
import com.mas.domain.engagement.gamification.GamificationContract;
import com.mas.domain.engagement.standing.StandingContract;
import com.mas.domain.learning.education.EducationContract;
import com.mas.domain.learning.sync.LinkContract;
import com.mas.domain.learning.sync.SyncContract;
import com.mas.domain.people.identity.PersonContract;
import com.mas.jobs.JobOptions;
import com.mas.jobs.Schedule;
import com.mas.module.DomainModule;
import com.mas.module.SettingsReader;
import com.mas.seed.Planting;
import java.time.ZoneId;

/** Declares the cards that a learner finds each day. */
public final class DailyCardsModule extends DomainModule {
  public DailyCardsModule() {
    super("dailycards", DailyCardsContract.class);
    demo(100, DailyCardsModule::demo);
    tables(
        Table.of("dailycards.hands").person("student_id").removed("each day's run removes those of the day before"),
        Table.of("dailycards.cards").person("student_id").goesWith("dailycards.hands"));
    on(PersonContract.ERASED, JobOptions.on("databaseQueue"));
    reads(EducationContract.SEATS, SyncContract.LEARNERS, LinkContract.LEARNER_ACCOUNTS, GamificationContract.TESTS,
        StandingContract.METRICS);
    schedule(Schedule.cron("0 0 * * *", ZoneId.of("Asia/Kolkata"), "daily-cards", "dailyCardsQueue",
        DailyCardsContract.MAKE_DAY, new DailyCardsContract.MakeDay()));
  }

  private static void demo(Planting ground) {
    if (!ground.hasPast()) {
      ground.ask(DailyCardsContract.MAKE_DAY, new DailyCardsContract.MakeDay());
    }
  }

  @Override
  public Plan plan(SettingsReader from) {
    return (parts, capacity) -> new DailyCardsVerticle(parts.bus(), capacity, parts.database(), parts.redis(),
        parts.ids());
  }
}
