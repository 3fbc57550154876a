package com.mas.embedded;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** One Redis command on a connection of its own, by the inline protocol. */
final class RedisLine {
  private RedisLine() {}

  /** The value, or Redis's one-line answer with its mark. */
  static String ask(String url, String command) throws IOException {
    URI uri = URI.create(url);
    String password = uri.getUserInfo() == null ? "none" : uri.getUserInfo().substring(1);
    try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
      socket.setSoTimeout(5_000);
      String lines = "AUTH " + password + "\r\n" + command + "\r\n";
      socket.getOutputStream().write(lines.getBytes(StandardCharsets.US_ASCII));
      var reader = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
      reader.readLine();
      String answer = reader.readLine();
      return answer.startsWith("$") && !answer.equals("$-1") ? reader.readLine() : answer;
    }
  }
}
