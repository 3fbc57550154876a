package com.mas.realtime.terminal.host;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.mas.bus.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Shows who watches and who may type, and takes the commands about it: {@code g 2} gives the keyboard to the second,
 * {@code n 2} says no, {@code r} takes it back, {@code q} ends the session.
 */
final class Menu {
  private static final int GRANT_SECONDS = 600;

  private final Consumer<Map<String, ?>> relay;
  private final Runnable end;
  private String typist = "";
  private JsonNode state = MissingNode.getInstance();

  Menu(Consumer<Map<String, ?>> relay, Runnable end) {
    this.relay = relay;
    this.end = end;
  }

  synchronized void state(JsonNode now) {
    if (now.path("holder").isNull()) {
      typist = "";
    }
    state = now;
  }

  synchronized void typing(String name) {
    typist = clean(name);
  }

  /** One line. */
  synchronized String summary() {
    List<String> asking = new ArrayList<>();
    state.path("watchers").forEach(watcher -> {
      if (isAsking(watcher)) {
        asking.add(name(watcher));
      }
    });
    int count = state.path("watchers").size();
    return count + (count == 1 ? " watches" : " watch") + (typist.isEmpty() ? "" : "; " + typist + " types")
        + (asking.isEmpty() ? "" : "; " + String.join(", ", asking) + " would like the keyboard")
        + (state.has("recordingStopped") ? "; not recorded: " + clean(state.path("recordingStopped").asText())
            : state.has("recordingGaps") ? "; " + clean(state.path("recordingGaps").asText()) : "");
  }

  synchronized String list() {
    StringBuilder text = new StringBuilder(summary()).append('\n');
    int number = 1;
    for (JsonNode watcher : state.path("watchers")) {
      text.append("  ").append(number++).append("  ").append(name(watcher)).append("  ")
          .append(watcher.path("mode").asText())
          .append(isHolder(watcher) ? "  HAS THE KEYBOARD" : isAsking(watcher) ? "  asks for the keyboard" : "")
          .append('\n');
    }
    return text.append("g N: give the keyboard   n N: say no   r: take it back   q: end the session\n").toString();
  }

  /** Runs a command; returns whether it was understood. */
  synchronized boolean command(String line) {
    String[] words = line.strip().split("\\s+");
    switch (words[0]) {
      case "g", "n" -> {
        String id = words.length < 2 || !words[1].matches("\\d{1,3}") ? ""
            : state.path("watchers").path(Integer.parseInt(words[1]) - 1).path("id").asText();
        if (id.isEmpty()) {
          return false;
        }
        relay.accept(words[0].equals("g") ? Map.of("type", "grant", "viewer", id, "seconds", GRANT_SECONDS)
            : Map.of("type", "deny", "viewer", id));
      }
      case "r" -> relay.accept(Map.of("type", "revoke"));
      case "q" -> end.run();
      default -> {
        return false;
      }
    }
    return true;
  }

  private static String name(JsonNode watcher) {
    return clean(watcher.path("name").asText());
  }

  /** Names go to a terminal. */
  private static String clean(String text) {
    String name = text.replaceAll("\\p{Cntrl}", "");
    return Text.isVisible(name) ? name : "a viewer";
  }

  private boolean isAsking(JsonNode watcher) {
    for (JsonNode id : state.path("asking")) {
      if (id.equals(watcher.path("id"))) {
        return true;
      }
    }
    return false;
  }

  private boolean isHolder(JsonNode watcher) {
    return state.path("holder").equals(watcher.path("id"));
  }
}
