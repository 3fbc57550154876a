package com.mas.realtime.terminal;

import com.mas.realtime.terminal.TerminalContract.NotRecorded;
import com.mas.realtime.terminal.screen.Screen;
import java.util.function.Supplier;

/** A session's recording on the node with its host: one recorder from host to host. Of the session's event loop. */
final class Tape {
  private final Session session;
  private final TerminalRelay relay;
  private final Supplier<Screen> screen;
  private Recorder recorder;
  /** Recorder of the host that has gone: the next one's events come after its. */
  private Recorder earlier;
  /** Says why nothing is recorded although it should be; null while it is. */
  private NotRecorded stopped;
  /** True when parts of what was written are not recorded. */
  private boolean gaps;

  Tape(Session session, TerminalRelay relay, Supplier<Screen> screen) {
    this.session = session;
    this.relay = relay;
    this.screen = screen;
  }

  /** Begins, or goes on, with what is on the screen. */
  void start(double before) {
    if (recorder != null && stopped == null) {
      return; // it goes on for the host that has taken over
    }
    earlier = recorder == null ? earlier : recorder;
    if (stopped != null) {
      stopped = null;
      session.stateChanged();
    }
    if (earlier == null) {
      recorder = new Recorder(relay.bus(), session.about, session.home, relay.recorded(),
          () -> screen.get().dump(), this::leftOut, this::stop, before);
    } else {
      recorder = earlier;
      recorder.resume(before);
    }
    Screen now = screen.get();
    recorder.size(now.columns(), now.lines());
    if (!now.isUntouched()) {
      Batch drawn = Batch.output(Frames.binary(now.dump()));
      recorder.output(drawn);
      drawn.release();
    }
  }

  /** Ends before the session does, which goes on. */
  void stop(NotRecorded why) {
    stopped = why;
    session.stateChanged();
  }

  private void leftOut() {
    if (!gaps) {
      gaps = true;
      session.stateChanged();
    }
  }

  NotRecorded stopped() {
    return stopped;
  }

  boolean hasGaps() {
    return gaps;
  }

  void output(Batch batch) {
    if (recorder != null) {
      recorder.output(batch);
      if (batch.columns() > 0) {
        recorder.size(batch.columns(), batch.lines());
      }
    }
  }

  void input(String who, byte[] typed) {
    if (recorder != null) {
      recorder.input(who, typed);
    }
  }

  void mark(String label) {
    if (recorder != null) {
      recorder.mark(label);
    }
  }

  void flush() {
    if (recorder != null) {
      recorder.flush();
    }
  }

  void hostIsGone() {
    if (recorder != null) {
      recorder.flush();
      earlier = recorder;
      recorder = null;
    }
  }
}
