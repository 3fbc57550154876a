package com.mas.domain.identity;

import com.mas.bus.Failure;
import com.mas.bus.FailureException.FieldError;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Collects what is wrong with an input, so that all of it is answered at once. The contract's schema has checked forms
 * before; this is what it cannot say, and what also holds for those who ask over the bus.
 */
final class Inputs {
  private static final int MAX_NAME = 120;
  private static final Pattern PHONE = Pattern.compile("\\+?[0-9]{7,15}");
  private static final Pattern PHONE_FILLING = Pattern.compile("[\\s().-]");

  private final List<FieldError> errors = new ArrayList<>();

  String email(String path, String given) {
    String email = EmailRules.normal(given);
    return check(EmailRules.isValid(email), path, "must be an e-mail address", email);
  }

  String name(String path, String given) {
    String name = given == null ? "" : given.strip();
    boolean fits = !name.isEmpty() && name.length() <= MAX_NAME && name.chars().noneMatch(Character::isISOControl);
    return check(fits, path, "must have 1 to " + MAX_NAME + " characters, without control characters", name);
  }

  /** Digits, with a plus before them if one was given; null when absent or empty. */
  String phone(String path, String given) {
    String phone = given == null ? "" : PHONE_FILLING.matcher(given).replaceAll("");
    return phone.isEmpty() ? null : check(PHONE.matcher(phone).matches(), path,
        "must be a phone number of 7 to 15 digits", phone);
  }

  String password(String path, String given, String email) {
    PasswordRules.objection(given, email).ifPresent(words -> errors.add(new FieldError(path, words)));
    return given;
  }

  Set<String> capabilities(String path, Set<String> given) {
    return check(AdminRules.CAPABILITIES.containsAll(given), path,
        "must be some of " + sorted(AdminRules.CAPABILITIES), given);
  }

  /** Fails with INVALID if anything was wrong. */
  void done() {
    if (!errors.isEmpty()) {
      throw Failure.INVALID.with("Some of the input is not valid: " + errors.getFirst().path() + " "
          + errors.getFirst().message() + ".")
          .errors(errors);
    }
  }

  private <T> T check(boolean holds, String path, String otherwise, T value) {
    if (!holds) {
      errors.add(new FieldError(path, otherwise));
    }
    return value;
  }

  private static String sorted(Set<String> words) {
    return String.join(", ", words.stream().sorted().toList());
  }
}
