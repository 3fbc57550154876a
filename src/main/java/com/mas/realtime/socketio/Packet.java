package com.mas.realtime.socketio;

import java.nio.charset.StandardCharsets;

/**
 * The head of a packet, and where its JSON stands.
 *
 * @param id of the acknowledgement; -1 without
 * @param from where the JSON begins; {@code to} if there is none
 */
record Packet(int type, int attachments, String namespace, long id, byte[] bytes, int from, int to) {
  static final int CONNECT = 0;
  static final int DISCONNECT = 1;
  static final int EVENT = 2;
  static final int ACK = 3;
  static final int CONNECT_ERROR = 4;
  static final int BINARY_EVENT = 5;
  static final int BINARY_ACK = 6;
  static final int MOST_ATTACHMENTS = 10;
  private static final int LONGEST_NAMESPACE = 256;
  private static final int MOST_DIGITS = 15;

  boolean isBinary() {
    return type >= BINARY_EVENT;
  }

  /** @throws BadPacket if it is none, or one that only servers send */
  static Packet read(byte[] bytes, int start, int to) {
    int at = start;
    int type = at < to ? bytes[at++] - '0' : -1;
    if (type < CONNECT || type > BINARY_ACK || type == CONNECT_ERROR) {
      throw new BadPacket("unknown type");
    }
    int attachments = 0;
    if (type >= BINARY_EVENT) {
      int digits = digits(bytes, at, to);
      if (digits == 0 || digits > 2 || at + digits >= to || bytes[at + digits] != '-') {
        throw new BadPacket("no number of attachments");
      }
      attachments = (int) number(bytes, at, at + digits);
      at += digits + 1;
      if (attachments > MOST_ATTACHMENTS) {
        throw new BadPacket("too many attachments");
      }
    }
    String namespace = "/";
    if (at < to && bytes[at] == '/') {
      int end = at;
      while (end < to && bytes[end] != ',') {
        end++;
      }
      if (end - at > LONGEST_NAMESPACE) {
        throw new BadPacket("a namespace's name too long");
      }
      namespace = new String(bytes, at, end - at, StandardCharsets.UTF_8);
      at = Math.min(end + 1, to);
    }
    int digits = digits(bytes, at, to);
    if (digits > MOST_DIGITS) {
      throw new BadPacket("an id too long");
    }
    long id = digits == 0 ? -1 : number(bytes, at, at + digits);
    at += digits;
    if ((type == ACK || type == BINARY_ACK) == (id < 0) && type != EVENT && type != BINARY_EVENT) {
      throw new BadPacket("an id where none belongs, or none where one does");
    }
    return new Packet(type, attachments, namespace, id, bytes, at, to);
  }

  private static int digits(byte[] bytes, int from, int to) {
    int at = from;
    while (at < to && bytes[at] >= '0' && bytes[at] <= '9') {
      at++;
    }
    return at - from;
  }

  private static long number(byte[] bytes, int from, int to) {
    long number = 0;
    for (int at = from; at < to; at++) {
      number = 10 * number + bytes[at] - '0';
    }
    return number;
  }
}
