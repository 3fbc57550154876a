package com.mas.domain.people.identity;

import com.mas.bus.Failure;
import com.mas.bus.FailureException.FieldError;
import com.mas.bus.Text;
import com.mas.phone.PhoneRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Collects what is wrong with an input, so that all of it is answered at once. The contract's schema has checked forms
 * before; this is what it cannot say, and what also holds for those who ask over the bus.
 */
final class Inputs {
  private static final int MAX_NAME = 120;
  private static final Pattern ADDRESS_OF_WEB = Pattern.compile("(?i)://|\\bwww\\.|\\bhttps?:");

  private final List<FieldError> errors = new ArrayList<>();

  String email(String path, String given) {
    String email = EmailRules.normal(given);
    return check(EmailRules.isValid(email), path, "must be an e-mail address", email);
  }

  String name(String path, String given) {
    String name = Text.stripped(given);
    boolean fits = Text.isVisible(name) && Text.length(name) <= MAX_NAME && name.codePoints().noneMatch(Inputs::steers);
    check(fits, path, "must have 1 to " + MAX_NAME + " characters that can be seen, without control characters", name);
    return check(!ADDRESS_OF_WEB.matcher(name).find(), path, "must be a name, without addresses of web pages", name);
  }

  /** Returns whether the character shows nothing itself, but changes how others are shown. */
  private static boolean steers(int character) {
    return Character.isISOControl(character) || character >= 0x202A && character <= 0x202E
        || character >= 0x2066 && character <= 0x2069 || character == 0x200E || character == 0x200F
        || character == 0x061C;
  }

  /** E.164, with its plus; null when absent or empty. */
  String phone(String path, String given, PhoneRules phones) {
    if (!Text.isVisible(given)) {
      return null;
    }
    String phone = phones.international(given);
    return check(phone != null, path, phones.read(given) == null
        ? "must be a phone number, best with its country's code, such as +91 98200 12345"
        : "could be a number of several countries; write it with its country's code, such as +91 98200 12345", phone);
  }

  String password(String path, String given, String email) {
    PasswordRules.objection(given, email).ifPresent(words -> errors.add(new FieldError(path, words)));
    return given;
  }

  Set<String> capabilities(String path, Set<String> given) {
    return check(AdminRules.CAPABILITIES.containsAll(given), path,
        "must be some of " + sorted(AdminRules.CAPABILITIES), given);
  }

  /** Returns the first thing that was wrong, if there is one. */
  Optional<FieldError> first() {
    return errors.stream().findFirst();
  }

  /** Fails with INVALID if anything was wrong. */
  void done() {
    if (!errors.isEmpty()) {
      throw Failure.INVALID.with("Invalid input: " + errors.getFirst().path() + " "
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
