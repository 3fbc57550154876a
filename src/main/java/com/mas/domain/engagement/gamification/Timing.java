package com.mas.domain.engagement.gamification;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** When an action came, measured against its due time. */
enum Timing {
  EARLY, ON_TIME, LATE;

  @JsonValue
  String wire() {
    return name().toLowerCase(Locale.ROOT);
  }
}
