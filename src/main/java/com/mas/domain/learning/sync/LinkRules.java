package com.mas.domain.learning.sync;

import java.util.Locale;
import java.util.regex.Pattern;

/** Names of awards, and what a prefix may be. */
final class LinkRules {
  private static final int LONGEST_PREFIX = 60;
  /** A first part of so few people is rather of a name. */
  static final int FEWEST_PEOPLE = 3;
  private static final Pattern PREFIX = Pattern.compile("[a-z0-9]+(?:[._-][a-z0-9]+)*");

  private LinkRules() {}

  /** Without the hyphen that may end it, in small letters; null for what can be no prefix. */
  static String prefix(String given) {
    String plain = given == null ? "" : given.strip().toLowerCase(Locale.ROOT).replaceFirst("-$", "");
    return plain.length() <= LONGEST_PREFIX && PREFIX.matcher(plain).matches() ? plain : null;
  }

  /**
   * Returns the source of a module's award. One that was taken back is in the ledger for good, so the next one has
   * another name.
   */
  static String source(String courseId, String moduleId, int takenBack) {
    String first = courseId + ":" + moduleId;
    return takenBack == 0 ? first : first + ":again-" + takenBack;
  }
}
