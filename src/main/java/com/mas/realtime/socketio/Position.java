package com.mas.realtime.socketio;

import java.util.HashMap;
import java.util.Map;

/**
 * How far a node has come with what each node has published: the number of the last of each. All sockets of the node
 * have been sent everything up to there that concerns them, so one position stands for them all. As text it is what
 * clients hand back when they return.
 */
record Position(Map<String, Long> numbers) {
  static final Position START = new Position(Map.of());
  private static final int LONGEST_TEXT = 2_048;
  private static final int MOST_NODES = 48;

  /** Null if it is none. */
  static Position parse(String text) {
    if (text.length() > LONGEST_TEXT) {
      return null;
    }
    Map<String, Long> numbers = new HashMap<>();
    try {
      for (String part : text.isEmpty() ? new String[0] : text.split("\\.")) {
        int colon = part.indexOf(':');
        numbers.put(part.substring(0, colon), Long.parseLong(part.substring(colon + 1), Character.MAX_RADIX));
      }
    } catch (RuntimeException e) {
      return null;
    }
    return new Position(numbers);
  }

  boolean includes(String origin, long number) {
    return numbers.getOrDefault(origin, 0L) >= number;
  }

  Position with(String origin, long number) {
    if (includes(origin, number)) {
      return this;
    }
    Map<String, Long> more = new HashMap<>(numbers);
    more.put(origin, number);
    if (more.size() > MOST_NODES) { // nodes are named anew with each start: some of these are long gone
      more.keySet().stream().filter(node -> !node.equals(origin)).findAny().ifPresent(more::remove);
    }
    return new Position(more);
  }

  Position without(String origin) {
    Map<String, Long> fewer = new HashMap<>(numbers);
    fewer.remove(origin);
    return new Position(fewer);
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    numbers.forEach((node, number) -> text.append(text.isEmpty() ? "" : ".").append(node).append(':')
        .append(Long.toString(number, Character.MAX_RADIX)));
    return text.toString();
  }
}
