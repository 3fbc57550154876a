package com.mas.realtime.socketio;

import com.mas.realtime.socketio.RecoveryStore.Kept;
import java.util.HashMap;
import java.util.Map;

/**
 * Progress of a node with the packets of each node: the number of the last one of each. All sockets of the node have
 * been sent everything up to there that concerns them, so one position stands for them all. As text it is what clients
 * hand back when they return.
 *
 * @param since when the node began, in the store's time: what nodes that it never met had kept by then is older than
 *     all its sockets, or was sent to them when they came back
 */
record Position(Map<String, Long> numbers, long since) {
  static final Position START = new Position(Map.of(), 0);
  private static final String SINCE = ""; // no node's name; so nodes of an earlier version read it too
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
    Long since = numbers.remove(SINCE);
    return new Position(numbers, since == null ? 0 : since);
  }

  /** Returns whether a packet of the logs is at or before this position. */
  boolean includes(Kept kept) {
    Long number = numbers.get(kept.packet().origin());
    return number == null ? kept.at() <= since : number >= kept.packet().number();
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
    return new Position(more, since);
  }

  Position without(String origin) {
    Map<String, Long> fewer = new HashMap<>(numbers);
    fewer.remove(origin);
    return new Position(fewer, since);
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    if (since > 0) {
      text.append(SINCE).append(':').append(Long.toString(since, Character.MAX_RADIX));
    }
    numbers.forEach((node, number) -> text.append(text.isEmpty() ? "" : ".").append(node).append(':')
        .append(Long.toString(number, Character.MAX_RADIX)));
    return text.toString();
  }
}
