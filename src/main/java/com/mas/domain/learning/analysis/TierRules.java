package com.mas.domain.learning.analysis;

import com.mas.domain.learning.analysis.AnalysisContract.Scope;
import java.time.Duration;
import java.time.ZoneId;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** Says when scopes of each kind are analysed by themselves. */
final class TierRules {
  /** Tells the hours, all on Sundays: teachers, then departments, then campuses. */
  static final Map<Scope, String> CRONS =
      new EnumMap<>(Map.of(Scope.FACULTY, "0 1 * * 0", Scope.DEPARTMENT, "0 2 * * 0", Scope.CAMPUS, "0 3 * * 0"));
  static final ZoneId ZONE = ZoneId.of("Asia/Kolkata");
  static final String QUEUE = "databaseQueue";
  /** Bounds one stored request; the next page is another one. */
  static final int MOST_SCOPES = 100;
  /** An answer counts as given when its transaction began, and may be seen so much later. */
  static final Duration SEEN_LATE = Duration.ofMinutes(10);

  private TierRules() {}

  static String key(Scope scope) {
    return "analysis-tier-" + scope.wire().toLowerCase(Locale.ROOT);
  }
}
