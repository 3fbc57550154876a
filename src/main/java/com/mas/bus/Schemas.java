package com.mas.bus;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Derives JSON schemas (2020-12) from records: types, names, absence and bounds, by the annotations that
 * {@link Bounds} checks. Records and enumerations of ours become named components, each once. Not thread-safe.
 */
public final class Schemas {
  private static final Map<Class<?>, String> FORMATS =
      Map.of(UUID.class, "uuid", Instant.class, "date-time", LocalDate.class, "date", LocalTime.class, "time");

  private static final ClassValue<String> NAMES = new ClassValue<>() {
    @Override
    protected String computeValue(Class<?> type) {
      return named(type);
    }
  };

  /** Tells how a reader of a schema meets a component that may be absent. */
  public enum Side {
    /** Sent by a client, which leaves the component out. Records are described in place. */
    INPUT,
    /** Answered to a client as null, unless the record leaves nulls out. */
    ANSWER,
    /** Sent over the bus: left out, or null. */
    BUS
  }

  private final Side side;
  private final ObjectNode components;
  private final Words words;
  private final Map<String, Class<?>> named;

  /**
   * @param components gets the named schemas, those of several sides alike
   * @param words keywords that people have written for a record's component, or for the record (no component); null for
   *     none
   */
  public Schemas(Side side, ObjectNode components, Words words) {
    this(side, components, words, new HashMap<>());
  }

  private Schemas(Side side, ObjectNode components, Words words, Map<String, Class<?>> named) {
    this.side = side;
    this.components = components;
    this.words = words;
    this.named = named;
  }

  /** Returns one for the other side, with the same components. */
  public Schemas on(Side other) {
    return new Schemas(other, components, words, named);
  }

  /** Keywords that people have written. */
  @FunctionalInterface
  public interface Words {
    /**
     * @param component null: of the record itself
     * @return null: none
     */
    @Nullable
    JsonNode of(Class<?> type, @Nullable String component);
  }

  /** One component of a record, as JSON has it. */
  public record Property(String name, ObjectNode schema, boolean required) {}

  /** Returns the schema of a type whose parameters are known. */
  public ObjectNode of(JavaType type) {
    return of(type, null);
  }

  public ObjectNode of(Class<?> type) {
    return of(Json.MAPPER.constructType(type));
  }

  /** Returns the components of a record in their order, by the names that they have in JSON. */
  public Map<String, Property> properties(JavaType record) {
    Map<String, Property> properties = new LinkedHashMap<>();
    boolean leavesOut = leavesNullsOut(record.getRawClass().getAnnotation(JsonInclude.class));
    for (RecordComponent part : record.getRawClass().getRecordComponents()) {
      JavaType type =
          Json.MAPPER.getTypeFactory().resolveMemberType(part.getGenericType(), record.getBindings());
      AnnotatedType place = Facets.place(part);
      boolean change = type.hasRawClass(Change.class);
      if (change) {
        type = type.containedType(0);
        place = Facets.elements(place);
      }
      Facets facets = Facets.of(place);
      boolean mayBeNull = facets.optional && (change || side != Side.INPUT && !leavesOut
          && !leavesNullsOut(part.getAccessor().getAnnotation(JsonInclude.class)));
      boolean required = !change && (!facets.optional && facets.standard == null || mayBeNull && side == Side.ANSWER);
      String name = name(part);
      ObjectNode schema = mayBeNull ? orNull(of(type, place, facets)) : of(type, place, facets);
      add(schema, words.of(record.getRawClass(), name));
      properties.put(name, new Property(name, schema, required));
    }
    return properties;
  }

  /** Returns an object with these properties. */
  public static ObjectNode object(Iterable<Property> properties) {
    ObjectNode object = map("type", "object");
    ArrayNode required = Json.MAPPER.createArrayNode();
    ObjectNode described = object.putObject("properties");
    for (Property property : properties) {
      described.set(property.name, property.schema);
      if (property.required) {
        required.add(property.name);
      }
    }
    return required.isEmpty() ? object : object.set("required", required);
  }

  private ObjectNode of(JavaType type, @Nullable AnnotatedType place) {
    return of(type, place, Facets.of(place));
  }

  private ObjectNode of(JavaType type, @Nullable AnnotatedType place, Facets facets) {
    Class<?> raw = type.getRawClass();
    if (raw == Page.class && side == Side.ANSWER) {
      return map("type", "array").set("items", of(type.containedType(0), null));
    }
    if (type.isMapLikeType()) {
      ObjectNode schema = map("type", "object");
      schema.set("additionalProperties", of(type.getContentType(), Facets.elements(place)));
      return size(schema, facets, "minProperties", "maxProperties");
    }
    if (type.isCollectionLikeType()) {
      ObjectNode schema = map("type", "array");
      schema.set("items", of(type.getContentType(), Facets.elements(place)));
      if (Set.class.isAssignableFrom(raw)) {
        schema.put("uniqueItems", true);
      }
      return size(schema, facets, "minItems", "maxItems");
    }
    if (raw == Object.class || JsonNode.class.isAssignableFrom(raw)) {
      return ObjectNode.class.isAssignableFrom(raw) ? map("type", "object").put("additionalProperties", true)
          : Json.MAPPER.createObjectNode();
    }
    if (raw == byte[].class) {
      return map("type", "string").put("contentEncoding", "base64");
    }
    if (raw.isArray()) {
      return map("type", "array").set("items", of(type.getContentType(), null));
    }
    if (raw.isRecord()) {
      return record(type);
    }
    return bounded(raw.isEnum() ? enumeration(raw, facets) : plain(raw), raw, facets);
  }

