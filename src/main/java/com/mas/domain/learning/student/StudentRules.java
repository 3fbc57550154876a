package com.mas.domain.learning.student;

import com.mas.bus.Text;
import com.mas.phone.PhoneRules;
import java.util.Locale;

/** Decides what is searched for, and what may go from a learner into an account. */
final class StudentRules {
  private static final int MAX_NAME = 120;
  /** The index knows groups of three; a pattern without one makes it read itself whole. */
  private static final int INDEXED_LENGTH = 3;

  private StudentRules() {}

  /** Returns the pattern for LIKE, with wildcards escaped; null when there is nothing to search for. */
  static String pattern(String search) {
    String words = search == null ? "" : search.strip().toLowerCase(Locale.ROOT);
    return words.isEmpty() ? null : "%" + words.replaceAll("([\\\\%_])", "\\\\$1") + "%";
  }

  /** The digits, for LIKE, when what is searched for looks like a phone number in some writing; else null. */
  static String phonePattern(String search) {
    String digits = PhoneRules.part(search);
    if (digits == null) {
      return null;
    }
    return digits.length() < INDEXED_LENGTH ? null : "%" + digits + "%";
  }

  /** Returns an address that a browser can open: that of the school with this path, unless it is whole already. */
  static String whole(String school, String url) {
    return url == null || !url.startsWith("/") ? url : school.replaceFirst("/$", "") + url;
  }

  static boolean isIndexed(String pattern) {
    return pattern.codePointCount(0, pattern.length()) - 2 >= INDEXED_LENGTH
        && pattern.codePoints().skip(1).limit(pattern.length() - 2).filter(Character::isLetterOrDigit)
            .count() >= INDEXED_LENGTH;
  }

  /** A name that an account may have; the address's first part where the learner has none. */
  static String accountName(String name, String email) {
    String plain = name == null ? "" : Text.stripped(name.replaceAll("\\p{Cntrl}", " "));
    String chosen = Text.isVisible(plain) ? plain : email.substring(0, Math.max(1, email.indexOf('@')));
    return Text.stripped(Text.cut(chosen, MAX_NAME));
  }
}
