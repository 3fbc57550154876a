package com.mas.realtime.terminal;

import com.mas.realtime.terminal.KeyboardRules.Keyboard;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** The keyboard of a session whose host is on this node. Of the session's event loop. */
final class SharedKeyboard {
  private static final long MOST_GRANT_SECONDS = 3600;

  private final Session session;
  private Keyboard state = Keyboard.FREE;
  /** Person whose keystrokes the host got last. */
  private UUID typist;

  SharedKeyboard(Session session) {
    this.session = session;
  }

  Keyboard ofThoseHere(List<Watcher> watchers) {
    state = KeyboardRules.ofThoseHere(state, watchers.stream().map(Watcher::id).toList());
    return state;
  }

  /** A host that connects begins with it. */
  void free() {
    state = Keyboard.FREE;
    typist = null;
  }

  boolean mayType(Watcher watcher) {
    return KeyboardRules.mayType(state, watcher.id(), watcher.mode(), session.now());
  }

  /** Returns whether somebody else typed before. */
  boolean isNewTypist(Watcher watcher) {
    boolean another = !watcher.id().equals(typist);
    typist = watcher.id();
    return another;
  }

  void ask(Watcher watcher) {
    set(KeyboardRules.ask(state, watcher.id(), watcher.mode()));
  }

  /** No to who asks, the keyboard back from who has it. */
  void drop(UUID viewer) {
    set(KeyboardRules.drop(state, viewer));
  }

  void pass(Watcher from, Watcher to) {
    set(KeyboardRules.pass(state, from.id(), to.id(), to.mode()));
  }

  void revoke() {
    set(KeyboardRules.revoke(state));
  }

  void grant(Watcher viewer, long seconds) {
    long time = 1000 * Math.max(1, Math.min(seconds, MOST_GRANT_SECONDS));
    set(KeyboardRules.grant(state, viewer.id(), viewer.mode(), session.now() + time));
    session.home.schedule(() -> set(KeyboardRules.expire(state, session.now())), time + 5, TimeUnit.MILLISECONDS);
  }

  private void set(Keyboard changed) {
    if (!changed.equals(state)) {
      state = changed;
      session.stateChanged();
    }
  }
}
