package com.mas.bus;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads from the annotations of one place in a record whether it may be absent, and its bounds. Annotations that carry
 * such annotations stand for them ({@link Visible}). Two bounds of one kind hold both.
 */
final class Facets {
  static final Facets NONE = new Facets();

  boolean optional;
  int minSize;
  int maxSize = Integer.MAX_VALUE;
  /** Must be found in the text, as in JSON Schema; null: any text. */
  @Nullable String pattern;
  @Nullable Long min;
  @Nullable Long max;
  /** Null: any. */
  @Nullable List<String> words;
  /** Null: none. */
  @Nullable String standard;

  private Facets() {}

  /** @param place null where nothing is annotated, as for what a type parameter stands for */
  static Facets of(@Nullable AnnotatedElement place) {
    if (place == null || place.getAnnotations().length == 0) {
      return NONE;
    }
    Facets facets = new Facets();
    facets.addAll(place.getAnnotations());
    return facets;
  }

  /** Returns where a record's component is annotated: itself, or as {@link Listing} has it. */
  static AnnotatedType place(RecordComponent component) {
    AnnotatedType place = component.getAnnotatedType();
    boolean saysNothing = Arrays.stream(place.getAnnotations()).allMatch(each -> each instanceof Nullable);
    if (saysNothing && Listing.class.isAssignableFrom(component.getDeclaringRecord())) {
      for (Method method : Listing.class.getMethods()) {
        if (method.getName().equals(component.getName())) {
          return method.getAnnotatedReturnType();
        }
      }
    }
    return place;
  }

  /** Returns where the elements of a collection, or the values of a map, are annotated; null: nowhere. */
  static @Nullable AnnotatedType elements(@Nullable AnnotatedType place) {
    if (!(place instanceof AnnotatedParameterizedType generic)) {
      return null;
    }
    AnnotatedType[] arguments = generic.getAnnotatedActualTypeArguments();
    return arguments[arguments.length - 1];
  }

  private void addAll(Annotation[] annotations) {
    for (Annotation annotation : annotations) {
      add(annotation);
    }
  }

  /** Compares types one by one, since each start would pay for making a switch over types. */
  private void add(Annotation annotation) {
    if (annotation instanceof Nullable) {
      optional = true;
    } else if (annotation instanceof Size size) {
      minSize = Math.max(minSize, size.min());
      maxSize = Math.min(maxSize, size.max());
    } else if (annotation instanceof Pattern found) {
      pattern = found.regexp();
    } else if (annotation instanceof Min least) {
      atLeast(least.value());
    } else if (annotation instanceof Max most) {
      atMost(most.value());
    } else if (annotation instanceof OneOf some) {
      words = List.of(some.value());
    } else if (annotation instanceof Default unsaid) {
      standard = unsaid.value();
    } else if (annotation instanceof Limit limit) {
      atLeast(1);
      atMost(limit.max());
      standard = String.valueOf(limit.standard());
    } else if (annotation instanceof Offset offset) {
      atLeast(0);
      atMost(offset.max());
      standard = "0";
    } else if (annotation.annotationType().getPackageName().startsWith("com.mas.")) {
      addAll(annotation.annotationType().getAnnotations());
    }
  }

  private void atLeast(long value) {
    min = min == null ? value : Math.max(min, value);
  }

  private void atMost(long value) {
    max = max == null ? value : Math.min(max, value);
  }

  boolean hasSize() {
    return minSize > 0 || maxSize < Integer.MAX_VALUE;
  }
}
