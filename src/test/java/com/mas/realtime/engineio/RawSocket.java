package com.mas.realtime.engineio;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A WebSocket as bytes, so that a test can do what no decent client does: not read, not answer, lie about lengths. */
public final class RawSocket implements AutoCloseable {
  private static final int WAIT_MS = 20_000;

  /** @param opcode 1 is text, 2 binary, 8 the end */
  public record Frame(int opcode, byte[] content) {
    public String text() {
      return new String(content, StandardCharsets.UTF_8);
    }

    /** Returns the code of an end. */
    public int code() {
      return (content[0] & 0xff) << 8 | content[1] & 0xff;
    }

    public String reason() {
      return new String(content, 2, content.length - 2, StandardCharsets.UTF_8);
    }
  }

  private final Socket socket;
  private final DataInputStream in;
  private final OutputStream out;

  private RawSocket(Socket socket) throws IOException {
    this.socket = socket;
    this.in = new DataInputStream(socket.getInputStream());
    this.out = socket.getOutputStream();
  }

  /** @param query after transport; begins with an ampersand, or is empty */
  public static RawSocket open(int port, String path, String query) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(WAIT_MS);
    RawSocket raw = new RawSocket(socket);
    raw.out.write(("GET " + path + "?EIO=4&transport=websocket" + query + " HTTP/1.1\r\nHost: localhost\r\n"
        + "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
        + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      head.append((char) raw.in.readUnsignedByte());
    }
    if (!head.toString().startsWith("HTTP/1.1 101")) {
      throw new IOException(head.toString());
    }
    return raw;
  }

  public void text(String text) throws IOException {
    byte[] content = text.getBytes(StandardCharsets.UTF_8);
    frame(0x81, content.length, content);
  }

  public void binary(byte[] content) throws IOException {
    frame(0x82, content.length, content);
  }

  /** @param announced as the frame's length, whatever follows */
  public void frame(int head, long announced, byte[] content) throws IOException {
    byte[] bytes = new byte[14 + content.length];
    bytes[0] = (byte) head;
    bytes[1] = (byte) 0xff;
    for (int i = 0; i < 8; i++) {
      bytes[2 + i] = (byte) (announced >>> 56 - 8 * i);
    }
    System.arraycopy(content, 0, bytes, 14, content.length); // the mask is zero
    if (announced < 126) {
      bytes[1] = (byte) (0x80 | (int) announced);
      System.arraycopy(bytes, 14, bytes, 6, content.length);
      out.write(bytes, 0, 6 + content.length);
    } else if (announced < 65_536) {
      bytes[1] = (byte) 0xfe;
      bytes[2] = (byte) (announced >> 8);
      bytes[3] = (byte) announced;
      bytes[4] = 0;
      bytes[5] = 0;
      bytes[6] = 0;
      bytes[7] = 0;
      System.arraycopy(bytes, 14, bytes, 8, content.length);
      out.write(bytes, 0, 8 + content.length);
    } else {
      out.write(bytes);
    }
  }

  /** The next frame; the server's are whole and unmasked. */
  public Frame read() throws IOException {
    int opcode = in.readUnsignedByte() & 0x0f;
    long length = in.readUnsignedByte();
    if (length == 126) {
      length = in.readUnsignedShort();
    } else if (length == 127) {
      length = in.readLong();
    }
    byte[] content = new byte[Math.toIntExact(length)];
    in.readFully(content);
    return new Frame(opcode, content);
  }

  /** Skips to the end and answers it. */
  public Frame readEnd() throws IOException {
    Frame frame = read();
    while (frame.opcode != 8) {
      frame = read();
    }
    return frame;
  }

  /** Skips to a text that begins so. */
  public String readText(String beginning) throws IOException {
    Frame frame = read();
    while (frame.opcode != 1 || !frame.text().startsWith(beginning)) {
      if (frame.opcode == 8) {
        throw new IOException("closed with " + frame.code() + " " + frame.reason());
      }
      frame = read();
    }
    return frame.text();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
