package com.mas.db;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.mas.bus.Json;
import com.mas.bus.Word;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads rows as records: each component from the column of its name in snake case, an enum from its word, a list or
 * (sorted) set from an array, a {@link JsonNode} or a list of records from JSON. A record within a record is read from
 * JSON in the column of its name; where there is no such column, from columns of the same row, and then it is null when
 * all of them are. Keep one for each statement's record, as a constant.
 * Thread-safe.
 */
public final class Rows<T extends Record> {
  private static final Map<Class<?>, BiFunction<Row, Integer, Object>> READERS = Map.ofEntries(
      Map.entry(String.class, Tuple::getString), Map.entry(UUID.class, Tuple::getUUID),
      Map.entry(int.class, Tuple::getInteger), Map.entry(Integer.class, Tuple::getInteger),
      Map.entry(long.class, Tuple::getLong), Map.entry(Long.class, Tuple::getLong),
      Map.entry(double.class, Tuple::getDouble), Map.entry(Double.class, Tuple::getDouble),
      Map.entry(boolean.class, Tuple::getBoolean), Map.entry(Boolean.class, Tuple::getBoolean),
      Map.entry(BigDecimal.class, Tuple::getBigDecimal), Map.entry(LocalDate.class, Tuple::getLocalDate),
      Map.entry(LocalTime.class, Tuple::getLocalTime), Map.entry(Instant.class, Rows::instant),
      Map.entry(JsonNode.class, Rows::json), Map.entry(ObjectNode.class, Rows::json),
      Map.entry(byte[].class, Rows::bytes));

  private final Class<T> type;
  private final Constructor<T> constructor;
  /** Makes a record of its parts; null until the first row, since it takes long to make and most are not needed. */
  private volatile @Nullable MethodHandle maker;
  private final List<Function<Row, Object>> readers;
  private final List<RecordComponent> components;

  private Rows(Class<T> type, Constructor<T> constructor) {
    this.type = type;
    this.constructor = constructor;
    this.components = List.of(type.getRecordComponents());
    this.readers = components.stream().map(Rows::reader).toList();
  }

  /** Fails with {@link IllegalArgumentException} for a component of a type that no column holds. */
  public static <T extends Record> Rows<T> of(Class<T> type) {
    Class<?>[] parts = Arrays.stream(type.getRecordComponents()).map(RecordComponent::getType).toArray(Class<?>[]::new);
    try {
      var constructor = type.getDeclaredConstructor(parts);
      constructor.setAccessible(true);
      return new Rows<>(type, constructor);
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException("no rows can be read as " + type, e);
    }
  }

  /** Fails with {@link IllegalStateException}, which names the column, where a null has no place. */
  public T read(Row row) {
    Object[] values = values(row);
    for (int i = 0; i < values.length; i++) {
      if (values[i] == null && components.get(i).getType().isPrimitive()) {
        throw new IllegalStateException(column(components.get(i).getName()) + " of " + type.getSimpleName()
            + " is null");
      }
    }
    return made(values);
  }

  /** Returns the first row, if there is one. */
  public Optional<T> first(RowSet<Row> rows) {
    return rows.size() == 0 ? Optional.empty() : Optional.of(read(rows.iterator().next()));
  }

  /** Returns all rows, in their order. */
  public List<T> all(RowSet<Row> rows) {
    List<T> all = new ArrayList<>(rows.size());
    rows.forEach(row -> all.add(read(row)));
    return all;
  }

  private Object[] values(Row row) {
    Object[] values = new Object[readers.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = readers.get(i).apply(row);
    }
    return values;
  }

