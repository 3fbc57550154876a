package com.mas.realtime.engineio;

/** Takes new sessions. Called on an event loop: it must not block. */
@FunctionalInterface
public interface EngineHandler {
  EngineListener opened(EngineSession session, Handshake handshake);
}
