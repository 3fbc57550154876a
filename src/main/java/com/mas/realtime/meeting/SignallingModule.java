package com.mas.realtime.meeting;

import com.mas.module.SettingsReader;
import com.mas.realtime.live.EdgeModule;

/** Declares the live part of meetings, and of people's notifications. */
public final class SignallingModule implements EdgeModule {
  @Override
  public Plan plan(SettingsReader from) {
    return edge -> {
      Signalling signalling = new Signalling(edge.vertx(), edge.bus(), edge.sockets(), edge.admission());
      edge.onSignedOut(signalling::signedOut);
      edge.onStop(signalling::close);
      return signalling.open();
    };
  }
}
