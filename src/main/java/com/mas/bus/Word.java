package com.mas.bus;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Makes an enum's constants lower-case words, on the wire and in the database. */
public interface Word {
  String name();

  @JsonValue
  default String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Returns the constant of a word; null for null. Fails with {@link IllegalArgumentException} for a word that the type
   * does not have.
   */
  static <E extends Enum<E> & Word> @Nullable E of(Class<E> type, @Nullable String word) {
    if (word == null) {
      return null;
    }
    for (E each : type.getEnumConstants()) {
      if (each.wire().equals(word)) {
        return each;
      }
    }
    throw new IllegalArgumentException(word + " is no " + type.getSimpleName());
  }
}
