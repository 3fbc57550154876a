package com.mas.domain.people.identity;

import java.time.Duration;
import java.time.Instant;

/** Decides what happens when a refresh token is shown. */
final class RefreshRules {
  /**
   * Two tabs, or a client that lost the answer, show the same token within moments. Longer would let a thief in
   * unnoticed, shorter would log honest people out.
   */
  static final Duration GRACE = Duration.ofSeconds(10);

  enum Decision {
    ROTATE, AGAIN, REUSED, REVOKED, EXPIRED, DISABLED
  }

  /** @param successorUsed whether the token that came from this one was used already */
  record Shown(int generation, Instant expiresAt, Instant usedAt, Instant revokedAt, boolean successorUsed) {}

  private RefreshRules() {}

  static Decision decide(Shown token, int userGeneration, boolean userActive, Instant now) {
    if (token.revokedAt != null || token.generation != userGeneration) {
      return Decision.REVOKED;
    }
    if (token.usedAt != null && !isTwinOfAnHonestRefresh(token, now)) {
      return Decision.REUSED;
    }
    if (!token.expiresAt.isAfter(now)) {
      return Decision.EXPIRED;
    }
    return !userActive ? Decision.DISABLED : token.usedAt == null ? Decision.ROTATE : Decision.AGAIN;
  }

  private static boolean isTwinOfAnHonestRefresh(Shown token, Instant now) {
    return !now.isAfter(token.usedAt.plus(GRACE)) && !token.successorUsed;
  }
}
