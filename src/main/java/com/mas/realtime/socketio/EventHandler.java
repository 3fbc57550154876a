package com.mas.realtime.socketio;

/**
 * Takes one event. Runs on the socket's event loop: it must not block; the answer may be given later, from anywhere.
 */
@FunctionalInterface
public interface EventHandler {
  void handle(Socket socket, Args arguments, Ack ack);
}
