package com.mas.domain.engagement.portal;

import com.mas.domain.engagement.portal.ProfileContract.Completion;
import com.mas.domain.engagement.portal.ProfileContract.MissingPart;
import com.mas.domain.engagement.portal.ProfileContract.ProfilePart;
import com.mas.domain.engagement.portal.ProfileRepository.Stored;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Tells how complete a profile is, and what would make it more so. */
final class CompletionRules {
  /** Fewer skills than these say little. */
  static final int ENOUGH_SKILLS = 3;
  /** Letters of a summary that says something. */
  static final int ENOUGH_SUMMARY = 50;
  /** Percent that each part adds; 100 in all. */
  private static final Map<ProfilePart, Integer> WEIGHTS = new EnumMap<>(Map.of(ProfilePart.PHONE, 10,
      ProfilePart.CITY, 5, ProfilePart.ROLL_NUMBER, 10, ProfilePart.BRANCH, 10, ProfilePart.YEAR, 10,
      ProfilePart.CGPA, 10, ProfilePart.SKILLS, 15, ProfilePart.SUMMARY, 10, ProfilePart.LINK, 5,
      ProfilePart.RESUME, 15));

  private CompletionRules() {}

  /** Judges by what is remembered of résumés, where they are not asked for. */
  static Completion of(Stored profile) {
    return of(profile, profile.primaryResume() != null);
  }

  /** @param hasResume whether there is a résumé that is ready */
  static Completion of(Stored profile, boolean hasResume) {
    List<MissingPart> missing = WEIGHTS.keySet().stream().filter(part -> !isThere(part, profile, hasResume))
        .map(part -> new MissingPart(part, WEIGHTS.get(part)))
        .sorted(Comparator.comparingInt(MissingPart::percent).reversed().thenComparing(MissingPart::part)).toList();
    return new Completion(100 - missing.stream().mapToInt(MissingPart::percent).sum(), missing);
  }

  private static boolean isThere(ProfilePart part, Stored profile, boolean hasResume) {
    return switch (part) {
      case PHONE -> profile.phone() != null || profile.accountPhone() != null;
      case CITY -> profile.city() != null;
      case ROLL_NUMBER -> profile.rollNumber() != null;
      case BRANCH -> profile.branch() != null;
      case YEAR -> profile.studyYear() != null;
      case CGPA -> profile.cgpa() != null;
      case SKILLS -> profile.skills().size() >= ENOUGH_SKILLS;
      case SUMMARY -> profile.summary() != null && profile.summary().strip().length() >= ENOUGH_SUMMARY;
      case LINK -> profile.linkedinUrl() != null || profile.githubUrl() != null || profile.portfolioUrl() != null;
      case RESUME -> hasResume;
    };
  }
}
