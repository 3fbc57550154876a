package com.mas.domain.engagement.gamification;

import com.mas.bus.Word;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Reason for XP. The wire name is the one in the ledger, in the rules' file and in every contract. */
enum XpType implements Word {
  DAILY_LOGIN,
  ASSIGNMENT_SUBMITTED,
  TEST_TAKEN,
  MODULE_COMPLETED,
  MENTOR_CALL_COMPLETED,
  STREAK_MILESTONE,
  ACTION_MILESTONE,
  TENURE_BONUS,
  BADGE_UNLOCKED;

  private static final Map<String, XpType> BY_WIRE =
      Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(XpType::wire, Function.identity()));

  /** Null for a name that this build does not know. */
  static XpType of(String wire) {
    return BY_WIRE.get(wire);
  }
}
