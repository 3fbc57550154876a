package com.mas.realtime.socketio;

/** Answers an event; does nothing if the client asked for no answer, or has got one, or is gone. */
@FunctionalInterface
public interface Ack {
  Ack NONE = arguments -> {};

  void send(Object... arguments);

  /** Returns whether the client asked for an answer. */
  default boolean isWanted() {
    return this != NONE;
  }
}
