package com.mas.domain.engagement.gamification;

import java.util.UUID;

/**
 * Says after which student a run through all of them goes on.
 *
 * @param id of the last student who is done
 */
record After(UUID id) {
  static final After NOBODY = new After(new UUID(0, 0));
}
