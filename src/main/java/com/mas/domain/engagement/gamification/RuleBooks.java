package com.mas.domain.engagement.gamification;

import java.time.LocalDate;
import java.util.HashSet;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;

/**
 * Keeps what holds for a tenant on an IST day: the rules that a tenant has published from that day on, else those of
 * the file; and its holidays. Of one node, which reads anew every few seconds what is published; rules are published
 * for a later day, so that all nodes have them when it comes, and a holiday after the fact has all standings computed
 * anew.
 */
final class RuleBooks {
  /**
   * @param versions by tenant and first day
   * @param holidays by tenant
   */
  record Published(Map<String, NavigableMap<LocalDate, GamificationConfig>> versions,
      Map<String, Set<LocalDate>> holidays) {
    static final Published NOTHING = new Published(Map.of(), Map.of());
  }

  private final GamificationConfig shipped;
  private volatile Published published = Published.NOTHING;

  RuleBooks(GamificationConfig shipped) {
    this.shipped = shipped;
  }

  /** Returns the rules of the file. They alone have the kinds of XP types, tenure and badges. */
  GamificationConfig shipped() {
    return shipped;
  }

  /** @param tenant null: nobody's, so those of the file */
  GamificationConfig at(String tenant, LocalDate day) {
    NavigableMap<LocalDate, GamificationConfig> versions = tenant == null ? null : published.versions().get(tenant);
    Map.Entry<LocalDate, GamificationConfig> holding = versions == null ? null : versions.floorEntry(day);
    return holding == null ? shipped : holding.getValue();
  }

  /** The tenant's holidays and these days. */
  Set<LocalDate> off(String tenant, Set<LocalDate> leave) {
    Set<LocalDate> holidays = tenant == null ? Set.of() : published.holidays().getOrDefault(tenant, Set.of());
    if (leave.isEmpty() || holidays.isEmpty()) {
      return leave.isEmpty() ? holidays : leave;
    }
    Set<LocalDate> both = new HashSet<>(holidays);
    both.addAll(leave);
    return both;
  }

  void publish(Published all) {
    published = all;
  }
}
