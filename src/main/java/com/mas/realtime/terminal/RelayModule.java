package com.mas.realtime.terminal;

import com.mas.module.SettingsReader;
import com.mas.realtime.live.EdgeModule;
import java.time.Duration;

/** Declares the live part of shared terminals. */
public final class RelayModule implements EdgeModule {
  @Override
  public Plan plan(SettingsReader from) {
    TerminalRelay.Config config = new TerminalRelay.Config(
        Duration.ofSeconds(from.number("TERMINAL_HOST_GONE_SECONDS", 1, 3600)),
        from.number("TERMINAL_SESSIONS", 1, 10_000), from.number("TERMINAL_VIEWERS", 1, 1000),
        from.number("TERMINAL_RECORDING_KB_PER_SECOND", 16, 16_384) << 10);
    return edge -> {
      TerminalRelay relay = new TerminalRelay(edge.vertx(), edge.bus(), config);
      edge.onStop(relay::close);
      edge.mount(TerminalSockets.PATH, vertx -> new TerminalSockets(vertx, relay, edge.places("terminal")));
      edge.mount(HostDownload.SCRIPT, HostDownload::new);
      return relay.open();
    };
  }
}
