package com.mas.realtime.socketio;

/** What a client sent is not of the protocol; its connection is closed. Without a stack: clients may send many. */
final class BadPacket extends RuntimeException {
  BadPacket(String why) {
    super(why, null, false, false);
  }
}
