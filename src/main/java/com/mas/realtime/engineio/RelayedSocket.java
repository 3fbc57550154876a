package com.mas.realtime.engineio;

import java.nio.charset.StandardCharsets;

/** A WebSocket of this node whose session is on another one: frames go to and fro over the bus. */
final class RelayedSocket implements WebSocketHandler.Peer {
  private static final byte[] NOTHING = {};
  private static final int TRY_AGAIN_LATER = 1013;

  private final Relay relay;
  private final String node;
  private final String link;
  private final Pipe toSession;
  private final int maxBuffered;
  private final Runnable nodeGone = () -> cut("the session's node is gone");
  private WebSocketHandler socket;

  RelayedSocket(Relay relay, Loop loop, String node, String link, int maxBuffered) {
    this.relay = relay;
    this.node = node;
    this.link = link;
    this.maxBuffered = maxBuffered;
    this.toSession = relay.pipe(loop, node, Relay.FROM_CLIENT, link, () -> cut("the session's node does not answer"));
  }

  void attach(WebSocketHandler accepted) {
    socket = accepted;
    accepted.peer(this);
    relay.watch(node, nodeGone);
  }

  /** Takes a frame from the session; from any thread, in order. */
  void frame(byte kind, byte[] content) {
    WebSocketHandler to = socket;
    if (to == null) {
      return;
    }
    if (kind == Pipe.END) {
      String[] end = new String(content, StandardCharsets.UTF_8).split(" ", 2);
      to.close(Integer.parseInt(end[0]), end[1]);
    } else {
      to.frame(content);
    }
  }

  @Override
  public void text(byte[] packet) {
    add(Pipe.TEXT, packet);
  }

  @Override
  public void binary(byte[] content) {
    add(Pipe.BINARY, content);
  }

  private void add(byte kind, byte[] content) {
    toSession.add(kind, content, 0, content.length);
    if (toSession.pending() > maxBuffered) {
      cut("too much at once");
    }
  }

  @Override
  public void gone(CloseReason reason) {
    relay.unlink(link, node, nodeGone);
    add(Pipe.END, NOTHING);
  }

  private void cut(String why) {
    if (socket != null) {
      socket.close(TRY_AGAIN_LATER, why);
    }
  }
}
