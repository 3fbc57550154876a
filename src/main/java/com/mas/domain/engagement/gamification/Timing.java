package com.mas.domain.engagement.gamification;

import com.mas.bus.Word;

/** Tells when an action came, measured against its due time. */
enum Timing implements Word {
  EARLY, ON_TIME, LATE
}
