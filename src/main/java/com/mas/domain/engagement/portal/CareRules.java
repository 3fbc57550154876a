package com.mas.domain.engagement.portal;

import com.mas.domain.engagement.portal.CareRepository.Ties;

/** Says what those who look after a student may see. */
final class CareRules {
  private CareRules() {}

  static boolean mayOpenProfile(Ties ties, boolean isAdmin) {
    return isAdmin || ties.leads() || ties.mentors() || ties.meets();
  }
}
