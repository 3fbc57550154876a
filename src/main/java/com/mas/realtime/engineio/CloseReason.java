package com.mas.realtime.engineio;

/** Says why a session ended. The words are those that Socket.IO servers give to their applications. */
public enum CloseReason {
  TRANSPORT_CLOSE("transport close"),
  TRANSPORT_ERROR("transport error"),
  PING_TIMEOUT("ping timeout"),
  PARSE_ERROR("parse error"),
  FORCED_CLOSE("forced close"),
  FORCED_SERVER_CLOSE("forced server close"),
  SERVER_SHUTTING_DOWN("server shutting down"),
  /** It did not take what was sent to it: {@link EngineConfig#maxBufferedBytes()}. */
  SLOW_CONSUMER("slow consumer"),
  /** It sent more than {@link EngineConfig#packetsPerSecond()}. */
  FLOOD("too many packets");

  private static final int NORMAL = 1000;
  private static final int POLICY_VIOLATION = 1008;
  private static final int TRY_AGAIN_LATER = 1013;

  private final String words;

  CloseReason(String words) {
    this.words = words;
  }

  public String words() {
    return words;
  }

  /** Returns the code of the WebSocket's close frame. */
  int code() {
    return switch (this) {
      case SLOW_CONSUMER, SERVER_SHUTTING_DOWN -> TRY_AGAIN_LATER;
      case FLOOD -> POLICY_VIOLATION;
      default -> NORMAL;
    };
  }

  /** Returns whether the client may still be there, between two polls perhaps, and will come for the rest. */
  boolean lingers() {
    return switch (this) {
      case FORCED_SERVER_CLOSE, FORCED_CLOSE, SERVER_SHUTTING_DOWN, SLOW_CONSUMER -> true;
      default -> false;
    };
  }
}
