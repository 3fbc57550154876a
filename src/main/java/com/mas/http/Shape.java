package com.mas.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Says what a schema lets stand at one place of a body, as far as it can be counted while the body is read: which
 * members an object has, how many it and an array may hold. It never refuses what the schema allows. Immutable.
 *
 * @param members by name
 * @param closed whether an object has no others
 * @param others what the value of any other member looks like; null: as this
 * @param mostMembers of an object that is not closed
 * @param elements what each element of an array looks like; null: as this
 */
record Shape(Map<String, Shape> members, boolean closed, Shape others, int mostMembers, Shape elements,
    int mostElements) {
  /** Holds for objects of which the schema does not say how many members they may have. */
  static final int MOST_MEMBERS = 1000;
  static final Shape ANYTHING = new Shape(Map.of(), false, null, MOST_MEMBERS, null, Integer.MAX_VALUE);
  /** The check of unique elements takes the square of their number where a client makes their hashes equal. */
  private static final int MOST_UNIQUE = 1000;
  private static final List<String> COMPOSITIONS = List.of("allOf", "anyOf", "oneOf");
  /** Each may allow members that {@code properties} does not name. */
  private static final List<String> OTHER_NAMES = List.of("patternProperties", "if", "dependentSchemas");

  /** Fails with {@link IllegalArgumentException} for a schema whose check takes more than linear time. */
  static Shape of(JsonNode schema) {
    if (!schema.isObject()) {
      return ANYTHING;
    }
    if (schema.path("uniqueItems").asBoolean() && schema.path("maxItems").asInt(Integer.MAX_VALUE) > MOST_UNIQUE) {
      throw new IllegalArgumentException("has an array of unique items without a maxItems of up to " + MOST_UNIQUE);
    }
    boolean composed = COMPOSITIONS.stream().anyMatch(schema::has);
    JsonNode others = schema.path(composed ? "unevaluatedProperties" : "additionalProperties");
    boolean closed = others.isBoolean() && !others.asBoolean() && OTHER_NAMES.stream().noneMatch(schema::has);
    Map<String, Shape> members = new HashMap<>();
    if (composed) {
      // two members of a composition may describe one name; the validator judges that
      ClosedSchema.properties(schema).keySet().forEach(name -> members.put(name, ANYTHING));
    }
    schema.path("properties").properties().forEach(property -> members.put(property.getKey(), of(property.getValue())));
    Shape elements = schema.path("items").isObject() ? of(schema.path("items")) : ANYTHING;
    if (schema.path("maxItems").asInt(Integer.MAX_VALUE) > MOST_UNIQUE && hasComposition(schema.path("items"))) {
      throw new IllegalArgumentException("has a composition in an array without a maxItems of up to " + MOST_UNIQUE);
    }
    return new Shape(Map.copyOf(members), closed, others.isObject() ? of(others) : ANYTHING,
        schema.path("maxProperties").asInt(MOST_MEMBERS), elements,
        schema.path("maxItems").asInt(Integer.MAX_VALUE));
  }

  private static boolean hasComposition(JsonNode schema) {
    return COMPOSITIONS.stream().anyMatch(each -> schema.findValue(each) != null);
  }

  /** Returns the same, with members of any value under these names too. */
  Shape with(Set<String> names) {
    if (names.isEmpty()) {
      return this;
    }
    Map<String, Shape> more = new HashMap<>(members);
    names.forEach(name -> more.putIfAbsent(name, ANYTHING));
    return new Shape(Map.copyOf(more), closed, others, mostMembers, elements, mostElements);
  }

  /** Returns null where an object has no such member. */
  Shape member(String name) {
    Shape member = members.get(name);
    return member != null || closed ? member : others == null ? this : others;
  }

  Shape element() {
    return elements == null ? this : elements;
  }
}
