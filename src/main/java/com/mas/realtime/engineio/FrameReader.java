package com.mas.realtime.engineio;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Reads the frames of one WebSocket client (RFC 6455) and puts messages together. Strict: a reserved bit or opcode, a
 * frame without mask, a fragment out of order, text that is not UTF-8, a message over the limit or in far too many
 * fragments each end the connection with their code. A length that is only announced costs no memory: buffers grow with
 * what has arrived.
 */
final class FrameReader {
  static final int PROTOCOL_ERROR = 1002;
  static final int NOT_UTF8 = 1007;
  static final int POLICY = 1008;
  static final int TOO_BIG = 1009;
  static final int NO_CODE = 1005;

  private static final int CONTINUATION = 0;
  private static final int TEXT = 1;
  private static final int BINARY = 2;
  private static final int CLOSE = 8;
  private static final int PING = 9;
  private static final int PONG = 10;
  private static final int LONGEST_CONTROL = 125;
  private static final int FIRST_CHUNK = 8 << 10;
  /** Fragments that a message may have whatever is in them, and bytes that each further one must have brought. */
  static final int FREE_FRAGMENTS = 1000;
  private static final int LEAST_OF_FRAGMENT = 16;
  private static final byte[] EMPTY = {};
  private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  interface Sink {
    void message(boolean binary, byte[] data);

    void ping(byte[] data);

    /** The client closes; the code is {@link #NO_CODE} if it gave none. */
    void closed(int code);

    void broken(int code, String why);
  }

  private final Sink sink;
  private final int maxPayload;

  private byte[] unread = EMPTY; // the begin of a header that is not whole
  private boolean inPayload;
  private boolean ended;

  // the frame
  private boolean last;
  private int opcode;
  private int mask;
  private int length;
  private int got;
  private byte[] control;

  // the message
  private int kind;
  private byte[] message = EMPTY;
  private int size;
  private int fragments;
  private int utf8;

  FrameReader(Sink sink, int maxPayload) {
    this.sink = sink;
    this.maxPayload = maxPayload;
  }

  /** Returns whether nothing more is to be read: the connection was closed or broken. */
  boolean isEnded() {
    return ended;
  }

  void end() {
    ended = true;
  }

  void read(ByteBuf arrived) {
    ByteBuf in = arrived;
    if (unread.length > 0) {
      in = Unpooled.wrappedBuffer(Unpooled.wrappedBuffer(unread), arrived.slice());
      unread = EMPTY;
    }
    while (!ended && (in.isReadable() || inPayload && got == length)) {
      if (!inPayload && !header(in)) {
        return;
      }
      if (!ended) {
        payload(in);
        if (inPayload) {
          return;
        }
      }
    }
  }

  /** Reads a header and returns whether it was whole; otherwise keeps what is there of it. */
  private boolean header(ByteBuf in) {
    int start = in.readerIndex();
    int available = in.readableBytes();
    int second = available < 2 ? 0 : in.getByte(start + 1) & 0xff;
    int extended = (second & 0x7f) < 126 ? 0 : (second & 0x7f) == 126 ? 2 : 8;
    if (available >= 1) {
      first(in.getByte(start) & 0xff);
    }
    if (!ended && available >= 2) {
      second(second);
    }
    if (ended) {
      return true;
    }
    int needed = 2 + extended + 4;
    if (available < needed) {
      unread = new byte[available];
      in.readBytes(unread);
      return false;
    }
    long announced = extended == 0 ? second & 0x7f
        : extended == 2 ? in.getUnsignedShort(start + 2) : in.getLong(start + 2);
    mask = in.getInt(start + 2 + extended);
    in.skipBytes(needed);
    begin(announced, extended);
    return true;
  }

  private void first(int octet) {
    last = (octet & 0x80) != 0;
    opcode = octet & 0x0f;
    if ((octet & 0x70) != 0) {
      broken(PROTOCOL_ERROR, "reserved bits");
    } else if (opcode > PONG || opcode > BINARY && opcode < CLOSE) {
      broken(PROTOCOL_ERROR, "unknown opcode");
    } else if (opcode >= CLOSE && !last) {
      broken(PROTOCOL_ERROR, "a control frame in fragments");
    } else if (opcode == CONTINUATION && kind == 0) {
      broken(PROTOCOL_ERROR, "nothing to continue");
    } else if ((opcode == TEXT || opcode == BINARY) && kind != 0) {
      broken(PROTOCOL_ERROR, "a message within another");
    }
  }

