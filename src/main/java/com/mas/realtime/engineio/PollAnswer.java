package com.mas.realtime.engineio;

/** Where the answer to one HTTP request of long-polling goes: to the client, or to the node that the client asked. */
interface PollAnswer {
  /** To a GET. */
  void payload(byte[] payload);

  /** To a POST that was taken. */
  void taken();

  void refused(EngineError error);

  /** The answer cannot be given any more. */
  boolean isGone();
}
