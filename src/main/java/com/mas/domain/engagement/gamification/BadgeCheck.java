package com.mas.domain.engagement.gamification;

import com.mas.domain.engagement.gamification.GamificationConfig.Badge;
import com.mas.domain.engagement.gamification.GamificationConfig.Criteria;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Checks what is taken for granted of the badges in the rules. */
final class BadgeCheck {
  private static final Pattern ID = Pattern.compile("[a-z][a-z0-9_]{1,58}");

  private BadgeCheck() {}

  static List<String> mistakes(List<Badge> badges) {
    List<String> mistakes = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    for (int i = 0; i < badges.size(); i++) {
      Badge badge = badges.get(i);
      String at = "badges[" + i + "]";
      if (badge == null || badge.id() == null || badge.name() == null || badge.about() == null || badge.xp() == null
          || badge.when() == null) {
        mistakes.add(at + " must have id, name, about, xp and when");
        continue;
      }
      if (!ID.matcher(badge.id()).matches() || !ids.add(badge.id())) {
        mistakes.add(at + ".id must be in lower case with underscores, and the only one");
      }
      if (badge.xp() < 0) {
        mistakes.add(at + ".xp must not be negative");
      }
      if (!isWhole(badge.when())) {
        mistakes.add(at + ".when must have something to reach; type and count go together, and ofBatch is for"
            + " test_taken and module_completed");
      }
    }
    return mistakes;
  }

  private static boolean isWhole(Criteria when) {
    boolean positive = Stream.of(when.actions(), when.longestStreak(), when.level(), when.xp(), when.count())
        .filter(Objects::nonNull).allMatch(number -> number > 0);
    boolean any = Stream.of(when.actions(), when.longestStreak(), when.level(), when.xp(), when.type(), when.profile())
        .anyMatch(Objects::nonNull);
    boolean scoped = when.ofBatch() == null || when.type() == XpType.TEST_TAKEN
        || when.type() == XpType.MODULE_COMPLETED;
    return positive && any && scoped && (when.type() == null) == (when.count() == null);
  }
}
