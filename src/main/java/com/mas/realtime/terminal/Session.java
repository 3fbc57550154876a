package com.mas.realtime.terminal;

import com.mas.realtime.terminal.KeyboardRules.Keyboard;
import com.mas.realtime.terminal.TerminalContract.Admission;
import com.mas.realtime.terminal.TerminalContract.Ending;
import com.mas.realtime.terminal.screen.Screen;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * A shared terminal on this node: its log, its screen, those who read it. All on one event loop, which {@link #run}
 * brings others
 * to. With the host on this node it decides who may type; with the host on another it repeats what that node says.
 */
final class Session {
  private static final int SCROLLBACK = 500;
  private static final int COLUMNS = 80;
  private static final int LINES = 24;
  private static final long IDLE_MS = 5000;
  private static final long STATE_MS = 100;
  private static final long MOST_GRANT_SECONDS = 3600;

  final UUID id;
  final Admission about;
  final EventLoop home;
  private final TerminalRelay relay;
  private final Log log;
  private final byte[] scratch = Batch.scratch();
  private final Map<Watcher, Reader> viewers = new LinkedHashMap<>();
  private final Peers peers;
  private HostSocket host;
  private Recorder recorder;
  private Keyboard keyboard = Keyboard.FREE;
  private long written;
  private boolean stateScheduled;
  private long hostGoneSince;
  private boolean over;

  Session(TerminalRelay relay, Admission about, EventLoop home) {
    this.relay = relay;
    this.id = about.sessionId();
    this.about = about;
    this.home = home;
    this.log = new Log(new Screen(COLUMNS, LINES, SCROLLBACK));
    this.peers = new Peers(this, relay.cluster());
    this.hostGoneSince = relay.now();
  }

  void run(Runnable task) {
    if (home.inEventLoop()) {
      task.run();
    } else {
      home.execute(task);
    }
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

  Peers peers() {
    return peers;
  }

  Collection<Watcher> viewersHere() {
    return viewers.keySet();
  }

  /** Nobody is here and nothing has to be kept. */
  boolean isIdle() {
    return over || relay.now() - hostGoneSince > IDLE_MS && host == null && viewers.isEmpty() && !isWaitingForHost();
  }

  private boolean isWaitingForHost() {
    return !log.screen(scratch).isUntouched() && !peers.isFollowing()
        && relay.now() - hostGoneSince < relay.hostGoneMillis();
  }

  int viewerCount() {
    return viewers.size();
  }

  void join(Watcher watcher, Outlet outlet) {
    Screen screen = log.screen(scratch);
    Reader reader = new Reader(this, log, outlet, false);
    if (outlet.takesMessages()) {
      reader.say(Frames.text(Messages.hello(about, watcher, screen)));
    }
    viewers.put(watcher, reader);
    if (!screen.isUntouched()) {
      reader.resync();
    }
    watchersChanged();
    peers.follow();
  }

  void leave(Watcher watcher) {
    if (viewers.remove(watcher) != null) {
      keyboard = KeyboardRules.drop(keyboard, watcher.id());
      watchersChanged();
      trim();
    }
  }

  void closeLink(UUID link) {
    viewers.forEach((watcher, reader) -> {
      if (link.equals(watcher.link())) {
        reader.close(Closing.REVOKED, "the link was revoked");
      }
    });
  }

  private void watchersChanged() {
    if (host == null) {
      peers.tellWatchers(viewers.keySet());
    }
    stateChanged();
  }

  /** Keystrokes of a viewer, here or on another node; nothing happens when it may not type. */
  void type(Watcher watcher, byte[] bytes) {
    if (host == null) {
      peers.type(watcher, bytes);
    } else if (KeyboardRules.mayType(keyboard, watcher.id(), watcher.mode(), relay.now())) {
      if (recorder != null) {
        recorder.input(watcher.name(), bytes);
      }
      host.type(bytes);
    }
  }

  void ask(Watcher watcher) {
    changeKeyboard(watcher, "ask", KeyboardRules.ask(keyboard, watcher.id(), watcher.mode()));
  }

  void giveUp(Watcher watcher) {
    changeKeyboard(watcher, "release", KeyboardRules.drop(keyboard, watcher.id()));
  }

  private void changeKeyboard(Watcher watcher, String what, Keyboard changed) {
    if (host == null) {
      peers.tell(watcher, what);
    } else {
      set(changed);
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
    keyboard = Keyboard.FREE;
    if (recorder != null) {
      recorder.flush();
      recorder = null;
    }
    peers.disown();
    stateChanged();
  }

  /** @param before seconds that the recording has already */
  void record(double before) {
    if (host != null && recorder == null && !over) {
      recorder = new Recorder(relay.bus(), about.tenant(), about.recordingId(), home, before);
      Screen screen = log.screen(scratch);
      recorder.size(screen.columns(), screen.lines());
      if (!screen.isUntouched()) {
        Batch now = Batch.output(Frames.binary(screen.dump()));
        recorder.output(now);
        now.release();
      }
    }
  }

  /** Output of the terminal, from the host's socket or its node; takes over the batch's reference. */
  void write(Batch batch) {
    if (over) {
      batch.release();
      return;
    }
    if (recorder != null) {
      recorder.output(batch);
      if (batch.columns() > 0) {
        recorder.size(batch.columns(), batch.lines());
      }
    }
    log.add(batch);
    written += batch.size();
    if (batch.columns() > 0) {
      // not left to xterm.js, which may wrap long lines otherwise than we do
      viewers.values().stream().filter(reader -> reader.outlet.takesMessages()).forEach(Reader::resync);
    }
    viewers.values().forEach(Reader::pump);
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

  void grant(UUID viewer, long seconds) {
    watchers().stream().filter(watcher -> watcher.id().equals(viewer)).findFirst().ifPresent(watcher -> {
      long time = 1000 * Math.max(1, Math.min(seconds, MOST_GRANT_SECONDS));
      set(KeyboardRules.grant(keyboard, viewer, watcher.mode(), relay.now() + time));
      home.schedule(() -> set(KeyboardRules.expire(keyboard, relay.now())), time + 5, TimeUnit.MILLISECONDS);
    });
  }

  void deny(UUID viewer) {
    set(KeyboardRules.drop(keyboard, viewer));
  }

  void revoke() {
    set(KeyboardRules.revoke(keyboard));
  }

  void mark(String label) {
    if (recorder != null) {
      recorder.mark(label);
    }
  }

  private void set(Keyboard changed) {
    if (!changed.equals(keyboard)) {
      keyboard = changed;
      stateChanged();
    }
  }

  /** Whether somebody takes what the host writes as it comes. */
  boolean isKeptUpWith() {
    for (Reader reader : viewers.values()) {
      if (!reader.isSlow()) {
        return true;
      }
    }
    return peers.isKeptUpWith();
  }

  /** Whether a reader that keeps up lacks much. */
  boolean isHostAhead(long now) {
    boolean ahead = peers.holdBack(now);
    for (Reader reader : viewers.values()) {
      ahead |= reader.holdsBack(now);
    }
    return ahead;
  }

  void taken(Reader reader) {
    reader.pump();
    trim();
  }

  private void trim() {
    long least = peers.cursor();
    for (Reader reader : viewers.values()) {
      least = Math.min(least, reader.cursor());
    }
    log.forgetBefore(Math.min(least, log.next()));
  }

  /** The current screen as frames: its size for those who take messages, and what draws it. */
  ByteBuf screenFrame(boolean messages) {
    Screen screen = log.screen(scratch);
    byte[] dump = screen.dump();
    byte[] size = Messages.size(screen.columns(), screen.lines()).getBytes(StandardCharsets.UTF_8);
    ByteBuf frames = Frames.buffer(dump.length + size.length + 2 * Frames.LONGEST_HEADER);
    if (messages) {
      Frames.header(frames, Frames.TEXT, size.length);
      frames.writeBytes(size);
    }
    Frames.header(frames, Frames.BINARY, dump.length);
    return frames.writeBytes(dump);
  }

  List<Watcher> watchers() {
    List<Watcher> all = new ArrayList<>(viewers.keySet());
    all.addAll(peers.watchers());
    return all;
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
    keyboard = KeyboardRules.ofThoseHere(keyboard, watchers.stream().map(Watcher::id).toList());
    String json = Messages.state(host != null, watchers, keyboard);
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
          && !(viewers.isEmpty() && log.screen(scratch).isUntouched())) {
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
    if (recorder != null) {
      recorder.flush();
    }
    if (host != null) {
      host.close(why, reason);
    }
    viewers.values().forEach(reader -> reader.close(why, reason));
    peers.close();
    home.schedule(log::close, 1, TimeUnit.SECONDS);
  }
}
