package com.mas.domain.engagement.gamification;

import java.util.UUID;

/**
 * Where a run through all students goes on.
 *
 * @param id of the last student who is done
 */
record After(UUID id) {
  static final After NOBODY = new After(new UUID(0, 0));
}
