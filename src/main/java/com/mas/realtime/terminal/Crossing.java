package com.mas.realtime.terminal;

import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.List;

/**
 * Between a session's event loop and that of some of its sockets, there and back: what is to be done on the other side,
 * in order. Much goes over at once, since each time a loop has to be woken up costs as much as writing some kilobytes.
 */
final class Crossing {
  private final EventLoop home;
  private final EventLoop there;
  private final Runnable arrived;
  /** Of the session's loop. */
  private List<Runnable> going = new ArrayList<>();
  /** Of the other, like the one below. */
  private List<Runnable> coming = new ArrayList<>();
  private boolean working;

  /** @param arrived run at home after what has come back */
  Crossing(EventLoop home, EventLoop there, Runnable arrived) {
    this.home = home;
    this.there = there;
    this.arrived = arrived;
  }

  /** At home; it goes with the next {@link #depart}, or by itself soon. */
  void go(Runnable task) {
    if (going.isEmpty()) {
      home.execute(this::depart);
    }
    going.add(task);
  }

  void depart() {
    if (!going.isEmpty()) {
      List<Runnable> all = going;
      going = new ArrayList<>();
      there.execute(() -> {
        working = true;
        all.forEach(Runnable::run);
        working = false;
        comeBack();
      });
    }
  }

  /** On the other side. */
  void back(Runnable task) {
    coming.add(task);
    if (!working) {
      comeBack();
    }
  }

  private void comeBack() {
    if (!coming.isEmpty()) {
      List<Runnable> all = coming;
      coming = new ArrayList<>();
      home.execute(() -> {
        all.forEach(Runnable::run);
        arrived.run();
      });
    }
  }
}
