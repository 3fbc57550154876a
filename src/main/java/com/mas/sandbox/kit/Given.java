package com.mas.sandbox.kit;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** Reads what somebody asks of a switch. Says of all that is wrong which field it is. */
public final class Given {
  /** {@code field} is empty when the whole body is meant. */
  public static final class Refused extends RuntimeException {
    private final String field;

    public Refused(String field, String message) {
      super(message, null, false, false);
      this.field = field;
    }

    public String field() {
      return field;
    }
  }

  private final JsonObject json;

  private Given(JsonObject json) {
    this.json = json;
  }

  /** @param parsed null when there is no body */
  static Given of(Object parsed) {
    if (!(parsed instanceof JsonObject json)) {
      throw new Refused("", "must be a JSON object");
    }
    return new Given(json);
  }

  /** Reads an object, or a list of at most {@code most} objects. */
  static List<Given> several(Object parsed, int most) {
    if (!(parsed instanceof JsonArray array)) {
      return List.of(of(parsed));
    }
    if (array.size() > most) {
      throw new Refused("", "has more than " + most + " entries");
    }
    List<Given> all = new ArrayList<>();
    array.forEach(entry -> all.add(of(entry)));
    return all;
  }

  /** Refuses fields beside these. */
  void only(Collection<String> fields, String whose) {
    Set<String> known = Set.copyOf(fields);
    for (String field : json.fieldNames()) {
      if (!known.contains(field)) {
        throw new Refused(field, "has no meaning for " + whose + ", which knows " + String.join(", ", fields));
      }
    }
  }

  public boolean has(String field) {
    return json.getValue(field) != null;
  }

  public String text(String field) {
    if (!(json.getValue(field) instanceof String text) || text.isBlank()) {
      throw new Refused(field, "must be a text");
    }
    return text;
  }

  public String oneOf(String field, Collection<String> words) {
    String word = text(field);
    if (!words.contains(word)) {
      throw new Refused(field, "must be one of " + String.join(", ", words));
    }
    return word;
  }

  /** Returns a whole number; {@code usual} when it is missing, which is refused when that is null. */
  public int whole(String field, int least, int most, Integer usual) {
    Object value = json.getValue(field);
    if (value == null && usual != null) {
      return usual;
    }
    if (!(value instanceof Integer number) || number < least || number > most) {
      throw new Refused(field, "must be a whole number from " + least + " to " + most);
    }
    return number;
  }

  public double percent(String field) {
    double value = json.getValue(field) instanceof Number number ? number.doubleValue() : Double.NaN;
    if (!(value >= 0 && value <= 100)) {
      throw new Refused(field, "must be a number from 0 to 100");
    }
    return value;
  }
}
