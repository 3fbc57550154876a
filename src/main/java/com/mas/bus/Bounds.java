package com.mas.bus;

import com.mas.bus.FailureException.FieldError;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Checks a request against the annotations of its record, whoever sends it. Components are required unless they are
 * {@link org.jspecify.annotations.Nullable}. The checks of a record are compiled once; nothing is looked up per
 * request.
 */
public final class Bounds {
  private static final int MOST_ERRORS = 20;
  private static final int LAST_YEAR = 9999;
  private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
  private static final Instant LAST = Instant.parse("+10000-01-01T00:00:00Z");
  private static final MethodType READ = MethodType.methodType(Object.class, Object.class);
  private static final ClassValue<Bounds> OF = new ClassValue<>() {
    @Override
    protected Bounds computeValue(Class<?> type) {
      return new Bounds(type);
    }
  };

  /** Position of a value; it becomes a path only when something is wrong there. */
  private record Place(@Nullable Place in, Object step) {
    private static final Place ROOT = new Place(null, "");

    String path() {
      return in == null ? "" : in.path() + "/" + step;
    }
  }

  @FunctionalInterface
  private interface Check {
    void look(Object value, Place place, List<FieldError> wrong);
  }

  private record Part(String name, MethodHandle reader, @Nullable Check check, boolean optional) {}

  private final List<Part> parts;
  private final boolean oneNeeded;

  private Bounds(Class<?> type) {
    List<Part> all = new ArrayList<>();
    for (RecordComponent component : type.getRecordComponents()) {
      AnnotatedType place = Facets.place(component);
      boolean optional = Facets.of(place).optional || component.getType() == Change.class;
      boolean needed = !optional && !component.getType().isPrimitive();
      boolean oneOfSeveral = optional && type.isAnnotationPresent(AtLeastOne.class);
      Check check = check(component.getType(), place, type.getSimpleName() + "." + component.getName());
      if (check != null || needed || oneOfSeveral) {
        all.add(new Part(Schemas.name(component), reader(component.getAccessor()), check, !needed));
      }
    }
    parts = List.copyOf(all);
    oneNeeded = type.isAnnotationPresent(AtLeastOne.class);
  }

  /** Fails with {@link Failure#INVALID} and all that is wrong, place by place. Null and what is no record pass. */
  public static void check(Object body) {
    if (body instanceof Record) {
      List<FieldError> wrong = null;
      Bounds bounds = OF.get(body.getClass());
      if (!bounds.parts.isEmpty()) {
        wrong = new ArrayList<>(0);
        bounds.look(body, Place.ROOT, wrong);
      }
      if (wrong != null && !wrong.isEmpty()) {
        throw refusal(wrong);
      }
    }
  }

  /** Compiles the checks of a record. Fails with {@link IllegalStateException} where an annotation does not fit. */
  public static void compile(Class<?> record) {
    OF.get(record);
  }

  /** Returns the failure that says what is wrong with a request. */
  public static FailureException refusal(List<FieldError> wrong) {
    FieldError first = wrong.getFirst();
    return Failure.INVALID.with("Invalid request: " + (first.path().isEmpty() ? "the body" : first.path()) + " "
        + first.message()
        + (wrong.size() > 1 ? ", and " + (wrong.size() - 1) + " more." : ".")).errors(wrong);
  }

  private void look(Object record, Place place, List<FieldError> wrong) {
    boolean given = !oneNeeded;
    for (Part part : parts) {
      Object value = read(part.reader, record);
      if (value == null) {
        if (!part.optional) {
          tell(new Place(place, part.name), "is required", wrong);
        }
      } else {
        given |= part.optional && !(value instanceof Change<?> change && !change.isMade());
        if (part.check != null) {
          part.check.look(value, new Place(place, part.name), wrong);
        }
      }
    }
    if (!given) {
      tell(place, "must have at least one of " + String.join(", ",
          parts.stream().filter(Part::optional).map(Part::name).toList()), wrong);
    }
  }

  private static void tell(Place place, String message, List<FieldError> wrong) {
    if (wrong.size() < MOST_ERRORS) {
      wrong.add(new FieldError(place.path(), message));
    }
  }

  private static MethodHandle reader(Method accessor) {
    try {
      accessor.setAccessible(true);
      return MethodHandles.lookup().unreflect(accessor).asType(READ);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("cannot read " + accessor, e);
    }
  }

