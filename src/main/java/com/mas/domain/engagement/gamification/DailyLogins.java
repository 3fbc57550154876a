package com.mas.domain.engagement.gamification;

import com.mas.bus.Bus;
import com.mas.bus.Call;
import com.mas.bus.FailureException;
import com.mas.bus.Principal.Role;
import com.mas.db.Database;
import com.mas.domain.engagement.gamification.GamificationContract.AwardXp;
import com.mas.domain.people.identity.IdentityContract.SessionAlive;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * XP for the first sign of life of a student's IST day. The announcement reaches every node; the award's source is the
 * day, so it is given once. One that is lost costs the student little: the next one of the day makes up for it.
 */
final class DailyLogins {
  private static final Logger LOG = LoggerFactory.getLogger(DailyLogins.class);
  private static final int MOST = 100_000;

  private final Bus bus;
  private final AwardService awards;
  /** Users whom this node has seen today, since a session is refreshed many times a day. */
  private final Set<UUID> seen = ConcurrentHashMap.newKeySet();
  private volatile LocalDate day = LocalDate.MIN;

  DailyLogins(Bus bus, AwardService awards) {
    this.bus = bus;
    this.awards = awards;
  }

  Void alive(Call call, SessionAlive session) {
    LocalDate today = StreakRules.dayOf(session.at());
    if (session.role() != Role.USER) {
      return null;
    }
    if (!today.equals(day) || seen.size() >= MOST) {
      seen.clear();
      day = today;
    }
    if (seen.add(session.userId())) {
      try {
        Database
            .await(awards.award(bus.systemCall(session.tenant(), Duration.ofSeconds(10)), new AwardXp(session.userId(),
                XpType.DAILY_LOGIN.wire(), today.toString(), session.at(), null, null, false, null)));
      } catch (FailureException e) {
        seen.remove(session.userId());
        LOG.warn("the login of {} earned nothing: {}", session.userId(), e.getMessage());
      }
    }
    return null;
  }
}
