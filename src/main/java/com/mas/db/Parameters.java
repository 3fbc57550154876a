package com.mas.db;

import com.mas.bus.Word;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Converts what repositories pass into what the driver takes: an instant into a time in UTC, an enum into its word, a
 * collection of texts or enums into an array. Other values are passed in arrays of their type; instants in these may be
 * null.
 */
public final class Parameters {
  private Parameters() {}

  public static Tuple of(Object[] given) {
    Object[] values = given;
    for (int i = 0; i < given.length; i++) {
      Object value = value(given[i]);
      if (value != given[i]) {
        if (values == given) {
          values = given.clone();
        }
        values[i] = value;
      }
    }
    return Tuple.wrap(values);
  }

  private static @Nullable Object value(@Nullable Object given) {
    return switch (given) {
      case Instant instant -> instant.atOffset(ZoneOffset.UTC);
      case Word word -> word.wire();
      case Enum<?> constant -> constant.name().toLowerCase(Locale.ROOT);
      case Collection<?> many -> many.stream().map(Parameters::text).toArray();
      case Instant[] many -> Arrays.stream(many).map(each -> each == null ? null : each.atOffset(ZoneOffset.UTC))
          .toArray(OffsetDateTime[]::new);
      case null, default -> given;
    };
  }

  /** Refuses what is no text: an empty collection has no type, and the driver takes an array of nothing as text. */
  private static String text(Object item) {
    if (value(item) instanceof String text) {
      return text;
    }
    throw new IllegalArgumentException("pass an array, not a collection, of " + item);
  }
}
