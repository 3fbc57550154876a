package com.mas.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Keeps what a process has written, line by line, read as it comes so that the process is never held up. */
public final class Output {
  private static final int MOST_LINES = 20_000;

  private final Deque<String> lines = new ArrayDeque<>();

  public Output(InputStream from) {
    Thread.ofPlatform().daemon().start(() -> { // reading a pipe may hold a carrier of virtual threads
      try (var reader = new BufferedReader(new InputStreamReader(from, StandardCharsets.UTF_8))) {
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
          add(line);
        }
      } catch (IOException closed) {
        // the process is gone
      }
    });
  }

  private synchronized void add(String line) {
    if (lines.size() == MOST_LINES) {
      lines.removeFirst();
    }
    lines.addLast(line);
  }

  public synchronized List<String> lines() {
    return List.copyOf(lines);
  }

  /** The first group of the first line in which the pattern is found. */
  public Optional<String> find(Pattern pattern) {
    return lines().stream().map(pattern::matcher).filter(Matcher::find).map(match -> match.group(1)).findFirst();
  }

  @Override
  public String toString() {
    return String.join("\n", lines());
  }
}
