package com.mas.domain.people.identity;

import java.util.Locale;
import java.util.regex.Pattern;

/** Reads e-mail addresses. Two are one person's only when they are the same, letter by letter. */
final class EmailRules {
  static final int MAX_LENGTH = 254;
  // deliberately plain: the mailed code is the proof; this keeps out blanks, control characters and header injection
  private static final Pattern ADDRESS =
      Pattern.compile("[a-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[a-z0-9](?:[a-z0-9-]*[a-z0-9])?"
          + "(?:\\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)+");

  private EmailRules() {}

  static String normal(String email) {
    return email == null ? "" : email.strip().toLowerCase(Locale.ROOT);
  }

  static boolean isValid(String normal) {
    return normal.length() <= MAX_LENGTH && ADDRESS.matcher(normal).matches();
  }
}
