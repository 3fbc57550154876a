package com.mas.domain.learning.education;

import com.mas.process.Belongings;
import com.mas.process.DomainSamples;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Samples for batches that a lead sees. */
final class EducationSamples implements DomainSamples {
  @Override
  public Set<String> leftOut() {
    return Set.of("education.application.create/email");
  }

  @Override
  public void own(Belongings things) throws Exception {
    String batch = things.first("/api/batchlead/batches", things.lead());
    String day = LocalDate.now(ZoneOffset.UTC).minusDays(7).toString();
    Stream.of("get", "applications", "day", "days", "totals")
        .forEach(each -> things.own("education.led_batch." + each, things.lead(), Map.of("id", batch, "date", day)));
  }
}
