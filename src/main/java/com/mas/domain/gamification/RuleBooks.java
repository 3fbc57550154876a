package com.mas.domain.gamification;

import java.time.LocalDate;
import java.util.Map;
import java.util.NavigableMap;

/**
 * Which rules hold for whom on which IST day: those that a tenant has published from that day on, else those of the
 * file. Of one node; what was published elsewhere comes with {@link #publish}.
 */
final class RuleBooks {
  private final GamificationConfig shipped;
  private volatile Map<String, NavigableMap<LocalDate, GamificationConfig>> published = Map.of();

  RuleBooks(GamificationConfig shipped) {
    this.shipped = shipped;
  }

  /** Those of the file. What a type of XP is (an action or not) and what a badge takes is in them alone. */
  GamificationConfig shipped() {
    return shipped;
  }

  /** @param tenant null: nobody's, so those of the file */
  GamificationConfig at(String tenant, LocalDate day) {
    NavigableMap<LocalDate, GamificationConfig> versions = tenant == null ? null : published.get(tenant);
    Map.Entry<LocalDate, GamificationConfig> holding = versions == null ? null : versions.floorEntry(day);
    return holding == null ? shipped : holding.getValue();
  }

  /** @param versions all that were ever published, by tenant and first day */
  void publish(Map<String, NavigableMap<LocalDate, GamificationConfig>> versions) {
    published = versions;
  }
}
