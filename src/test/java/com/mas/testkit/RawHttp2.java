package com.mas.testkit;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** A client of HTTP 2 without TLS that sends what it is told to, right or wrong, frame by frame. */
public final class RawHttp2 implements AutoCloseable {
  public static final int DATA = 0;
  public static final int HEADERS = 1;
  public static final int RESET = 3;
  public static final int SETTINGS = 4;
  public static final int PING = 6;
  public static final int GO_AWAY = 7;
  private static final int WINDOW_UPDATE = 8;
  private static final int ACK = 1;
  private static final int MOST_STREAMS = 3;
  private static final int INITIAL_WINDOW = 4;
  private static final int END_OF_STREAM_AND_HEADERS = 5;
  private static final int PATIENCE_MS = 30_000;

  /** One frame that came; {@code number} is its stream. */
  public record Frame(int type, int flags, int number, byte[] content) {}

  private final Socket socket;
  private int next = 1;

  private RawHttp2(Socket socket) {
    this.socket = socket;
  }

  /** @param window of each stream, in bytes: so much of each answer the client is ready to take */
  public static RawHttp2 open(int port, int window) throws IOException {
    RawHttp2 client = new RawHttp2(new Socket(InetAddress.getLoopbackAddress(), port));
    client.socket.setSoTimeout(PATIENCE_MS);
    client.write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    client.frame(SETTINGS, 0, 0,
        ByteBuffer.allocate(6).putShort((short) INITIAL_WINDOW).putInt(window).array());
    return client;
  }

  /** Opens as {@link #open} does, by an upgrade of a first request to {@code path}, which is stream 1. */
  public static RawHttp2 upgrade(int port, String path) throws IOException {
    RawHttp2 client = new RawHttp2(new Socket(InetAddress.getLoopbackAddress(), port));
    client.socket.setSoTimeout(PATIENCE_MS);
    client.write(("GET " + path + " HTTP/1.1\r\nHost: a\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n"
        + "HTTP2-Settings: AAQAAAAA\r\n\r\n").getBytes(StandardCharsets.US_ASCII)); // a window of nothing
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      head.append((char) client.socket.getInputStream().read());
    }
    if (!head.toString().startsWith("HTTP/1.1 101")) {
      throw new IOException(head.toString());
    }
    client.write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    client.frame(SETTINGS, 0, 0, new byte[0]);
    client.next = 3;
    return client;
  }

  /** Asks, and returns the stream's number. */
  public int get(String path, String... headers) throws IOException {
    ByteArrayOutputStream block = new ByteArrayOutputStream();
    block.write(0x82); // :method GET
    block.write(0x86); // :scheme http
    block.write(0x04); // :path
    text(block, path);
    block.write(0x01); // :authority
    text(block, "a");
    for (int i = 0; i < headers.length; i += 2) {
      block.write(0x00);
      text(block, headers[i]);
      text(block, headers[i + 1]);
    }
    int stream = next;
    next += 2;
    frame(HEADERS, END_OF_STREAM_AND_HEADERS, stream, block.toByteArray());
    return stream;
  }

  private static void text(ByteArrayOutputStream block, String words) throws IOException {
    block.write(words.length());
    block.write(words.getBytes(StandardCharsets.US_ASCII));
  }

  /** Allows more of an answer; stream 0: of all together. */
  public void window(int stream, int bytes) throws IOException {
    frame(WINDOW_UPDATE, 0, stream, ByteBuffer.allocate(4).putInt(bytes).array());
  }

  public void ping() throws IOException {
    frame(PING, 0, 0, new byte[8]);
  }

  public void frame(int type, int flags, int stream, byte[] content) throws IOException {
    write(ByteBuffer.allocate(9 + content.length).putInt(content.length << 8 | type).put((byte) flags).putInt(stream)
        .put(content).array());
  }

  private void write(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    socket.getOutputStream().flush();
  }

  /** The next frame; null when the server has closed. */
  public Frame read() throws IOException {
    try {
      DataInputStream in = new DataInputStream(socket.getInputStream());
      int first = in.readInt();
      int flags = in.readUnsignedByte();
      int stream = in.readInt();
      byte[] content = new byte[first >>> 8];
      in.readFully(content);
      Frame frame = new Frame(first & 0xff, flags, stream, content);
      if (frame.type == SETTINGS && flags != ACK) {
        frame(SETTINGS, ACK, 0, new byte[0]);
      }
      return frame;
    } catch (java.net.SocketTimeoutException late) {
      throw late;
    } catch (IOException gone) {
      return null;
    }
  }

  /** Reads what the server announces at the beginning, and returns how many streams one may have at a time. */
  public int mostStreams() throws IOException {
    for (Frame frame = read(); frame != null; frame = read()) {
      if (frame.type == SETTINGS && frame.flags != ACK) {
        ByteBuffer settings = ByteBuffer.wrap(frame.content);
        while (settings.hasRemaining()) {
          int name = settings.getShort();
          int value = settings.getInt();
          if (name == MOST_STREAMS) {
            return value;
          }
        }
      }
    }
    throw new IOException("it said nothing of streams");
  }

  /** Reads until the server closes, which it must before long. */
  public void readEnd() throws IOException {
    while (read() != null) {
      // other frames do not matter
    }
  }

  /** Reads up to the first frame of this type on this stream; null when the server has closed before. */
  public Frame read(int type, int stream) throws IOException {
    Frame frame = read();
    while (frame != null && (frame.type != type || frame.number != stream)) {
      frame = read();
    }
    return frame;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
