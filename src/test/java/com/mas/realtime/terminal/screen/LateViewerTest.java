package com.mas.realtime.terminal.screen;

import static org.junit.jupiter.api.Assertions.assertFalse;

import com.mas.bus.Json;
import com.mas.testkit.NodeJs;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compares two viewers that run xterm.js itself: one was there from the beginning, the other came later. */
class LateViewerTest {
  private static final int RANDOM = 400;
  private static final int SECONDS = 120;
  /** Sequences that programs really send, with what they did to late viewers. */
  private static final Map<String, String> KNOWN = Map.of(
      "REP",
      "ab\033[3bc\033[1m\033[4b \033[31me\u0301\033[2b\r\n日\033[9b"
          + "\033[4hx\033[2b\033[3D\033[2by\033[4l\033[70bz\033[9b",
      "REP after the edge", "\033[1;38Habc\033[2b\r\n\033[2;40Hx\n\033[3by\033#8\033[44;1H\033[41mx\033[2T\033[99b",
      "tput init", "line one\r\nline two\r\n$ \033[!p\033[?3;4l\033[4l\033>after",
      "132 columns and back", "one\r\ntwo\033[?3h three \033[?3l four",
      "left the alternate screen twice",
      "$ \0337\033[?1049hfull screen\033[?1049lthread 'main' panicked\r\n\033[?1049lError: boom",
      "entered the alternate screen twice", "$ ab\033[?1049hone\033[?1049h two\033[?1049lthree",
      "the old alternate screen", "$ ab\033[?47hone\033[?47l two\033[?1047hthree\033[?1047l four");

  private final List<Map<String, Object>> cases = new ArrayList<>();
  @TempDir private Path folder;

  @Test
  void whoComesLateSeesWhatIsThere() throws Exception {
    KNOWN.forEach((name, text) -> {
      byte[] input = text.getBytes(StandardCharsets.UTF_8);
      for (int cut = 0; cut <= input.length; cut++) {
        add(name, 40, 10, input, cut);
      }
    });
    byte[] marks = "e\u0301 a\u0308\u0323 \u0928\u092e\u0938\u094d\u0924\u0947 \ud83d\ude00"
        .getBytes(StandardCharsets.UTF_8);
    add("marks", 40, 10, marks, marks.length);
    compare();
  }

  @Test
  void whoComesLateSeesWhatRealProgramsDrew() throws Exception {
    for (String program : List.of("vim", "less", "gitlog", "shell", "htop", "tmux")) {
      byte[] recording;
      try (InputStream in = LateViewerTest.class.getResourceAsStream("/terminal/" + program + ".bytes")) {
        recording = in.readAllBytes();
      }
      Random random = new Random(program.hashCode());
      for (int i = 0; i < 20; i++) {
        add(program, 80, 24, recording, random.nextInt(recording.length + 1));
      }
    }
    compare();
  }

  @Test
  void whoComesLateSeesWhatAnythingDrew() throws Exception {
    for (int seed = 0; seed < RANDOM; seed++) {
      Random random = new Random(seed);
      // one character in place of two: a mark that stands alone at the left edge is drawn by its history only
      byte[] input = new String(ScreenLawsTest.input(random, 1 + random.nextInt(40)), StandardCharsets.UTF_8)
          .replace("e\u0301", "\u00e9").getBytes(StandardCharsets.UTF_8);
      add("seed " + seed, 12, 5, input, random.nextInt(input.length + 1));
    }
    compare();
  }

  private void add(String name, int columns, int lines, byte[] input, int cut) {
    Screen screen = new Screen(columns, lines, 200);
    screen.write(input, 0, cut);
    cases.add(Map.of("name", name, "columns", columns, "lines", lines, "before", base64(Arrays.copyOf(input, cut)),
        "dump", base64(screen.dump()), "after", base64(Arrays.copyOfRange(input, cut, input.length))));
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  private void compare() throws Exception {
    Path file = folder.resolve("cases.json");
    Files.write(file, Json.write(cases).getBytes(StandardCharsets.UTF_8));
    assertFalse(cases.isEmpty());
    NodeJs.run(SECONDS, Map.of(), "node", "screens.mjs", file.toString());
  }
}
