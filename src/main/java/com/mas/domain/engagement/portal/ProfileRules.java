package com.mas.domain.engagement.portal;

import com.mas.domain.engagement.portal.ProfileContract.ChangeProfile;
import com.mas.domain.engagement.portal.ProfileContract.VerifyProfile;
import com.mas.domain.engagement.portal.ProfileRepository.Facts;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.TreeSet;

/** Says what a change of a profile may do, and how values are kept. */
final class ProfileRules {
  private static final int CGPA_DIGITS = 2;

  private ProfileRules() {}

  /** Returns the skills without blanks around them and without repetitions, whatever the case, in their order. */
  static List<String> skills(List<String> told) {
    TreeSet<String> known = new TreeSet<>();
    List<String> kept = new ArrayList<>();
    for (String each : told) {
      String skill = each.strip().replaceAll("\\s+", " ");
      if (known.add(skill.toLowerCase(Locale.ROOT))) {
        kept.add(skill);
      }
    }
    return kept;
  }

  /** Returns a grade as it is kept; null for none. */
  static BigDecimal cgpa(Double told) {
    return told == null ? null : BigDecimal.valueOf(told).setScale(CGPA_DIGITS, RoundingMode.HALF_UP);
  }

  /** Returns what is there after the change. */
  static Facts changed(Facts before, ChangeProfile ask) {
    return new Facts(ask.rollNumber().or(before.rollNumber()), ask.branch().or(before.branch()),
        ask.studyYear().or(before.studyYear()), ask.cgpa().map(ProfileRules::cgpa).or(before.cgpa()),
        ask.phone().or(before.phone()), ask.city().or(before.city()), ask.region().or(before.region()),
        ask.headline().or(before.headline()), ask.summary().or(before.summary()),
        ask.skills().map(ProfileRules::skills).or(before.skills()), ask.linkedinUrl().or(before.linkedinUrl()),
        ask.githubUrl().or(before.githubUrl()), ask.portfolioUrl().or(before.portfolioUrl()), before.isVerified(),
        before.updatedAt());
  }

  /** Returns what is there once the institution has told what it knows. */
  static Facts verified(Facts before, VerifyProfile ask) {
    return new Facts(ask.rollNumber().or(before.rollNumber()), ask.branch().or(before.branch()),
        ask.studyYear().or(before.studyYear()), ask.cgpa().map(ProfileRules::cgpa).or(before.cgpa()), before.phone(),
        before.city(), before.region(), before.headline(), before.summary(), before.skills(), before.linkedinUrl(),
        before.githubUrl(), before.portfolioUrl(), ask.verified(), before.updatedAt());
  }

  /** Returns whether nothing is there of what an institution verifies. */
  static boolean isEmpty(Facts facts) {
    return facts.rollNumber() == null && facts.branch() == null && facts.studyYear() == null && facts.cgpa() == null;
  }

  /** Returns the paths of what the change would make different though the institution has verified it. */
  static List<String> held(Facts before, ChangeProfile ask) {
    List<String> paths = new ArrayList<>();
    if (ask.rollNumber().isMade() && !Objects.equals(before.rollNumber(), ask.rollNumber().value())) {
      paths.add("/rollNumber");
    }
    if (ask.branch().isMade() && !Objects.equals(before.branch(), ask.branch().value())) {
      paths.add("/branch");
    }
    if (ask.studyYear().isMade() && !Objects.equals(before.studyYear(), ask.studyYear().value())) {
      paths.add("/studyYear");
    }
    if (ask.cgpa().isMade() && !Objects.equals(before.cgpa(), cgpa(ask.cgpa().value()))) {
      paths.add("/cgpa");
    }
    return paths;
  }
}
