package com.mas.realtime.terminal.screen;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Output of real programs, recorded at 80 by 24, against the text that xterm.js 5.5 showed for the same bytes. */
class RecordedProgramsTest {
  @ParameterizedTest
  @ValueSource(strings = {"vim", "less", "gitlog", "shell", "htop", "tmux"})
  void theScreenOfARealProgramIsTheOneThatXtermJsShows(String program) throws IOException {
    byte[] recording = bytes(program + ".bytes");
    Screen screen = new Screen(80, 24, 200);
    screen.write(recording, 0, recording.length);
    List<String> seen = new String(bytes(program + ".txt"), StandardCharsets.UTF_8).lines().toList();
    for (int i = 0; i < 24; i++) {
      assertEquals(seen.get(i), screen.text(i).stripTrailing(), "line " + (i + 1));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"vim", "less", "gitlog", "shell", "htop", "tmux"})
  void aDumpAtAnyMomentOfARealProgramIsExact(String program) throws IOException {
    byte[] recording = bytes(program + ".bytes");
    Screen early = new Screen(80, 24, 200);
    int step = Math.max(1, recording.length / 60);
    for (int at = 0; at < recording.length; at += step) {
      int end = Math.min(recording.length, at + step);
      early.write(recording, at, end);
      byte[] dump = early.dump();
      Screen late = new Screen(80, 24, 200);
      late.write(dump, 0, dump.length);
      assertEquals(ScreenLawsTest.described(early), ScreenLawsTest.described(late), "after " + end + " bytes");
    }
  }

  private static byte[] bytes(String name) throws IOException {
    try (InputStream in = RecordedProgramsTest.class.getResourceAsStream("/terminal/" + name)) {
      return in.readAllBytes();
    }
  }
}
