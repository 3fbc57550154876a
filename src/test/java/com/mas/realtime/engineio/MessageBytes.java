package com.mas.realtime.engineio;

import java.util.Arrays;
import java.util.Base64;

/** Returns what a client gets of a message, for tests of the layer above. */
public final class MessageBytes {
  private MessageBytes() {}

  /** Without the packet's type; binary content as it is. */
  public static byte[] of(Message message) {
    byte[] polled = message.forPolling();
    byte[] content = Arrays.copyOfRange(polled, 1, polled.length);
    return message.isBinary() ? Base64.getDecoder().decode(content) : content;
  }
}
