package com.mas.realtime.engineio;

/** A WebSocket as its session sees it, on this node or, over the bus, on another. Called on the session's loop. */
interface Transport {
  void send(Message message);

  /** Bytes that were sent and have not left this process. */
  long pendingBytes();

  /** Ends it after what was sent. */
  void close(int code, String reason);
}
