package com.mas.realtime.engineio;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/**
 * One message to clients, encoded once for however many receive it: the bytes of its WebSocket frame, which are the
 * same for all, with the text for long-polling inside them. Immutable, except that a reader may not change what it
 * gets.
 */
public final class Message {
  /** Room that a frame's header and the packet type take before the data. */
  public static final int HEADROOM = 11;

  private static final byte MESSAGE = '4';
  private final byte[] bytes;
  private final int frame;
  private final int data;
  private final int end;
  private final boolean binary;

  private Message(byte[] bytes, int frame, int data, int end, boolean binary) {
    this.bytes = bytes;
    this.frame = frame;
    this.data = data;
    this.end = end;
    this.binary = binary;
  }

  /** @param text UTF-8; copied */
  public static Message text(byte[] text, int from, int to) {
    byte[] bytes = new byte[HEADROOM + to - from];
    System.arraycopy(text, from, bytes, HEADROOM, to - from);
    return textInPlace(bytes, bytes.length);
  }

  public static Message text(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return text(bytes, 0, bytes.length);
  }

  /** Takes the array over: its text begins at {@link #HEADROOM}; what is before it is written by the message. */
  public static Message textInPlace(byte[] bytes, int end) {
    return control(bytes, end, MESSAGE);
  }

  public static Message binary(byte[] content) {
    byte[] bytes = new byte[HEADROOM + content.length];
    System.arraycopy(content, 0, bytes, HEADROOM, content.length);
    return new Message(bytes, header(bytes, HEADROOM, content.length, 0x82), HEADROOM, bytes.length, true);
  }

  /** A packet of Engine.IO itself, such as a ping. */
  static Message packet(char type, String text) {
    byte[] content = text.getBytes(StandardCharsets.UTF_8);
    byte[] bytes = new byte[HEADROOM + content.length];
    System.arraycopy(content, 0, bytes, HEADROOM, content.length);
    return control(bytes, bytes.length, (byte) type);
  }

  private static Message control(byte[] bytes, int end, byte type) {
    int start = HEADROOM - 1;
    bytes[start] = type;
    return new Message(bytes, header(bytes, start, end - start, 0x81), start, end, false);
  }

  /** Writes the header before the payload and says where it begins. */
  private static int header(byte[] bytes, int payload, int length, int first) {
    int at = payload;
    if (length < 126) {
      bytes[--at] = (byte) length;
    } else if (length < 1 << 16) {
      bytes[--at] = (byte) length;
      bytes[--at] = (byte) (length >> 8);
      bytes[--at] = 126;
    } else {
      for (int shift = 0; shift < 64; shift += 8) {
        bytes[--at] = (byte) ((long) length >> shift);
      }
      bytes[--at] = 127;
    }
    bytes[--at] = (byte) first;
    return at;
  }

  public boolean isBinary() {
    return binary;
  }

  /** Bytes of the payload. */
  public int size() {
    return end - data;
  }

  byte[] array() {
    return bytes;
  }

  int frameStart() {
    return frame;
  }

  int frameEnd() {
    return end;
  }

  /** Returns the message as it stands in the answer to a poll: binary as {@code b} and base64. */
  byte[] forPolling() {
    if (!binary) {
      return Arrays.copyOfRange(bytes, data, end);
    }
    byte[] encoded = Base64.getEncoder().encode(Arrays.copyOfRange(bytes, data, end));
    byte[] text = new byte[encoded.length + 1];
    text[0] = 'b';
    System.arraycopy(encoded, 0, text, 1, encoded.length);
    return text;
  }
}
