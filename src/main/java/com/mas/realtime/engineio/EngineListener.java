package com.mas.realtime.engineio;

/** Receives the events of a session; each call on the session's event loop, in the order of arrival. */
public interface EngineListener {
  /** @param packet UTF-8, checked; the text stands in it from {@code from} to its end {@code to} */
  void text(byte[] packet, int from, int to);

  void binary(byte[] content);

  /** The last call. */
  void closed(CloseReason reason);
}
