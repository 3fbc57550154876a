package com.mas.domain.engagement.dailycards;

import com.mas.process.Belongings;
import com.mas.process.DomainSamples;
import java.util.Map;

/** Samples for the cards of a day. */
final class DailyCardsSamples implements DomainSamples {
  @Override
  public void own(Belongings things) throws Exception {
    things.own("dailycards.card.dismiss", things.student(),
        Map.of("id", things.first("/api/student/daily-cards", things.student())));
  }
}
