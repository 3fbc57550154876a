package com.mas.domain.engagement.dailycards;

import com.mas.domain.engagement.gamification.GamificationContract;
import com.mas.domain.engagement.standing.StandingContract;
import com.mas.domain.learning.education.EducationContract;
import com.mas.domain.learning.sync.LinkContract;
import com.mas.domain.learning.sync.SyncContract;
import com.mas.jobs.Schedule;
import com.mas.module.DomainModule;
import com.mas.module.SettingsReader;
import java.time.ZoneId;

/** Declares the cards that a learner finds each day. */
public final class DailyCardsModule extends DomainModule {
  public DailyCardsModule() {
    super("dailycards", DailyCardsContract.class);
    reads(EducationContract.SEATS, SyncContract.LEARNERS, LinkContract.LEARNER_ACCOUNTS, GamificationContract.TESTS,
        StandingContract.METRICS);
    schedule(Schedule.cron("0 0 * * *", ZoneId.of("Asia/Kolkata"), "daily-cards", "dailyCardsQueue",
        DailyCardsContract.MAKE_DAY, new DailyCardsContract.MakeDay()));
  }

  @Override
  public Plan plan(SettingsReader from) {
    return (parts, capacity) -> new DailyCardsVerticle(parts.bus(), capacity, parts.database(), parts.redis(),
        parts.ids());
  }
}
