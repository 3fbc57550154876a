package com.mas.realtime.engineio;

/** Refusal of a client's HTTP request; code and words are the protocol's. */
enum EngineError {
  UNKNOWN_TRANSPORT(0, 400, "Transport unknown"),
  UNKNOWN_SESSION(1, 400, "Session ID unknown"),
  BAD_METHOD(2, 400, "Bad handshake method"),
  BAD_REQUEST(3, 400, "Bad request"),
  FORBIDDEN(4, 403, "Forbidden"),
  UNSUPPORTED_VERSION(5, 400, "Unsupported protocol version"),
  TOO_LARGE(3, 413, "Payload too large"),
  OVERLOADED(3, 503, "Too many large requests at the moment"),
  SHUTTING_DOWN(3, 503, "Server is shutting down");

  private final int code;
  private final int status;
  private final String message;

  EngineError(int code, int status, String message) {
    this.code = code;
    this.status = status;
    this.message = message;
  }

  int status() {
    return status;
  }

  String json() {
    return "{\"code\":" + code + ",\"message\":\"" + message + "\"}";
  }
}
