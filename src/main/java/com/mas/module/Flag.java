package com.mas.module;

import java.util.Optional;

/**
 * Declares a setting that is changed while the servers run. Its value is one row for the whole installation.
 *
 * @param key upper case, such as {@code MRLEARN_NEW_STUDENT_SYNC_ENABLED}
 * @param standard its value until somebody changes it
 * @param min the lowest number, or the fewest characters
 * @param max the highest number, or the most characters
 * @param words say to an administrator what it does
 */
public record Flag(String key, Kind kind, String standard, long min, long max, String words) {
  public enum Kind { SWITCH, NUMBER, TEXT }

  public static Flag ofSwitch(String key, boolean standard, String words) {
    return new Flag(key, Kind.SWITCH, Boolean.toString(standard), 0, 0, words);
  }

  public static Flag ofNumber(String key, long standard, long min, long max, String words) {
    return new Flag(key, Kind.NUMBER, Long.toString(standard), min, max, words);
  }

  /** Returns the reason why a value cannot be taken. */
  public Optional<String> wrong(String value) {
    return switch (kind) {
      case SWITCH -> value.equals("true") || value.equals("false") ? Optional.empty()
          : Optional.of(key + " is true or false.");
      case NUMBER -> value.matches("-?[0-9]{1,15}") && Long.parseLong(value) >= min && Long.parseLong(value) <= max
          ? Optional.empty() : Optional.of(key + " is a whole number from " + min + " to " + max + ".");
      case TEXT -> value.length() >= min && value.length() <= max ? Optional.empty()
          : Optional.of(key + " has " + min + " to " + max + " characters.");
    };
  }
}
