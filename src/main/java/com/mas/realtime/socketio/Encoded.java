package com.mas.realtime.socketio;

import com.mas.realtime.engineio.EngineSession;
import com.mas.realtime.engineio.Message;
import java.util.List;

/** A packet ready for any number of clients: its text, and the binary content that follows it. */
record Encoded(Message head, List<Message> attachments) {
  static Encoded text(String packet) {
    return new Encoded(Message.text(packet), List.of());
  }

  /** Sends all parts on the session's loop, so that nothing comes between them. */
  void sendTo(EngineSession session) {
    session.send(head);
    for (int i = 0; i < attachments.size(); i++) {
      session.send(attachments.get(i));
    }
  }
}
