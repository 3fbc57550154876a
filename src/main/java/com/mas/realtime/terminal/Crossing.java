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
  /** Tasks that go to the other loop; used on the session's loop. */
  private List<Runnable> going = new ArrayList<>();
  /** Tasks that come back; used on the other loop, like the field below. */
  private List<Runnable> coming = new ArrayList<>();
  private boolean working;

  /** @param arrived run at home after what has come back */
  Crossing(EventLoop home, EventLoop there, Runnable arrived) {
    this.home = home;
    this.there = there;
    this.arrived = arrived;
  }

  /** Sends a task from the session's loop; it goes with the next {@link #depart}, or by itself soon. */
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

  /** Sends a task back, on the other loop. */
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
