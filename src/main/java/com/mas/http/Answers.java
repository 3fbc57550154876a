package com.mas.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import com.mas.bus.Json;
import com.mas.bus.Page;
import io.vertx.core.http.HttpHeaders;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Chooses the status of an answer and writes its envelope, once, straight to bytes. */
final class Answers {
  /** Times have three digits of a fraction, always: some clients read no more, others want as many each time. */
  private static final DateTimeFormatter MILLIS = new DateTimeFormatterBuilder().appendInstant(3).toFormatter();
  static final ObjectWriter WRITER = Json.MAPPER.copy().registerModule(new SimpleModule("answers")
      .addSerializer(Instant.class, new JsonSerializer<Instant>() {
        @Override
        public void serialize(Instant time, JsonGenerator to, SerializerProvider provider) throws IOException {
          to.writeString(MILLIS.format(time));
        }
      })
      .addSerializer(new Items())).writer();
  /** The component of an answer that is a page of something. */
  private static final ClassValue<Optional<Method>> PAGES = new ClassValue<>() {
    @Override
    protected Optional<Method> computeValue(Class<?> type) {
      return Arrays.stream(type.isRecord() ? type.getRecordComponents() : new RecordComponent[0])
          .filter(component -> component.getType() == Page.class).findFirst().map(RecordComponent::getAccessor);
    }
  };

  private record Success(boolean success, Object data) {}

  private record Listed(boolean success, Object data, Position page) {}

  @JsonInclude(JsonInclude.Include.NON_NULL)
  private record Position(int limit, long offset, Long total) {}

  private static final class Items extends StdSerializer<Page<?>> {
    Items() {
      super(Page.class, true);
    }

    @Override
    public void serialize(Page<?> page, JsonGenerator to, SerializerProvider provider) throws IOException {
      provider.defaultSerializeValue(page.items(), to);
    }
  }

  private record Choice(int status, RecordComponent field, String value) {}

  private static final CharSequence TEXT = HttpHeaders.createOptimized("text/plain; charset=utf-8");

  private final List<Choice> choices = new ArrayList<>();
  /** The one component that is answered as plain text; null: JSON in its envelope. */
  private RecordComponent text;
  /** Null: the answer is one. */
  private Parts parts;
  private int otherwise;

  /** Fails with {@link IllegalArgumentException} and words for the contract's author. */
  Answers(JsonNode responses, Class<?> answer) {
    for (Map.Entry<String, JsonNode> response : responses.properties()) {
      if (!response.getKey().startsWith("2")) {
        continue;
      }
      int status = Integer.parseInt(response.getKey());
      if (status == 204) {
        throw new IllegalArgumentException("declares 204, but every answer has a body");
      }
      if (response.getValue().at("/content/text~1plain").isObject()) {
        text = only(answer);
      }
      String from = response.getValue().path("x-parts").asText();
      if (!from.isEmpty()) {
        parts = new Parts(response.getValue().path("content").fieldNames().next(), from, answer);
      }
      JsonNode when = response.getValue().path("x-when");
      if (when.isEmpty() && otherwise != 0) {
        throw new IllegalArgumentException("declares several 2xx answers without x-when");
      }
      if (when.isEmpty()) {
        otherwise = status;
      }
      when.properties()
          .forEach(entry -> choices.add(choice(status, entry.getKey(), entry.getValue().asText(), answer)));
    }
    if (otherwise == 0) {
      otherwise = choices.getLast().status;
    }
  }

  private static Choice choice(int status, String name, String value, Class<?> answer) {
    if (answer.isRecord()) {
      for (RecordComponent component : answer.getRecordComponents()) {
        if (component.getName().equals(name)) {
          return new Choice(status, component, value);
        }
      }
    }
    throw new IllegalArgumentException("has an x-when on '" + name + "', which " + answer.getSimpleName()
        + " does not have");
  }

  private static RecordComponent only(Class<?> answer) {
    if (!answer.isRecord() || answer.getRecordComponents().length != 1) {
      throw new IllegalArgumentException("answers text/plain with " + answer.getSimpleName()
          + ", which is no record of one component");
    }
    return answer.getRecordComponents()[0];
  }

  Parts parts() {
    return parts;
  }

  CharSequence contentType() {
    return text == null ? Exchange.JSON : TEXT;
  }

  byte[] body(Object answer) {
    if (text == null) {
      return write(answer);
    }
    try {
      return String.valueOf(text.getAccessor().invoke(answer)).getBytes(StandardCharsets.UTF_8);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot read " + text, e);
    }
  }

  int status(Object answer) {
    for (Choice choice : choices) {
      try {
        if (String.valueOf(choice.field.getAccessor().invoke(answer)).equals(choice.value)) {
          return choice.status;
        }
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException("cannot read " + choice.field, e);
      }
    }
    return otherwise;
  }

  /** Returns whether answers of this type tell the position of a page. */
  static boolean hasPage(Class<?> type) {
    return type == Page.class || PAGES.get(type).isPresent();
  }

  private static Page<?> page(Object answer) {
    if (answer instanceof Page<?> page) {
      return page;
    }
    Optional<Method> part = PAGES.get(answer.getClass());
    try {
      return part.isEmpty() ? null : (Page<?>) part.get().invoke(answer);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot read " + part.get(), e);
    }
  }

  static byte[] write(Object answer) {
    try {
      Page<?> page = answer == null ? null : page(answer);
      return WRITER.writeValueAsBytes(page == null ? new Success(true, answer)
          : new Listed(true, answer, new Position(page.limit(), page.offset(), page.total())));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot write " + answer.getClass().getSimpleName() + " as JSON", e);
    }
  }
}
