package com.mas.domain.engagement.portal;

import com.mas.domain.engagement.portal.CareRepository.Ties;
import com.mas.domain.engagement.portal.TimelineContract.Source;
import java.util.EnumSet;
import java.util.Set;

/** Says what those who look after a student may see. */
final class CareRules {
  private CareRules() {}

  static boolean mayOpenProfile(Ties ties, boolean isAdmin) {
    return isAdmin || ties.leads() || ties.mentors() || ties.meets();
  }

  /**
   * Returns what is seen of a student's timeline. Messages and documents are between the student and the institution: a
   * batch lead and a super mentor see neither; a mentor who only meets the student sees what a profile may show, and no
   * grades.
   */
  static Set<Source> visible(Ties ties, boolean isAdmin) {
    if (isAdmin) {
      return EnumSet.complementOf(EnumSet.of(Source.MESSAGE));
    }
    return ties.leads() || ties.mentors()
        ? EnumSet.of(Source.COURSE, Source.XP, Source.BADGE, Source.MEETING, Source.CREDENTIAL, Source.MOODLE)
        : EnumSet.of(Source.COURSE, Source.BADGE, Source.CREDENTIAL);
  }
}
