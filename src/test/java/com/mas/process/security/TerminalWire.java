package com.mas.process.security;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A connection to {@code /ws/terminal} as bytes, for what no decent client would send. */
final class TerminalWire implements AutoCloseable {
  private static final int WAIT_MS = 20_000;
  /** A connection that is not closed by what it sent is left soon. */
  private static final int SHORT_WAIT_MS = 50;
  private static final int MOST_IDS = 20;
  private static final Pattern ID = Pattern.compile("\\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\\b");

  private final Socket socket;
  private final DataInputStream in;
  private final List<String> ids = new ArrayList<>();
  private String reason = "";

  private TerminalWire(Socket socket) throws IOException {
    this.socket = socket;
    this.in = new DataInputStream(socket.getInputStream());
  }

  /** @param protocol empty: none; {@code token} null: none is shown in the head */
  static TerminalWire open(int port, UUID session, boolean host, String protocol, String token) throws IOException {
    TerminalWire wire = new TerminalWire(new Socket(InetAddress.getLoopbackAddress(), port));
    try {
      wire.socket.setSoTimeout(WAIT_MS);
      wire.socket.setTcpNoDelay(true);
      String offered = protocol + (token == null ? "" : (protocol.isEmpty() ? "" : ", ") + "token."
          + token.replaceAll("[^!-~]|[,;\"()]", "_"));
      wire.send(("GET /ws/terminal?session=" + session + (host ? "&role=host" : "") + " HTTP/1.1\r\nHost: localhost\r\n"
          + "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: "
          + "dGhlIHNhbXBsZSBub25jZQ==\r\n" + (offered.isEmpty() ? "" : "Sec-WebSocket-Protocol: " + offered + "\r\n")
          + "\r\n").getBytes(StandardCharsets.US_ASCII));
      StringBuilder head = new StringBuilder();
      while (head.indexOf("\r\n\r\n") < 0) {
        head.append((char) wire.in.readUnsignedByte());
      }
      if (!head.toString().startsWith("HTTP/1.1 101")) {
        throw new IOException(head.toString());
      }
      return wire;
    } catch (IOException e) {
      wire.close();
      throw e;
    }
  }

  void send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
  }

  private record Frame(int opcode, byte[] content) {}

  private Frame read() throws IOException {
    int opcode = in.readUnsignedByte() & 0x0f;
    long length = in.readUnsignedByte();
    length = length == 126 ? in.readUnsignedShort() : length == 127 ? in.readLong() : length;
    byte[] content = new byte[Math.toIntExact(length)];
    in.readFully(content);
    Matcher id = opcode == 1 && ids.size() < MOST_IDS ? ID.matcher(new String(content, StandardCharsets.UTF_8)) : null;
    while (id != null && id.find()) {
      ids.add(id.group());
    }
    return new Frame(opcode, content);
  }

  /** Reads on until this has come. */
  void hear(String text) throws IOException {
    StringBuilder heard = new StringBuilder();
    while (heard.indexOf(text) < 0) {
      Frame frame = read();
      if (frame.opcode == 8) {
        throw new IOException("closed before it heard " + text);
      }
      heard.append(new String(frame.content, StandardCharsets.UTF_8));
    }
  }

  /** Null when it is not closed, or without a word. */
  Integer closeCode() throws IOException {
    try {
      socket.setSoTimeout(SHORT_WAIT_MS);
      while (true) {
        Frame frame = read();
        if (frame.opcode == 8) {
          reason = frame.content.length <= 2 ? ""
              : new String(frame.content, 2, frame.content.length - 2, StandardCharsets.UTF_8);
          return frame.content.length < 2 ? Integer.valueOf(1000)
              : (frame.content[0] & 0xff) << 8 | frame.content[1] & 0xff;
        }
      }
    } catch (SocketTimeoutException | EOFException stillOpenOrGone) {
      return null;
    }
  }

  /** Returns all ids that it was told. */
  List<String> ids() {
    return ids;
  }

  String reason() {
    return reason;
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
