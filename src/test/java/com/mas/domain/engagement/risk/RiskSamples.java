package com.mas.domain.engagement.risk;

import static com.mas.testkit.Eventually.eventually;

import com.mas.process.Belongings;
import com.mas.process.DomainSamples;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;

/** Samples for students at risk. */
final class RiskSamples implements DomainSamples {
  private static final String AT_RISK = "/api/batchlead/risk-students";
  private static final Duration ASIDE = Duration.ofSeconds(60);

  /** Scores come by a job. */
  @Override
  public void own(Belongings things) throws Exception {
    things.api().ask("POST", AT_RISK + "/recompute", things.lead().token(), null);
    eventually("somebody is at risk", ASIDE, () -> !things.first(AT_RISK, things.lead()).isEmpty());
    Map<String, String> student = Map.of("userId", things.first(AT_RISK, things.lead()));
    Stream.of("review", "trend", "miss_ozone", "ai_classroom")
        .forEach(each -> things.own("risk.led_student." + each, things.lead(), student));
  }
}
