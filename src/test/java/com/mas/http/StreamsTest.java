package com.mas.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.DataInputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StreamsTest {
  private static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
  private static final byte[] EMPTY_SETTINGS = {0, 0, 0, 4, 0, 0, 0, 0, 0};
  private static final int MAX_CONCURRENT_STREAMS = 3;

  /** Each of them may hold an answer that the client does not read. */
  @Test
  void aConnectionHasTwentyStreamsAtATime() throws Exception {
    try (EdgeServer server = new EdgeServer(); Socket socket = new Socket("127.0.0.1", server.port())) {
      socket.getOutputStream().write(PREFACE.getBytes(StandardCharsets.US_ASCII));
      socket.getOutputStream().write(EMPTY_SETTINGS);
      DataInputStream in = new DataInputStream(socket.getInputStream());
      int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
      assertEquals(EMPTY_SETTINGS[3], in.readByte(), "the first frame has the server's settings");
      in.skipNBytes(5);
      Map<Integer, Integer> settings = new HashMap<>();
      for (int read = 0; read < length; read += 6) {
        settings.put(in.readUnsignedShort(), in.readInt());
      }
      assertEquals(20, settings.get(MAX_CONCURRENT_STREAMS));
    }
  }
}
