package com.mas.bus;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * The one JSON dialect of the product: RFC 3339 times in UTC, bounded nesting, no duplicate keys, tolerant of new
 * fields.
 */
public final class Json {
  /** Deeper documents are refused: recursive readers must not be driven into the ground by input. */
  public static final int MAX_DEPTH = 64;

  public static final ObjectMapper MAPPER =
      JsonMapper.builder(
          new Factory(new JsonFactoryBuilder()
              .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).maxNumberLength(64)
                  .build())
              .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
              // names come from clients: to keep each in the JVM's own table took ten times as long as to read it
              .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)))
          .addModule(new JavaTimeModule())
          .addModule(new Change.Module())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
          // a node of the previous release must be able to read what the next one sends
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /**
   * Reads what others wrote, as bounded as {@link #MAPPER}: a name that stands twice and a long number are no reason to
   * do without a whole page.
   */
  public static final ObjectMapper FOREIGN = JsonMapper.builder(new Factory(new JsonFactoryBuilder()
      .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
      .disable(JsonFactory.Feature.INTERN_FIELD_NAMES))).enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  private Json() {}

  /** Writes a value of our own; one that cannot be written is a defect. */
  public static String write(Object value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot write " + value.getClass().getSimpleName() + " as JSON", e);
    }
  }

  /** Reads text that we wrote ourselves; one that cannot be read is a defect. */
  public static <T> T read(String json, Class<T> type) {
    try {
      return MAPPER.readValue(json, type);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot read " + type.getSimpleName() + " from JSON", e);
    }
  }

  /**
   * Does not guess the encoding of what is too short for that. The JVM's optimiser (C2, 17 to 25 at least) makes one of
   * the two comparisons of the length there, wrongly: once a process has read many values of two or three bytes, the
   * next one of a single byte fails as an index out of bounds.
   */
  private static final class Factory extends JsonFactory {
    private static final int GUESSED = 4;

    Factory(JsonFactoryBuilder builder) {
      super(builder);
    }

    private Factory(Factory copied) {
      super(copied, null);
    }

    @Override
    public JsonFactory copy() {
      return new Factory(this);
    }

    @Override
    public JsonParser createParser(byte[] data) throws IOException {
      return createParser(data, 0, data.length);
    }

    @Override
    public JsonParser createParser(byte[] data, int offset, int length) throws IOException {
      return length < GUESSED ? createParser(new String(data, offset, length, StandardCharsets.UTF_8))
          : super.createParser(data, offset, length);
    }
  }
}