  private static Object read(MethodHandle reader, Object record) {
    try {
      return (Object) reader.invokeExact(record);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  /** @return null: nothing is to be checked of a value that is there */
  private static @Nullable Check check(@Nullable AnnotatedType place, String where) {
    Class<?> type = place == null ? null : raw(place.getType());
    return type == null ? null : check(type, place, where);
  }

  private static @Nullable Check check(Class<?> type, @Nullable AnnotatedType place, String where) {
    Facets facets = Facets.of(place);
    List<Check> checks = new ArrayList<>();
    if (Collection.class.isAssignableFrom(type) || Map.class.isAssignableFrom(type)) {
      if (facets.hasSize()) {
        checks.add(size(facets, Map.class.isAssignableFrom(type) ? "properties" : "items"));
      }
      AnnotatedType elements = Facets.elements(place);
      Check each = check(elements, where);
      if (each != null) {
        checks.add(each(each));
      }
    } else if (type == Change.class) {
      checks.add(change(Facets.elements(place), where));
    } else if (type.isRecord()) {
      Bounds bounds = OF.get(type);
      if (!bounds.parts.isEmpty()) {
        checks.add(bounds::look);
      }
    } else if (type == String.class) {
      text(facets, checks);
    } else if (type.isEnum()) {
      if (facets.words != null) {
        checks.add(constants(type, facets.words, where));
      }
    } else if (type == LocalDate.class) {
      checks.add((value, at, wrong) -> {
        if (!isOfCalendar(((LocalDate) value).getYear())) {
          tell(at, "must be a date such as 2026-01-31", wrong);
        }
      });
    } else if (type == Instant.class) {
      checks.add((value, at, wrong) -> {
        Instant instant = (Instant) value;
        if (instant.isBefore(FIRST) || !instant.isBefore(LAST)) {
          tell(at, "must be a time such as 2026-01-31T08:30:00Z", wrong);
        }
      });
    } else if (facets.min != null || facets.max != null) {
      checks.add(number(facets));
    }
    if (facets.hasSize() && !sized(type) || facets.pattern != null && type != String.class
        || (facets.min != null || facets.max != null) && !numeric(type)
        || facets.words != null && type != String.class && !type.isEnum()) {
      throw new IllegalStateException(where + " has a bound that does not fit a " + type.getSimpleName());
    }
    return checks.isEmpty() ? null : checks.size() == 1 ? checks.getFirst()
        : (value, at, wrong) -> checks.forEach(one -> one.look(value, at, wrong));
  }

  /** Returns whether it is written with four digits, and so known to every client and to the database. */
  private static boolean isOfCalendar(int year) {
    return year >= 1 && year <= LAST_YEAR;
  }

  /** @param place of the value that replaces what is there */
  private static Check change(@Nullable AnnotatedType place, String where) {
    boolean clears = Facets.of(place).optional;
    Check check = check(place, where);
    return (value, at, wrong) -> {
      Change<?> change = (Change<?>) value;
      if (change.isMade() && change.value() == null && !clears) {
        tell(at, "cannot be empty; leave it out to keep it as it is", wrong);
      } else if (change.value() != null && check != null) {
        check.look(change.value(), at, wrong);
      }
    };
  }

  private static boolean sized(Class<?> type) {
    return type == String.class || Collection.class.isAssignableFrom(type) || Map.class.isAssignableFrom(type);
  }

  private static boolean numeric(Class<?> type) {
    return type.isPrimitive() && type != boolean.class || Number.class.isAssignableFrom(type);
  }

  private static @Nullable Class<?> raw(Type type) {
    return type instanceof Class<?> plain ? plain
        : type instanceof ParameterizedType generic ? (Class<?>) generic.getRawType() : null;
  }

  private static Check each(Check check) {
    return (value, place, wrong) -> {
      if (value instanceof Map<?, ?> map) {
        map.forEach((key, element) -> element(check, element, place, key, wrong));
      } else {
        int index = 0;
        for (Object element : (Collection<?>) value) {
          element(check, element, place, index++, wrong);
        }
      }
    };
  }

  private static void element(Check check, Object element, Place place, Object step, List<FieldError> wrong) {
    if (element != null) {
      check.look(element, new Place(place, step), wrong);
    }
  }

  private static Check size(Facets facets, String what) {
    return (value, place, wrong) -> {
      int size = value instanceof Map<?, ?> map ? map.size() : ((Collection<?>) value).size();
      if (size < facets.minSize) {
        tell(place, "must have at least " + facets.minSize + " " + what, wrong);
      } else if (size > facets.maxSize) {
        tell(place, "must have at most " + facets.maxSize + " " + what, wrong);
      }
    };
  }

  private static void text(Facets facets, List<Check> checks) {
    if (facets.hasSize()) {
      checks.add((value, place, wrong) -> {
        String text = (String) value;
        // a text with few enough units has few enough code points, which need not be counted
        int length = text.length() <= facets.maxSize && text.length() >= 2L * facets.minSize ? facets.minSize
            : Text.length(text);
        if (length < facets.minSize) {
          tell(place, "must be at least " + facets.minSize + " characters long", wrong);
        } else if (length > facets.maxSize) {
          tell(place, "must be at most " + facets.maxSize + " characters long", wrong);
        }
      });
    }
    if (facets.pattern != null) {
      Pattern pattern = Pattern.compile(facets.pattern);
      String words = facets.pattern.equals(Text.VISIBLE) ? "must have a character that can be seen"
          : "does not match the pattern " + facets.pattern;
      checks.add((value, place, wrong) -> {
        if (!pattern.matcher((String) value).find()) {
          tell(place, words, wrong);
        }
      });
    }
    if (facets.words != null) {
      checks.add(among(Set.copyOf(facets.words), facets.words));
    }
  }

  private static Check constants(Class<?> type, List<String> words, String where) {
    Set<Object> allowed = new HashSet<>();
    for (Object constant : type.getEnumConstants()) {
      if (words.contains(Json.MAPPER.valueToTree(constant).asText())) {
        allowed.add(constant);
      }
    }
    if (allowed.size() != words.size()) {
      throw new IllegalStateException(where + " names a word that " + type.getSimpleName() + " has not");
    }
    return among(allowed, words);
  }

  private static Check among(Set<?> allowed, List<String> words) {
    return (value, place, wrong) -> {
      if (!allowed.contains(value)) {
        tell(place, "must be one of " + String.join(", ", words), wrong);
      }
    };
  }

  private static Check number(Facets facets) {
    return (value, place, wrong) -> {
      Number number = (Number) value;
      boolean whole = value instanceof Long || value instanceof Integer || value instanceof Short;
      if (facets.min != null && (whole ? number.longValue() < facets.min : number.doubleValue() < facets.min)) {
        tell(place, "must be at least " + facets.min, wrong);
      } else if (facets.max != null && (whole ? number.longValue() > facets.max : number.doubleValue() > facets.max)) {
        tell(place, "must be at most " + facets.max, wrong);
      }
    };
  }
}
