package com.mas.realtime.terminal.screen;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.testkit.Alone;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A screen is drawn on an event loop that others share: no host may keep it busy with few bytes. */
@Alone
class ScreenCostTest {
  /** Most bytes that wait before they are drawn in one go. */
  private static final int WAITS = 256 << 10;
  private static final Duration LIMIT = Duration.ofSeconds(5);

  @ParameterizedTest
  @ValueSource(strings = {"\033[2J", "\033[J", "\033[?2J", "\033[1\"q\033[?2J", "\033#8", "a\033[99999b", "\033[999L",
      "\033[999M", "\033[999S", "\033[999T", "\033[?3h", "\033[?3;3;3;3;3;3;3;3;3;3;3;3;3;3;3;3;3;3h", "\033c",
      "\033[?1049h\033[?1049l", "\033[?47h\033[?47l", "\033[999@", "\033[999P", "\033[999X", "\033[2K", "\033[?2K",
      "\033[999I", "\033[999Z", "\n", "\033M", "\u0301", "字", "\033]8;;https://learner.example/\033\\x",
      "\033[;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;m", "\033]", "\033P", "\033[!p", "\033[3J\n", "\033H\033[3g"})
  void noSequenceMakesFewBytesCostMuchTime(String piece) {
    byte[] input = piece.repeat(WAITS / piece.getBytes(StandardCharsets.UTF_8).length).getBytes(StandardCharsets.UTF_8);
    Screen screen = new Screen(1000, 500, 1000);
    screen.write(input, 0, 100);
    long began = System.nanoTime();
    screen.write(input, 0, input.length);
    screen.dump();
    Duration took = Duration.ofNanos(System.nanoTime() - began);
    assertTrue(took.compareTo(LIMIT) < 0, "took " + took.toMillis() + " ms");
  }

  @Test
  void whoClearsTheScreenAgainAndAgainAsProgramsDoIsAlwaysObeyed() {
    Screen screen = new Screen(120, 40, 100);
    byte[] frame = ("\033[H\033[2J" + "top - 12:00:01 up 3 days, load average: 0.10\r\n".repeat(8))
        .getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < 2000; i++) {
      screen.write(frame, 0, frame.length);
    }
    byte[] clear = "\033[2J".getBytes(StandardCharsets.UTF_8);
    screen.write(clear, 0, clear.length);
    assertEquals(' ', screen.grid.rows[0].cells[0]);
  }
}
