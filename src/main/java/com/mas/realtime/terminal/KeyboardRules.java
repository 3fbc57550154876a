package com.mas.realtime.terminal;

import com.mas.realtime.terminal.TerminalContract.LinkMode;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.UUID;

/**
 * Decides who may type besides the host. The keyboard has one holder at a time, by the host's grant and until a time;
 * viewers of an {@code ask} link may ask for it. Viewers of a {@code write} link type without it: that is what the host
 * gave them the link for.
 */
final class KeyboardRules {
  private static final int MOST_ASKING = 20;

  /** @param holder null while nobody has it; {@code until} epoch milliseconds */
  record Keyboard(UUID holder, long until, Set<UUID> asking) {
    static final Keyboard FREE = new Keyboard(null, 0, Set.of());
  }

  private KeyboardRules() {}

  static boolean mayType(Keyboard keyboard, UUID viewer, LinkMode mode, long now) {
    return mode == LinkMode.WRITE || mode == LinkMode.ASK && viewer.equals(keyboard.holder) && now < keyboard.until;
  }

  static Keyboard ask(Keyboard keyboard, UUID viewer, LinkMode mode) {
    if (mode != LinkMode.ASK || viewer.equals(keyboard.holder) || keyboard.asking.size() >= MOST_ASKING) {
      return keyboard;
    }
    Set<UUID> asking = new LinkedHashSet<>(keyboard.asking);
    asking.add(viewer);
    return new Keyboard(keyboard.holder, keyboard.until, asking);
  }

  /** Takes it from whoever had it. */
  static Keyboard grant(Keyboard keyboard, UUID viewer, LinkMode mode, long until) {
    return mode != LinkMode.ASK ? keyboard : new Keyboard(viewer, until, without(keyboard, viewer));
  }

  /** Passes the keyboard from its holder to another viewer, for what is left of its time. */
  static Keyboard pass(Keyboard keyboard, UUID from, UUID to, LinkMode mode) {
    return from.equals(keyboard.holder) ? grant(keyboard, to, mode, keyboard.until) : keyboard;
  }

  static Keyboard revoke(Keyboard keyboard) {
    return new Keyboard(null, 0, keyboard.asking);
  }

  /** No to who asks, the keyboard back from who gives it up or has left. */
  static Keyboard drop(Keyboard keyboard, UUID viewer) {
    boolean held = viewer.equals(keyboard.holder);
    return new Keyboard(held ? null : keyboard.holder, held ? 0 : keyboard.until, without(keyboard, viewer));
  }

  static Keyboard expire(Keyboard keyboard, long now) {
    return keyboard.holder != null && now >= keyboard.until ? revoke(keyboard) : keyboard;
  }

  static Keyboard ofThoseHere(Keyboard keyboard, Collection<UUID> here) {
    Set<UUID> asking = new LinkedHashSet<>(keyboard.asking);
    asking.retainAll(here);
    boolean held = keyboard.holder != null && here.contains(keyboard.holder);
    return new Keyboard(held ? keyboard.holder : null, held ? keyboard.until : 0, asking);
  }

  private static Set<UUID> without(Keyboard keyboard, UUID viewer) {
    Set<UUID> asking = new LinkedHashSet<>(keyboard.asking);
    asking.remove(viewer);
    return asking;
  }
}