  private ObjectNode record(JavaType type) {
    Class<?> raw = type.getRawClass();
    for (RecordComponent part : raw.getRecordComponents()) {
      if (part.getAccessor().isAnnotationPresent(JsonValue.class)) {
        return of(Json.MAPPER.getTypeFactory().resolveMemberType(part.getGenericType(), type.getBindings()),
            part.getAnnotatedType());
      }
    }
    if (side == Side.INPUT || type.hasGenericTypes()) {
      return add(described(type), words.of(raw, null));
    }
    if (isNew(raw)) {
      ObjectNode schema = components.putObject(name(raw)); // before its parts, which may be of its kind
      schema.setAll(described(type));
      add(schema, words.of(raw, null));
    }
    return reference(raw);
  }

  private ObjectNode described(JavaType type) {
    ObjectNode object = object(properties(type).values());
    if (type.getRawClass().isAnnotationPresent(AtLeastOne.class)) {
      object.put("minProperties", 1);
    }
    return object;
  }

  private ObjectNode enumeration(Class<?> type, Facets facets) {
    if (facets.words != null) {
      return map("type", "string"); // some of its words
    }
    if (!type.getPackageName().startsWith("com.mas")) {
      return inPlace(type);
    }
    if (isNew(type)) {
      components.set(name(type), add(inPlace(type), words.of(type, null)));
    }
    return reference(type);
  }

  private static ObjectNode inPlace(Class<?> type) {
    ObjectNode schema = map("type", "string");
    ArrayNode options = schema.putArray("enum");
    for (Object constant : type.getEnumConstants()) {
      options.add(Json.MAPPER.valueToTree(constant).asText());
    }
    return schema;
  }

  private static ObjectNode bounded(ObjectNode schema, Class<?> type, Facets facets) {
    if (facets.words != null) {
      facets.words.forEach(schema.withArray("/enum")::add);
    }
    if (facets.pattern != null) {
      schema.put("pattern", facets.pattern);
    }
    if (facets.min != null) {
      schema.put("minimum", facets.min);
    }
    if (facets.max != null) {
      schema.put("maximum", facets.max);
    }
    size(schema, facets, "minLength", "maxLength");
    if (facets.standard != null) {
      schema.set("default", standard(facets.standard, type));
    }
    return schema;
  }

  private static JsonNode standard(String text, Class<?> type) {
    try {
      return type == String.class || type.isEnum() ? Json.MAPPER.getNodeFactory().textNode(text)
          : Json.MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the default " + text + " is no " + type.getSimpleName(), e);
    }
  }

  private static ObjectNode size(ObjectNode schema, Facets facets, String least, String most) {
    if (facets.minSize > 0) {
      schema.put(least, facets.minSize);
    }
    if (facets.maxSize < Integer.MAX_VALUE) {
      schema.put(most, facets.maxSize);
    }
    return schema;
  }

  private static ObjectNode orNull(ObjectNode schema) {
    if (schema.path("type").isTextual()) {
      String type = schema.get("type").textValue();
      schema.putArray("type").add(type).add("null");
      if (schema.path("enum") instanceof ArrayNode options) {
        options.addNull();
      }
      return schema;
    }
    if (!schema.has("$ref")) {
      return schema; // anything, null too
    }
    ObjectNode either = Json.MAPPER.createObjectNode();
    either.putArray("oneOf").add(schema).add(map("type", "null"));
    return either;
  }

  private static ObjectNode plain(Class<?> type) {
    if (type == int.class || type == long.class || type == short.class || type == Integer.class || type == Long.class
        || type == Short.class) {
      return map("type", "integer");
    }
    if (type == double.class || type == float.class || Number.class.isAssignableFrom(type)) {
      return map("type", "number");
    }
    if (type == boolean.class || type == Boolean.class) {
      return map("type", "boolean");
    }
    ObjectNode text = map("type", "string");
    return FORMATS.containsKey(type) ? text.put("format", FORMATS.get(type)) : text;
  }

  private static ObjectNode add(ObjectNode schema, @Nullable JsonNode said) {
    if (said instanceof ObjectNode more) {
      schema.setAll(more);
    }
    return schema;
  }

  private boolean isNew(Class<?> type) {
    Class<?> there = named.putIfAbsent(name(type), type);
    if (there != null && there != type) {
      throw new IllegalStateException(there.getName() + " and " + type.getName() + " are both called " + name(type));
    }
    return there == null;
  }

  private static ObjectNode reference(Class<?> type) {
    return map("$ref", "#/components/schemas/" + name(type));
  }

  /** Returns the name that a component has in JSON. */
  static String name(RecordComponent part) {
    JsonProperty renamed = part.getAccessor().getAnnotation(JsonProperty.class);
    return renamed == null || renamed.value().isEmpty() ? part.getName() : renamed.value();
  }

  /** {@code Jobs.Job} of the jobs' contract; a type that stands alone is named after its package. */
  public static String name(Class<?> type) {
    return NAMES.get(type);
  }

  private static String named(Class<?> type) {
    Class<?> outer = type.getEnclosingClass();
    if (outer != null) {
      String name = outer.getSimpleName();
      return (name.endsWith("Contract") ? name.substring(0, name.length() - "Contract".length()) : name) + '.'
          + type.getSimpleName();
    }
    String place = type.getPackageName().substring(type.getPackageName().lastIndexOf('.') + 1);
    return Character.toUpperCase(place.charAt(0)) + place.substring(1) + '.' + type.getSimpleName();
  }

  private static boolean leavesNullsOut(@Nullable JsonInclude said) {
    return said != null && said.value() != JsonInclude.Include.ALWAYS;
  }

  private static ObjectNode map(String key, String value) {
    return Json.MAPPER.createObjectNode().put(key, value);
  }

  /** Stands for the words of a document without any. */
  static final Words WORDLESS = (type, component) -> null;
}
