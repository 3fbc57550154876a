package com.mas.realtime.socketio;

import com.mas.realtime.engineio.EngineSession;
import com.mas.realtime.engineio.Message;
import java.util.List;
import java.util.function.Supplier;

/** A packet ready for any number of clients: its text, and the binary content that follows it. */
final class Encoded {
  private final Message head;
  private final List<Message> attachments;
  /** Makes the packet without the position; null where it has none. */
  private final Supplier<Encoded> plain;
  /** Null until somebody needs it; two threads may both make it, the same. */
  private volatile Encoded made;

  /** @param plain makes the packet for clients that do not recover sessions; null if it is this one */
  Encoded(Message head, List<Message> attachments, Supplier<Encoded> plain) {
    this.head = head;
    this.attachments = attachments;
    this.plain = plain;
  }

  static Encoded text(String packet) {
    return new Encoded(Message.text(packet), List.of(), null);
  }

  Message head() {
    return head;
  }

  List<Message> attachments() {
    return attachments;
  }

  /** Returns the packet for clients that do not recover sessions: without the position after its arguments. */
  Encoded plain() {
    if (plain == null) {
      return this;
    }
    Encoded known = made;
    if (known == null) {
      known = plain.get();
      made = known;
    }
    return known;
  }

  /** Sends all parts on the session's loop, so that nothing comes between them. */
  void sendTo(EngineSession session) {
    session.send(head);
    for (int i = 0; i < attachments.size(); i++) {
      session.send(attachments.get(i));
    }
  }
}
