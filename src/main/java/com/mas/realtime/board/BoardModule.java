package com.mas.realtime.board;

import com.mas.module.SettingsReader;
import com.mas.realtime.live.EdgeModule;

/** Declares the live board of queues. */
public final class BoardModule implements EdgeModule {
  @Override
  public Plan plan(SettingsReader from) {
    return edge -> {
      BoardSockets board = new BoardSockets(edge.vertx(), edge.bus(), edge.sockets(), edge.admission());
      edge.onStop(board::close);
      return board.open();
    };
  }
}
