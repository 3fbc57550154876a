package com.mas.sandbox;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RequestBody;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Reads what somebody asks of a switch. Whatever is wrong is said with the field's name. */
final class SwitchBody {
  /** {@code field} is empty when the whole body is meant. */
  static final class Refused extends RuntimeException {
    private final String field;

    Refused(String field, String message) {
      super(message, null, false, false);
      this.field = field;
    }

    String field() {
      return field;
    }
  }

  private final JsonObject json;

  private SwitchBody(JsonObject json) {
    this.json = json;
  }

  static SwitchBody one(RequestBody body, String... fields) {
    return of(parse(body), fields);
  }

  /** An object, or a list of at most {@code most} objects. */
  static List<SwitchBody> several(RequestBody body, int most, String... fields) {
    Object parsed = parse(body);
    if (!(parsed instanceof JsonArray array)) {
      return List.of(of(parsed, fields));
    }
    if (array.size() > most) {
      throw new Refused("", "has more than " + most + " entries");
    }
    List<SwitchBody> all = new ArrayList<>();
    array.forEach(entry -> all.add(of(entry, fields)));
    return all;
  }

  boolean has(String field) {
    return json.getValue(field) != null;
  }

  String text(String field) {
    if (!(json.getValue(field) instanceof String text) || text.isBlank()) {
      throw new Refused(field, "must be a text");
    }
    return text;
  }

  /** A whole number; {@code usual} when it is missing, required when that is null. */
  int whole(String field, int least, int most, Integer usual) {
    Object value = json.getValue(field);
    if (value == null && usual != null) {
      return usual;
    }
    if (!(value instanceof Integer number) || number < least || number > most) {
      throw new Refused(field, "must be a whole number from " + least + " to " + most);
    }
    return number;
  }

  double percent(String field) {
    double value = json.getValue(field) instanceof Number number ? number.doubleValue() : Double.NaN;
    if (!(value >= 0 && value <= 100)) {
      throw new Refused(field, "must be a number from 0 to 100");
    }
    return value;
  }

  private static Object parse(RequestBody body) {
    try {
      return body.buffer() == null ? null : Json.decodeValue(body.buffer());
    } catch (DecodeException e) {
      throw new Refused("", "is not JSON");
    }
  }

  private static SwitchBody of(Object parsed, String... fields) {
    if (!(parsed instanceof JsonObject json)) {
      throw new Refused("", "must be a JSON object");
    }
    Set<String> known = Set.of(fields);
    for (String field : json.fieldNames()) {
      if (!known.contains(field)) {
        throw new Refused(field, "is not known here; known are " + String.join(", ", fields));
      }
    }
    return new SwitchBody(json);
  }
}
