package com.mas.bus;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.BeanProperty;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.ContextualDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Holds one member of a JSON Merge Patch (RFC 7396): a member that is absent keeps what is there, a null clears it, any
 * other value replaces it.
 */
public final class Change<T> {
  private static final Change<?> NONE = new Change<>(false, null);

  private final boolean made;
  private final @Nullable T value;

  private Change(boolean made, @Nullable T value) {
    this.made = made;
    this.value = value;
  }

  /** Returns the change that keeps what is there. */
  @SuppressWarnings("unchecked")
  public static <T> Change<T> none() {
    return (Change<T>) NONE;
  }

  /** @param value null clears */
  public static <T> Change<T> to(@Nullable T value) {
    return new Change<>(true, value);
  }

  /** Returns whether the member was given. */
  public boolean isMade() {
    return made;
  }

  /** Returns the new value; null when it was cleared or not given. */
  public @Nullable T value() {
    return value;
  }

  /** Returns what is there after this change. */
  public @Nullable T or(@Nullable T before) {
    return made ? value : before;
  }

  /**
   * Returns what is there after this change, which cannot clear it. Fails with {@link Failure#INVALID} if it does.
   *
   * @param path of the member in the request
   */
  public T filled(String path, T before) {
    if (!made) {
      return before;
    }
    if (value == null) {
      throw emptied(path);
    }
    return value;
  }

  private static FailureException emptied(String path) {
    return Failure.INVALID.with("This must not be empty; leave it out to keep the present value.").at(path);
  }

  /** Returns this change with another value, where it has one. */
  public <U> Change<U> map(Function<? super T, ? extends U> to) {
    return made ? to(value == null ? null : to.apply(value)) : none();
  }

  /**
   * Returns the record after the changes that {@code asked} has for the components of its names. Fails with {@link
   * Failure#INVALID} where a change clears what cannot be empty.
   */
  @SuppressWarnings("unchecked")
  public static <T extends Record> T in(T before, Record asked) {
    RecordComponent[] parts = before.getClass().getRecordComponents();
    @Nullable Object[] after = new Object[parts.length];
    Class<?>[] types = new Class<?>[parts.length];
    try {
      for (int i = 0; i < parts.length; i++) {
        types[i] = parts[i].getType();
        after[i] = after(parts[i], parts[i].getAccessor().invoke(before), asked);
      }
      return (T) before.getClass().getDeclaredConstructor(types).newInstance(after);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot change " + before.getClass().getSimpleName(), e);
    }
  }

  private static @Nullable Object after(RecordComponent part, @Nullable Object before, Record asked)
      throws ReflectiveOperationException {
    for (RecordComponent said : asked.getClass().getRecordComponents()) {
      if (said.getName().equals(part.getName()) && said.getAccessor().invoke(asked) instanceof Change<?> change
          && change.made) {
        if (change.value == null && !Facets.of(part.getAnnotatedType()).optional) {
          throw emptied("/" + said.getName());
        }
        return change.value;
      }
    }
    return before;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Change<?> change && made == change.made && Objects.equals(value, change.value);
  }

  @Override
  public int hashCode() {
    return Objects.hash(made, value);
  }

  @Override
  public String toString() {
    return made ? "to " + value : "none";
  }

  /** Writes a member only when it was given, and reads an absent one as {@link #none}. */
  static final class Module extends SimpleModule {
    private static final long serialVersionUID = 1;

    @Override
    public void setupModule(SetupContext context) {
      addDeserializer(Change.class, new Reading(null));
      addSerializer(Change.class, new Writing());
      context.configOverride(Change.class)
          .setInclude(JsonInclude.Value.construct(JsonInclude.Include.NON_EMPTY, JsonInclude.Include.ALWAYS));
      super.setupModule(context);
    }
  }

  @SuppressWarnings("rawtypes")
  private static final class Writing extends JsonSerializer<Change> {
    @Override
    public void serialize(Change change, JsonGenerator to, SerializerProvider provider) throws IOException {
      provider.defaultSerializeValue(change.value, to);
    }

    @Override
    public boolean isEmpty(SerializerProvider provider, Change change) {
      return change == null || !change.made;
    }
  }

  @SuppressWarnings("rawtypes")
  private static final class Reading extends JsonDeserializer<Change> implements ContextualDeserializer {
    private final @Nullable JavaType content;

    Reading(@Nullable JavaType content) {
      this.content = content;
    }

    @Override
    public JsonDeserializer<?> createContextual(DeserializationContext context, BeanProperty property) {
      return new Reading(context.getContextualType().containedTypeOrUnknown(0));
    }

    @Override
    public Change deserialize(JsonParser from, DeserializationContext context) throws IOException {
      return to(context.readValue(from, content));
    }

    @Override
    public Change getNullValue(DeserializationContext context) {
      return to(null);
    }

    @Override
    public Change getAbsentValue(DeserializationContext context) {
      return none();
    }
  }
}
