package com.mas.db;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The columns that statements write a record to: each component's is named as it is, in snake case. Statements number
 * the parameters of their own first. Keep as a constant. Thread-safe.
 */
public final class Columns {
  private final List<String> components;

  private Columns(List<String> components) {
    this.components = components;
  }

  /** @param written whose components all have a column */
  public static Columns of(Class<? extends Record> written) {
    return new Columns(Arrays.stream(written.getRecordComponents()).map(RecordComponent::getName).toList());
  }

  /** Returns {@code name, starts_on}. */
  public String names() {
    return components.stream().map(Rows::column).collect(Collectors.joining(", "));
  }

  /** Returns {@code $4, $5}, after three parameters of the statement. */
  public String numbers(int before) {
    return IntStream.rangeClosed(1, components.size()).mapToObj(i -> "$" + (before + i))
        .collect(Collectors.joining(", "));
  }

  /** Returns {@code name = $4, starts_on = $5}, after three parameters of the statement. */
  public String assigned(int before) {
    return IntStream.rangeClosed(1, components.size())
        .mapToObj(i -> Rows.column(components.get(i - 1)) + " = $" + (before + i)).collect(Collectors.joining(", "));
  }

  /**
   * Returns all parameters of a statement.
   *
   * @param from any record that has components of these names
   */
  public @Nullable Object[] values(Record from, @Nullable Object... before) {
    @Nullable Object[] values = Arrays.copyOf(before, before.length + components.size());
    for (RecordComponent component : from.getClass().getRecordComponents()) {
      int index = components.indexOf(component.getName());
      if (index >= 0) {
        values[before.length + index] = read(component, from);
      }
    }
    return values;
  }

  private static @Nullable Object read(RecordComponent component, Record from) {
    try {
      component.getAccessor().setAccessible(true);
      return component.getAccessor().invoke(from);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot read " + component, e);
    }
  }
}
