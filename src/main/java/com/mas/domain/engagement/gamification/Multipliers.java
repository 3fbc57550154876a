package com.mas.domain.engagement.gamification;

import java.math.BigDecimal;

/**
 * The factors of one award, as stored with it and as told to the student. Exact decimals without trailing zeros, so
 * that the stored amount can be computed again from them.
 *
 * @param total product of the five, clamped
 */
record Multipliers(BigDecimal streak, BigDecimal quality, BigDecimal timing, BigDecimal freshness, BigDecimal antiFarm,
                   BigDecimal total) {
  static final Multipliers NONE = new Multipliers(BigDecimal.ONE, BigDecimal.ONE, BigDecimal.ONE, BigDecimal.ONE,
      BigDecimal.ONE, BigDecimal.ONE);

  Multipliers {
    streak = plain(streak);
    quality = plain(quality);
    timing = plain(timing);
    freshness = plain(freshness);
    antiFarm = plain(antiFarm);
    total = plain(total);
  }

  private static BigDecimal plain(BigDecimal factor) {
    BigDecimal stripped = factor.stripTrailingZeros();
    return stripped.scale() < 0 ? stripped.setScale(0) : stripped; // 10, not 1E+1
  }
}
