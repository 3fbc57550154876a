package com.mas.realtime.engineio;

import io.vertx.core.http.HttpServerRequest;
import java.util.function.Function;

/**
 * @param name of this server among others on the same bus; nodes of one name take each other's requests
 * @param pingIntervalMs between the server's pings
 * @param pingTimeoutMs that a client has to answer one
 * @param upgradeTimeoutMs that a probing WebSocket has to become the transport
 * @param maxPayload bytes of a POST and of a WebSocket message
 * @param maxBufferedBytes that may wait for a client; one that lets more wait is cut off as a slow consumer
 * @param packetsPerSecond that one client may send, more ends its session; 0 is no limit
 * @param door asked with each handshake: what it gives is run when the session is over, at least once; what it throws
 *     is for whoever mounted the server to answer
 * @param waiting is told what waits for clients that poll
 */
public record EngineConfig(String name, int pingIntervalMs, int pingTimeoutMs, int upgradeTimeoutMs, int maxPayload,
    int maxBufferedBytes, int packetsPerSecond, Origins origins,
    Function<HttpServerRequest, Runnable> door, Waiting waiting) {
  public static final int PING_INTERVAL_MS = 25_000;
  public static final int PING_TIMEOUT_MS = 20_000;
  public static final int UPGRADE_TIMEOUT_MS = 10_000;
  public static final int MAX_PAYLOAD = 1_000_000;
  public static final int MAX_BUFFERED = 4 << 20;
  public static final int PACKETS_PER_SECOND = 500;
  private static final Runnable NOTHING = () -> {};

  /** The protocol's usual numbers. */
  public static EngineConfig of(String name, Origins origins) {
    return new EngineConfig(name, PING_INTERVAL_MS, PING_TIMEOUT_MS, UPGRADE_TIMEOUT_MS, MAX_PAYLOAD, MAX_BUFFERED,
        PACKETS_PER_SECOND, origins, handshake -> NOTHING, Waiting.UNCOUNTED);
  }

  public EngineConfig heartbeat(int interval, int timeout) {
    return new EngineConfig(name, interval, timeout, upgradeTimeoutMs, maxPayload, maxBufferedBytes, packetsPerSecond,
        origins, door, waiting);
  }

  public EngineConfig limits(int payload, int bufferedBytes, int packets) {
    return new EngineConfig(name, pingIntervalMs, pingTimeoutMs, upgradeTimeoutMs, payload, bufferedBytes, packets,
        origins, door, waiting);
  }

  public EngineConfig door(Function<HttpServerRequest, Runnable> asked) {
    return new EngineConfig(name, pingIntervalMs, pingTimeoutMs, upgradeTimeoutMs, maxPayload, maxBufferedBytes,
        packetsPerSecond, origins, asked, waiting);
  }

  public EngineConfig waiting(Waiting told) {
    return new EngineConfig(name, pingIntervalMs, pingTimeoutMs, upgradeTimeoutMs, maxPayload, maxBufferedBytes,
        packetsPerSecond, origins, door, told);
  }
}
