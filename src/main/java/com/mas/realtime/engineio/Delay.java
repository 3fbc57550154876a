package com.mas.realtime.engineio;

/** A deadline of a session's; cheap to set and to cancel, exact to some hundredths of the heartbeat. */
public final class Delay extends Wheel.Timer {
  private final Wheel wheel;
  private final Runnable task;

  Delay(Wheel wheel, Runnable task) {
    this.wheel = wheel;
    this.task = task;
  }

  /** Cancels the delay. Called on the session's loop. */
  public void cancel() {
    wheel.clear(this);
  }

  @Override
  void expired(long now) {
    task.run();
  }
}
