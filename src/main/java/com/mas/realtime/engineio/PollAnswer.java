package com.mas.realtime.engineio;

/**
 * Receives the answer to one HTTP request of long-polling, and sends it to the client, or to the node that the client
 * asked.
 */
interface PollAnswer {
  /** Answers a GET. */
  void payload(byte[] payload);

  /** Answers a POST that was taken. */
  void taken();

  void refused(EngineError error);

  /** The answer cannot be given any more. */
  boolean isGone();
}
