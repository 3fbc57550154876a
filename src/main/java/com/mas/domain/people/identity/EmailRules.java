package com.mas.domain.people.identity;

import java.net.IDN;
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

  /** Returns the address as it is kept and compared: lower case, a domain of other letters in its ASCII form. */
  static String normal(String email) {
    String plain = email == null ? "" : email.strip().toLowerCase(Locale.ROOT);
    int at = plain.lastIndexOf('@');
    if (at < 0 || plain.length() > MAX_LENGTH || plain.chars().allMatch(letter -> letter < 0x80)) {
      return plain;
    }
    try {
      return plain.substring(0, at + 1) + IDN.toASCII(plain.substring(at + 1), IDN.USE_STD3_ASCII_RULES)
          .toLowerCase(Locale.ROOT);
    } catch (IllegalArgumentException e) {
      return plain; // which is not valid
    }
  }

  static boolean isValid(String normal) {
    return normal.length() <= MAX_LENGTH && ADDRESS.matcher(normal).matches();
  }
}
