package com.mas.realtime.terminal;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** The viewers of a session that are on this node. Of the session's event loop. */
final class Audience {
  private final Map<Watcher, Reader> viewers = new LinkedHashMap<>();

  Set<Watcher> watchers() {
    return viewers.keySet();
  }

  void add(Watcher watcher, Reader reader) {
    viewers.put(watcher, reader);
  }

  boolean remove(Watcher watcher) {
    return viewers.remove(watcher) != null;
  }

  void pump() {
    viewers.values().forEach(Reader::pump);
  }

  /** Redraws after another size: not left to xterm.js, which may wrap long lines otherwise than we do. */
  void redraw() {
    viewers.values().stream().filter(reader -> reader.outlet.takesMessages()).forEach(Reader::redraw);
  }

  boolean isKeptUpWith() {
    for (Reader reader : viewers.values()) {
      if (!reader.isSlow()) {
        return true;
      }
    }
    return false;
  }

  boolean holdsBack(long now) {
    boolean held = false;
    for (Reader reader : viewers.values()) {
      held |= reader.holdsBack(now); // each of them: they remember how they get on
    }
    return held;
  }

  /** The place in the log of the slowest. */
  long cursor() {
    long least = Long.MAX_VALUE;
    for (Reader reader : viewers.values()) {
      least = Math.min(least, reader.cursor());
    }
    return least;
  }

  void closeLink(UUID link) {
    viewers.forEach((watcher, reader) -> {
      if (link.equals(watcher.link())) {
        reader.close(Closing.REVOKED, "the link was revoked");
      }
    });
  }

  void close(Closing why, String reason) {
    viewers.values().forEach(reader -> reader.close(why, reason));
  }
}
