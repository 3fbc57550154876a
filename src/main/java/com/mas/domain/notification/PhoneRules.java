package com.mas.domain.notification;

/** Phone numbers as they are typed, and the one form in which they are compared and dialled. */
final class PhoneRules {
  private static final int LEAST = 11;
  private static final int MOST = 15;
  private static final int INDIAN = 10;

  private PhoneRules() {}

  /**
   * Digits with the country's code and nothing else, or null for what is no number. Ten digits are Indian, as almost
   * all are; a leading zero or {@code 00} or {@code +} says nothing. Idempotent.
   */
  static String normal(String typed) {
    if (typed == null || typed.length() > 40 || !typed.matches("[+0-9 ().\\-/]*")) {
      return null;
    }
    String digits = typed.replaceAll("\\D", "").replaceFirst("^0+", "");
    if (digits.length() == INDIAN) {
      return "91" + digits;
    }
    return digits.length() >= LEAST && digits.length() <= MOST ? digits : null;
  }
}
