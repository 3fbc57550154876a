package com.mas.realtime.socketio;

/**
 * Says that a client's message breaks the protocol; its connection is closed. It has no stack trace, since clients may
 * send many.
 */
final class BadPacket extends RuntimeException {
  BadPacket(String why) {
    super(why, null, false, false);
  }
}
