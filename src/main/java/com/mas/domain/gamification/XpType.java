package com.mas.domain.gamification;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What XP is given for. The wire name is the one in the ledger, in the rules' file and in every contract. */
enum XpType {
  DAILY_LOGIN,
  ASSIGNMENT_SUBMITTED,
  TEST_TAKEN,
  MODULE_COMPLETED,
  MENTOR_CALL_COMPLETED,
  STREAK_MILESTONE,
  ACTION_MILESTONE,
  TENURE_BONUS,
  BADGE_UNLOCKED;

  private final String wire = name().toLowerCase(Locale.ROOT);

  @JsonValue
  String wire() {
    return wire;
  }
}
