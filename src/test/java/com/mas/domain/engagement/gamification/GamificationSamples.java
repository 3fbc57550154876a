package com.mas.domain.engagement.gamification;

import com.mas.process.Belongings;
import com.mas.process.DomainSamples;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Set;

/** Samples for leaves and badges. */
final class GamificationSamples implements DomainSamples {
  @Override
  public Set<String> notPersonal() {
    return Set.of("gamification.badge.credential");
  }

  @Override
  public void own(Belongings things) throws Exception {
    LocalDate begin = LocalDate.now(ZoneOffset.UTC).plusDays(40);
    String leave = things.made(things.student(), "/api/student/me/leaves", Map.of("startsOn", begin.toString(),
        "endsOn", begin.plusDays(1).toString(), "reason", "A wedding"));
    things.own("gamification.leave.withdraw", things.student(), Map.of("id", leave));
    things.own("gamification.leave.decide", things.lead(), Map.of("id", leave));
  }
}
