package com.mas.realtime.socketio;

/**
 * @param connectTimeoutMs that a client has, from its handshake, to connect to a namespace
 * @param maxNamespaces that one connection may join
 * @param maxRooms that one socket may be in, beside its own
 * @param maxPendingAcks that one socket may owe; more are refused
 * @param recoveryMs how long after a disconnect a client gets its rooms and what it missed; 0 turns recovery off
 * @param recoveryPerRoom packets of a room that are kept for that
 */
public record SocketConfig(int connectTimeoutMs, int maxNamespaces, int maxRooms, int maxPendingAcks, int recoveryMs,
    int recoveryPerRoom) {
  public static final SocketConfig DEFAULT = new SocketConfig(45_000, 16, 64, 256, 0, 512);
  public static final int RECOVERY_MS = 120_000;

  public SocketConfig recovery(int milliseconds) {
    return new SocketConfig(connectTimeoutMs, maxNamespaces, maxRooms, maxPendingAcks, milliseconds, recoveryPerRoom);
  }

  public SocketConfig connectTimeout(int milliseconds) {
    return new SocketConfig(milliseconds, maxNamespaces, maxRooms, maxPendingAcks, recoveryMs, recoveryPerRoom);
  }
}
