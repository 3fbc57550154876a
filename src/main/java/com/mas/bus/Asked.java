package com.mas.bus;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes requests of the components that are named, as the JSON of a client does; the others are absent. What makes a
 * request so need not know of components that come later.
 */
public final class Asked {
  private static final ObjectMapper STRICT =
      Json.MAPPER.copy().enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

  private Asked() {}

  /**
   * Fails with {@link IllegalArgumentException} for a name that the record has not.
   *
   * @param namesAndValues in turn; a null value is a null of the JSON, which clears
   */
  public static <Q extends Record> Q with(Class<Q> type, @Nullable Object... namesAndValues) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      json.put(String.valueOf(namesAndValues[i]), namesAndValues[i + 1]);
    }
    return STRICT.convertValue(json, type);
  }
}
