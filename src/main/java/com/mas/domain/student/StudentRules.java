package com.mas.domain.student;

import java.util.Locale;

/** What is searched for, and what may go from a learner into an account. */
final class StudentRules {
  private static final int MAX_NAME = 120;
  /** The index knows groups of three; a pattern without one makes it read itself whole. */
  private static final int INDEXED_LENGTH = 3;

  private StudentRules() {}

  /** For LIKE, with what is a wildcard there taken as it is; null when there is nothing to search for. */
  static String pattern(String search) {
    String words = search == null ? "" : search.strip().toLowerCase(Locale.ROOT);
    return words.isEmpty() ? null : "%" + words.replaceAll("([\\\\%_])", "\\\\$1") + "%";
  }

  /** The digits, for LIKE, when what is searched for looks like a phone number in some writing; else null. */
  static String phonePattern(String search) {
    if (search == null || !search.matches("[\\s+().0-9-]+")) {
      return null;
    }
    String digits = search.replaceAll("[^0-9]", "");
    return digits.length() < INDEXED_LENGTH ? null : "%" + digits + "%";
  }

  static boolean isIndexed(String pattern) {
    return pattern.codePointCount(0, pattern.length()) - 2 >= INDEXED_LENGTH
        && pattern.codePoints().skip(1).limit(pattern.length() - 2).filter(Character::isLetterOrDigit).count()
            >= INDEXED_LENGTH;
  }

  /** A name that an account may have; the address's first part where the learner has none. */
  static String accountName(String name, String email) {
    String plain = name == null ? "" : name.replaceAll("\\p{Cntrl}", " ").strip();
    String chosen = plain.isEmpty() ? email.substring(0, Math.max(1, email.indexOf('@'))) : plain;
    return chosen.length() <= MAX_NAME ? chosen : chosen.substring(0, MAX_NAME).strip();
  }

  /** A phone that an account may have, or null: what learners typed is not always one. */
  static String accountPhone(String phone) {
    String plain = phone == null ? "" : phone.replaceAll("[\\s().-]", "");
    return plain.matches("\\+?[0-9]{7,15}") ? plain : null;
  }
}
