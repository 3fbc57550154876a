package com.mas.realtime.socketio;

import io.vertx.core.Future;

/**
 * Decides whether a client that comes back may still have the rooms and data that it had, and what was sent to them
 * meanwhile. Asked before any of that is read. Without the right, or when the future fails, it is a new client.
 */
@FunctionalInterface
public interface RecoveryGuard {
  /**
   * @param principal that {@link Authenticator} gives it now
   * @param data as {@link Socket#data()} was
   */
  Future<Boolean> mayGoOn(Object principal, String data);
}
