package com.mas.realtime.terminal;

import io.netty.buffer.ByteBuf;
import java.util.List;

/**
 * Sends the frames of a session: to a viewer's or the host's socket, or another node. Used on the session's event loop.
 */
interface Outlet {
  /**
   * @param taken told on the session's event loop when all is handed to the network; releases the frames in any case
   */
  void send(List<ByteBuf> frames, Runnable taken);

  /** Returns whether control messages are understood. */
  boolean takesMessages();

  /** @param code as {@link Closing} documents */
  void close(Closing code, String reason);
}
