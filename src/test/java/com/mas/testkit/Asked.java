package com.mas.testkit;

import com.mas.bus.Json;
import java.util.LinkedHashMap;
import java.util.Map;

/** Makes requests as the JSON of a client makes them: a component that is not named is absent. */
public final class Asked {
  private Asked() {}

  /** @param namesAndValues in turn; a null value is a null of the JSON */
  public static <Q> Q with(Class<Q> type, Object... namesAndValues) {
    Map<String, Object> json = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      json.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return Json.MAPPER.convertValue(json, type);
  }
}
