package com.mas.realtime.terminal;

import com.mas.realtime.terminal.TerminalContract.Admission;
import com.mas.realtime.terminal.TerminalContract.Ending;
import com.mas.realtime.terminal.TerminalContract.NotRecorded;
import com.mas.realtime.terminal.screen.Screen;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A shared terminal on this node: its log, its screen, those who read it. All on one event loop, which {@link #run}
 * brings others to. With the host on this node it decides who may type; with the host on another it repeats what that
 * node says.
 */
final class Session {
  private static final int SCROLLBACK = 500;
  private static final int COLUMNS = 80;
  private static final int LINES = 24;
  private static final long IDLE_MS = 5000;
  private static final long STATE_MS = 100;

  final UUID id;
  final Admission about;
  final EventLoop home;
  private final TerminalRelay relay;
  private final Log log;
  private final byte[] scratch = Batch.scratch();
  private final Audience viewers = new Audience();
  private final SessionNodes peers;
  private final Map<EventLoop, Crossing> crossings = new ConcurrentHashMap<>();
  private HostSocket host;
  private final Tape tape;
  private final SharedKeyboard keyboard = new SharedKeyboard(this);
  private long written;
  private boolean stateScheduled;
  private boolean trimScheduled;
  private long hostGoneSince;
  private boolean over;

  Session(TerminalRelay relay, Admission about, EventLoop home) {
    this.relay = relay;
    this.id = about.sessionId();
    this.about = about;
    this.home = home;
    this.log = new Log(new Screen(COLUMNS, LINES, SCROLLBACK), relay.backlog());
    this.peers = new SessionNodes(this, relay.cluster());
    this.hostGoneSince = relay.now();
    this.tape = new Tape(this, relay, () -> log.screen(scratch));
  }

  void run(Runnable task) {
    if (home.inEventLoop()) {
      task.run();
    } else {
      home.execute(task);
    }
  }

  /** Returns the way to another event loop; null for its own. */
  Crossing crossing(EventLoop loop) {
    return loop == home ? null : crossings.computeIfAbsent(loop, there -> new Crossing(home, there, this::depart));
  }

  private void depart() {
    crossings.values().forEach(Crossing::depart);
  }

  long now() {
    return relay.now();
  }

  boolean isOver() {
    return over;
  }

  boolean isOwner() {
    return host != null;
  }

  long written() {
    return written;
  }

  Log log() {
    return log;
  }

  SessionNodes peers() {
    return peers;
  }

  Collection<Watcher> viewersHere() {
    return viewers.watchers();
  }

  /** Returns whether there is neither host nor viewer here, nor anything to keep. */
  boolean isIdle() {
    return over || relay.now() - hostGoneSince > IDLE_MS && host == null && viewersHere().isEmpty()
        && !isWaitingForHost();
  }

  private boolean isWaitingForHost() {
    return !log.screen(scratch).isUntouched() && !peers.isFollowing()
        && relay.now() - hostGoneSince < relay.hostGoneMillis();
  }

  void join(Watcher watcher, Outlet outlet) {
    Screen screen = log.screen(scratch);
    Reader reader = new Reader(this, log, outlet, false);
    if (outlet.takesMessages()) {
      reader.say(Frames.text(Messages.hello(about, watcher, screen)));
    }
    viewers.add(watcher, reader);
    if (!screen.isUntouched()) {
      reader.resync();
    }
    watchersChanged();
    peers.follow();
  }

  void leave(Watcher watcher) {
    if (viewers.remove(watcher)) {
      keyboard.drop(watcher.id());
      watchersChanged();
      trim();
    }
  }

  void closeLink(UUID link) {
    viewers.closeLink(link);
  }

  private void watchersChanged() {
    if (host == null) {
      peers.tellWatchers(viewers.watchers());
    }
    stateChanged();
  }

  /** Keystrokes of a viewer, here or on another node; nothing happens when it may not type. */
  void type(Watcher watcher, byte[] bytes) {
    if (host == null) {
      peers.type(watcher, bytes);
    } else if (keyboard.mayType(watcher)) {
      if (keyboard.isNewTypist(watcher)) {
        host.say(Messages.typing(watcher));
      }
      tape.input(watcher.name(), bytes);
      host.type(bytes);
      depart();
    }
  }

  void ask(Watcher watcher) {
    if (host == null) {
      peers.tell(watcher, "ask", null);
    } else {
      keyboard.ask(watcher);
    }
  }

  void giveUp(Watcher watcher) {
    if (host == null) {
      peers.tell(watcher, "release", null);
    } else {
      keyboard.drop(watcher.id());
    }
  }

  /** Passes the keyboard on from its holder. */
  void pass(Watcher from, UUID to) {
    if (host == null) {
      peers.tell(from, "pass", to);
    } else {
      watcher(to, other -> keyboard.pass(from, other));
    }
  }

  /** The newest host wins: an older connection may be a dead one that nobody has noticed. */
  void attach(HostSocket socket) {
    if (host != null) {
      host.close(Closing.TAKEN_OVER, "another host has connected");
    }
    host = socket;
    peers.own();
    relay.startRecording(this);
    stateChanged();
  }

  void detach(HostSocket socket, boolean ended) {
    if (host != socket) {
      return;
    }
    hostIsGone();
    if (ended) {
      relay.end(this, Ending.HOST_LEFT);
    }
  }

  void lookForHost() {
    relay.lookForHost(this);
  }

  /** Another node has the host now. */
  void yield(String node) {
    if (host != null) {
      host.close(Closing.TAKEN_OVER, "another host has connected");
      hostIsGone();
    }
    peers.hostIsOn(node);
  }

  private void hostIsGone() {
    host = null;
    hostGoneSince = relay.now();
    keyboard.free();
    tape.hostIsGone();
    peers.disown();
    stateChanged();
  }

  /** @param before seconds that the recording has already; {@code refused} null when it may go on */
  void record(double before, NotRecorded refused) {
    if (refused != null) {
      tape.stop(refused);
    } else if (host != null && !over) {
      tape.start(before);
    }
  }

  /** Output of the terminal, from the host's socket or its node; takes over the batch's reference. */
  void write(Batch batch) {
    if (over) {
      batch.release();
      return;
    }
    tape.output(batch);
    log.add(batch);
    written += batch.size();
    if (batch.columns() > 0) {
      viewers.redraw();
    }
    viewers.pump();
    depart();
    peers.pump();
    if (log.isMuchUndrawn()) {
      home.execute(() -> log.screen(scratch));
    }
    trim();
  }

  void resize(int columns, int lines) {
    Screen screen = log.screen(scratch);
    int width = Math.max(2, Math.min(columns, 1000));
    int height = Math.max(1, Math.min(lines, 500));
    if (screen.columns() != width || screen.lines() != height) {
      write(Batch.size(Messages.size(width, height), width, height));
    }
  }

  /**
   * Carries out the decision of the host, or of the session's owner, on the node with the host.
   *
   * @param seconds null: it is taken back from the viewer, or with a viewer of null from whoever has it
   */
  void decide(UUID viewer, Integer seconds) {
    if (host == null) {
      return;
    }
    if (seconds != null) {
      watcher(viewer, watcher -> keyboard.grant(watcher, seconds));
    } else if (viewer != null) {
      keyboard.drop(viewer);
    } else {
      keyboard.revoke();
    }
  }

  void mark(String label) {
    tape.mark(label);
  }

  /**
   * Returns whether the host should write no faster than it always may: a reader that keeps up lacks much, or none
   * keeps up.
   */
  boolean isHostFast(long now) {
    boolean held = viewers.holdsBack(now) | peers.holdBack(now);
    return held || !viewers.isKeptUpWith() && !peers.isKeptUpWith();
  }

  void taken(Reader reader) {
    reader.pump();
    if (!trimScheduled) {
      trimScheduled = true;
      home.execute(this::scheduledTrim);
    }
  }

  private void scheduledTrim() {
    trimScheduled = false;
    trim();
  }

  private void trim() {
    long least = Math.min(peers.cursor(), viewers.cursor());
    log.forgetBefore(Math.min(least, log.next()));
  }

  ByteBuf screenFrame(boolean messages) {
    return Frames.screen(log.screen(scratch), messages);
  }

  List<Watcher> watchers() {
    List<Watcher> all = new ArrayList<>(viewers.watchers());
    all.addAll(peers.watchers());
    return all;
  }

  void watcher(UUID id, Consumer<Watcher> taker) {
    watchers().stream().filter(watcher -> watcher.id().equals(id)).findFirst().ifPresent(taker);
  }

  void stateChanged() {
    if (!stateScheduled && !over) {
      stateScheduled = true;
      home.schedule(this::tellState, STATE_MS, TimeUnit.MILLISECONDS);
    }
  }

  private void tellState() {
    stateScheduled = false;
    if (over || peers.isFollowing()) {
      return; // the host's node tells it
    }
    List<Watcher> watchers = watchers();
    String json = Messages.state(host != null, watchers, keyboard.ofThoseHere(watchers),
        about.recordingId() != null, tape.stopped(), tape.hasGaps());
    if (host != null) {
      host.say(json);
    }
    write(Batch.message(json));
  }

  /** Every few seconds. */
  void tick() {
    peers.tick();
    if (host == null && !over && !peers.isFollowing()) {
      peers.follow();
      if (relay.now() - hostGoneSince >= relay.hostGoneMillis()
          && !(viewers.watchers().isEmpty() && log.screen(scratch).isUntouched())) {
        relay.end(this, Ending.HOST_GONE);
      }
    } else if (peers.isFollowing()) {
      hostGoneSince = relay.now();
    }
    if (!over && relay.now() >= about.expiresAt().toEpochMilli()) {
      relay.end(this, Ending.EXPIRED);
    }
  }

  void over(Closing why, String reason) {
    if (over) {
      return;
    }
    over = true;
    tape.flush();
    if (host != null) {
      host.close(why, reason);
    }
    viewers.close(why, reason);
    peers.close();
    home.schedule(log::close, 1, TimeUnit.SECONDS);
  }
}
