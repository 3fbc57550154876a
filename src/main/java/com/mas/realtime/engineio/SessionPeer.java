package com.mas.realtime.engineio;

import java.nio.charset.StandardCharsets;

/** Joins a WebSocket of this node with its session, which may live on another event loop. */
final class SessionPeer implements WebSocketHandler.Peer {
  private final EngineSession session;
  private final Transport transport;
  private boolean probed; // begins as an upgrade: "2probe", then "5"
  private boolean established;

  private SessionPeer(EngineSession session, Transport transport, boolean established) {
    this.session = session;
    this.transport = transport;
    this.established = established;
  }

  static SessionPeer established(EngineSession session, Transport transport) {
    return new SessionPeer(session, transport, true);
  }

  static SessionPeer probing(EngineSession session, Transport transport) {
    return new SessionPeer(session, transport, false);
  }

  @Override
  public void text(byte[] packet) {
    if (session.isOnItsLoop()) {
      take(packet);
    } else {
      session.execute(() -> take(packet));
    }
  }

  private void take(byte[] packet) {
    if (established) {
      session.text(packet, 0, packet.length);
    } else {
      handshake(packet);
    }
  }

  private void handshake(byte[] packet) {
    if (Probe.isProbe(packet) && !probed) {
      probed = true;
      transport.send(Probe.ANSWER);
      session.endPollSoon();
    } else if (Probe.isUpgrade(packet) && probed && session.upgraded(transport)) {
      established = true;
    } else {
      session.probeFailed(transport);
      transport.close(Probe.REFUSED, "");
    }
  }

  @Override
  public void binary(byte[] content) {
    session.execute(() -> {
      if (established) {
        session.binary(content);
      } else {
        session.probeFailed(transport);
        transport.close(Probe.REFUSED, "");
      }
    });
  }

  @Override
  public void gone(CloseReason reason) {
    session.execute(() -> session.websocketGone(transport, reason));
  }

  /** The words of the change from polling to a WebSocket. */
  static final class Probe {
    static final Message ANSWER = Message.packet('3', "probe");
    static final int REFUSED = 1000;

    private Probe() {}

    static boolean isProbe(byte[] packet) {
      return new String(packet, StandardCharsets.ISO_8859_1).equals("2probe");
    }

    static boolean isUpgrade(byte[] packet) {
      return packet.length == 1 && packet[0] == '5';
    }
  }
}
