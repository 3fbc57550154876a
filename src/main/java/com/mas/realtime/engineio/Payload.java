package com.mas.realtime.engineio;

import java.util.Arrays;
import java.util.Base64;
import java.util.Queue;

/** The bodies of long-polling: packets with U+001E between them. */
final class Payload {
  private static final byte SEPARATOR = 0x1e;

  private Payload() {}

  @FunctionalInterface
  interface Packets {
    /** Takes one packet; returns whether to go on. */
    boolean take(byte[] body, int from, int to);
  }

  static void split(byte[] body, Packets packets) {
    int from = 0;
    for (int at = 0; at <= body.length; at++) {
      if (at == body.length || body[at] == SEPARATOR) {
        if (!packets.take(body, from, at)) {
          return;
        }
        from = at + 1;
      }
    }
  }

  /** Empties the queue, which is not empty. */
  static byte[] join(Queue<Message> messages) {
    byte[][] parts = new byte[messages.size()][];
    int length = parts.length - 1;
    for (int i = 0; i < parts.length; i++) {
      Message message = messages.poll();
      parts[i] = message.forPolling();
      length += parts[i].length;
    }
    byte[] payload = new byte[length];
    int at = 0;
    for (byte[] part : parts) {
      if (at > 0) {
        payload[at++] = SEPARATOR;
      }
      System.arraycopy(part, 0, payload, at, part.length);
      at += part.length;
    }
    return payload;
  }

  /**
   * Returns the bytes, or null if it is not base64. Takes what clients of other languages write: line ends, and the
   * letters that go into addresses.
   */
  static byte[] decode(byte[] body, int from, int to) {
    byte[] letters = new byte[to - from];
    int length = 0;
    for (int at = from; at < to; at++) {
      byte letter = body[at];
      if (letter != '\r' && letter != '\n' && letter != ' ' && letter != '\t') {
        letters[length++] = letter == '-' ? (byte) '+' : letter == '_' ? (byte) '/' : letter;
      }
    }
    try {
      return Base64.getDecoder().decode(Arrays.copyOf(letters, length));
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