  private void second(int octet) {
    if ((octet & 0x80) == 0) {
      broken(PROTOCOL_ERROR, "not masked");
    } else if (opcode >= CLOSE && (octet & 0x7f) > LONGEST_CONTROL) {
      broken(PROTOCOL_ERROR, "a control frame too long");
    }
  }

  private void begin(long announced, int extended) {
    if (announced < 0 || extended == 2 && announced < 126 || extended == 8 && announced < 1 << 16) {
      broken(PROTOCOL_ERROR, "a length written too long");
      return;
    }
    if (opcode < CLOSE && announced > maxPayload - size) {
      broken(TOO_BIG, "too big");
      return;
    }
    length = (int) announced;
    got = 0;
    inPayload = true;
    if (opcode >= CLOSE) {
      control = length == 0 ? EMPTY : new byte[length];
    } else if (opcode != CONTINUATION) {
      kind = opcode;
      utf8 = Utf8.BOUNDARY;
    }
  }

  private void payload(ByteBuf in) {
    int part = Math.min(length - got, in.readableBytes());
    if (opcode >= CLOSE) {
      in.readBytes(control, got, part);
      unmask(control, got, got + part, got);
    } else {
      room(part, got + part == length);
      in.readBytes(message, size, part);
      unmask(message, size, size + part, got);
      if (kind == TEXT) {
        utf8 = Utf8.check(message, size, size + part, utf8);
        if (utf8 == Utf8.INVALID) {
          broken(NOT_UTF8, "not UTF-8");
          return;
        }
      }
      size += part;
    }
    got += part;
    if (got == length) {
      inPayload = false;
      frame();
    }
  }

  /** Exactly as much as is needed when the message is whole with this piece, which nearly all are at once. */
  private void room(int more, boolean wholeFrame) {
    int needed = size + more;
    if (needed > message.length) {
      int wanted = wholeFrame && last ? needed
          : Math.min(Math.max(Math.max(needed, 2 * message.length), FIRST_CHUNK), maxPayload);
      message = Arrays.copyOf(message, wanted);
    }
  }

  private void unmask(byte[] bytes, int from, int to, int position) {
    if (mask == 0) {
      return;
    }
    int at = from;
    int turn = mask;
    if ((position & 3) != 0) {
      turn = Integer.rotateLeft(mask, 8 * (position & 3));
    }
    long twice = (long) turn << 32 | turn & 0xffffffffL;
    for (; at + Long.BYTES <= to; at += Long.BYTES) {
      LONGS.set(bytes, at, (long) LONGS.get(bytes, at) ^ twice);
    }
    for (int shift = 24; at < to; at++, shift = (shift - 8) & 31) {
      bytes[at] ^= (byte) (turn >>> shift);
    }
  }

  private void frame() {
    switch (opcode) {
      case CLOSE -> close();
      case PING -> sink.ping(control);
      case PONG -> control = null;
      default -> {
        if (last) {
          whole();
        } else if (++fragments > FREE_FRAGMENTS + size / LEAST_OF_FRAGMENT) {
          broken(POLICY, "too many fragments");
        }
      }
    }
  }

  private void whole() {
    if (kind == TEXT && utf8 != Utf8.BOUNDARY) {
      broken(NOT_UTF8, "not UTF-8");
      return;
    }
    byte[] data = size == message.length ? message : Arrays.copyOf(message, size);
    boolean binary = kind == BINARY;
    message = EMPTY;
    size = 0;
    fragments = 0;
    kind = 0;
    sink.message(binary, data);
  }

  private void close() {
    int code = length < 2 ? NO_CODE : (control[0] & 0xff) << 8 | control[1] & 0xff;
    if (length == 1 || length > 1 && !mayBeSent(code)) {
      broken(PROTOCOL_ERROR, "a close code that may not be sent");
    } else if (length > 2 && !Utf8.isValid(control, 2, length)) {
      broken(NOT_UTF8, "not UTF-8");
    } else {
      ended = true;
      sink.closed(code);
    }
  }

  private static boolean mayBeSent(int code) {
    return code >= 1000 && code <= 1003 || code >= 1007 && code <= 1014 || code >= 3000 && code <= 4999;
  }

  private void broken(int code, String why) {
    ended = true;
    sink.broken(code, why);
  }
}
