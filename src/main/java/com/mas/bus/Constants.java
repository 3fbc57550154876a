package com.mas.bus;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.stream.Stream;

/** Reads the constants that a contract declares. */
public final class Constants {
  private Constants() {}

  /** Returns the public constants of the type, in the order in which the class declares them. */
  public static <T> Stream<T> in(Class<?> contract, Class<T> type) {
    return Arrays.stream(contract.getDeclaredFields())
        .filter(field -> field.getType() == type && Modifier.isPublic(field.getModifiers())
            && Modifier.isStatic(field.getModifiers()))
        .map(field -> type.cast(value(field)));
  }

  private static Object value(Field field) {
    try {
      return field.get(null);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("cannot read " + field + "; make its class public", e);
    }
  }
}
