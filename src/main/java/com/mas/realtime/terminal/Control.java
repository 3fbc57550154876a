package com.mas.realtime.terminal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.mas.bus.Json;
import com.mas.bus.Text;
import java.util.Optional;
import java.util.UUID;

/** Control messages as they come from outside: whatever is wrong with them, they say nothing then. */
final class Control {
  /** No message that anybody may send needs a tenth of it; what is longer would only cost. */
  private static final int LONGEST_HEARD = 4 << 10;

  private Control() {}

  /** Reads as {@link #read} does, a message from outside. */
  static JsonNode heard(String text) {
    return text.length() > LONGEST_HEARD ? MissingNode.getInstance() : read(text);
  }

  static JsonNode read(String text) {
    try {
      return Json.MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      return MissingNode.getInstance();
    }
  }

  static Optional<UUID> id(String text) {
    try {
      return Optional.of(UUID.fromString(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  static String bounded(String text, int most) {
    return Text.cut(text.replaceAll("\\p{Cntrl}", " ").strip(), most);
  }
}
