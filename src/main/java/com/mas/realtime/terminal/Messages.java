package com.mas.realtime.terminal;

import com.mas.bus.Json;
import com.mas.realtime.terminal.KeyboardRules.Keyboard;
import com.mas.realtime.terminal.TerminalContract.Admission;
import com.mas.realtime.terminal.TerminalContract.NotRecorded;
import com.mas.realtime.terminal.screen.Screen;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Control messages of {@code terminal.v1} that the server sends. */
final class Messages {
  private Messages() {}

  /** The first that a viewer gets. */
  static String hello(Admission about, Watcher watcher, Screen screen) {
    return Json.write(Map.of("type", "hello", "you", watcher.id(), "mode", watcher.mode(), "title", about.title(),
        "columns", screen.columns(), "lines", screen.lines(), "recording", about.recordingId() != null));
  }

  static String size(int columns, int lines) {
    return Json.write(Map.of("type", "size", "columns", columns, "lines", lines));
  }

  /** Tells the host who types from now on: each keystroke is by the person who was named last. */
  static String typing(Watcher watcher) {
    return Json.write(Map.of("type", "typing", "viewer", watcher.id(), "name", watcher.name()));
  }

  /** Everything that is not on the screen, to the host and all viewers, soon after any of it changes. */
  static String state(boolean hostIsHere, List<Watcher> watchers, Keyboard keyboard, boolean recorded,
      NotRecorded stopped, boolean gaps) {
    Map<String, Object> state = new LinkedHashMap<>();
    state.put("type", "state");
    state.put("host", hostIsHere ? "here" : "away");
    state.put("watchers", watchers);
    state.put("holder", keyboard.holder());
    state.put("until", keyboard.until());
    state.put("asking", keyboard.asking());
    state.put("recording", !recorded ? "off" : stopped == null ? "on" : "stopped");
    if (stopped != null) {
      state.put("recordingStopped", stopped.message());
    }
    if (gaps) {
      state.put("recordingGaps", "More was written than may be recorded at once. The recording lacks parts of it.");
    }
    return Json.write(state);
  }
}