  private T made(Object[] values) {
    try {
      return type.cast((Object) maker().invokeExact(values));
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  private MethodHandle maker() throws IllegalAccessException {
    MethodHandle known = maker;
    if (known == null) {
      known = MethodHandles.lookup().unreflectConstructor(constructor)
          .asSpreader(Object[].class, readers.size()).asType(MethodType.methodType(Object.class, Object[].class));
      maker = known;
    }
    return known;
  }

  private @Nullable T nested(Row row) {
    Object[] values = values(row);
    return Arrays.stream(values).allMatch(Objects::isNull) ? null : made(values);
  }

  private static Function<Row, Object> reader(RecordComponent component) {
    Class<?> type = component.getType();
    String column = column(component.getName());
    if (type.isRecord()) {
      Rows<?> part = of(type.asSubclass(Record.class));
      return row -> row.getColumnIndex(column) < 0 ? part.nested(row)
          : Json.MAPPER.convertValue(json(row, row.getColumnIndex(column)), type);
    }
    BiFunction<Row, Integer, Object> reader = reader(component.getGenericType());
    return row -> reader.apply(row, index(row, column));
  }

  private static BiFunction<Row, Integer, Object> reader(Type type) {
    if (type instanceof ParameterizedType many) {
      return many((Class<?>) many.getRawType(), (Class<?>) many.getActualTypeArguments()[0]);
    }
    if (type instanceof Class<?> raw && raw.isEnum()) {
      Map<String, Object> words = words(raw);
      return (row, column) -> constant(words, raw, row.getString(column));
    }
    BiFunction<Row, Integer, Object> reader = READERS.get(type);
    if (reader == null) {
      throw new IllegalArgumentException("no column holds a " + type);
    }
    return reader;
  }

  private static BiFunction<Row, Integer, Object> many(Class<?> raw, Class<?> item) {
    if (raw != List.class && raw != Set.class) {
      throw new IllegalArgumentException("no column holds a " + raw);
    }
    if (item.isRecord()) {
      JavaType list = Json.MAPPER.getTypeFactory().constructCollectionType(List.class, item);
      return (row, column) -> Json.MAPPER.convertValue(json(row, column), list);
    }
    Function<Object, Object> reader = item(item);
    return (row, column) -> row.getValue(column) instanceof Object[] values
        ? collected(Arrays.stream(values).map(reader), raw) : null;
  }

  private static Object collected(Stream<Object> values, Class<?> raw) {
    return raw == List.class ? values.toList() : Collections.unmodifiableSet(new TreeSet<>(values.toList()));
  }

  private static Function<Object, Object> item(Class<?> type) {
    if (type.isEnum()) {
      Map<String, Object> words = words(type);
      return word -> constant(words, type, (String) word);
    }
    return type == Instant.class ? time -> ((OffsetDateTime) time).toInstant() : value -> value;
  }

  private static Map<String, Object> words(Class<?> type) {
    return Arrays.stream(type.getEnumConstants()).collect(Collectors.toUnmodifiableMap(
        each -> each instanceof Word word ? word.wire() : ((Enum<?>) each).name().toLowerCase(Locale.ROOT),
        each -> each));
  }

  private static @Nullable Object constant(Map<String, Object> words, Class<?> type, @Nullable String word) {
    Object constant = word == null ? null : words.get(word);
    if (constant == null && word != null) {
      throw new IllegalStateException(word + " is no " + type.getSimpleName());
    }
    return constant;
  }

  private static int index(Row row, String column) {
    int index = row.getColumnIndex(column);
    if (index < 0) {
      throw new IllegalStateException("the statement has no column " + column);
    }
    return index;
  }

  /** Returns a time that stands alone. */
  public static @Nullable Instant instant(Row row, int column) {
    OffsetDateTime time = row.getOffsetDateTime(column);
    return time == null ? null : time.toInstant();
  }

  private static @Nullable Object bytes(Row row, int column) {
    return row.getBuffer(column) == null ? null : row.getBuffer(column).getBytes();
  }

  private static @Nullable Object json(Row row, int column) {
    Object value = row.getValue(column);
    try {
      return value == null ? null : Json.MAPPER.readTree(io.vertx.core.json.Json.encode(value));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  static String column(String component) {
    return component.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
  }
}
