package com.mas.realtime.terminal;

/** Says why the server closes a terminal's WebSocket. 4410 has the reason: closed, host_left, host_gone or expired. */
enum Closing {
  /** The server stops: connect again, to another node. */
  STOPPING(1001),
  /** The token is not for this session, or there is no such session. */
  NOT_ADMITTED(4401),
  /** The link was revoked. */
  REVOKED(4403),
  /** No token came in time. */
  NO_TOKEN(4408),
  /** Another host has connected with the host's token. */
  TAKEN_OVER(4409),
  /** The session is over. */
  OVER(4410),
  /** The node has as many sessions, or the session as many viewers, as it may. */
  FULL(4429),
  /** Something went wrong on the server's side: connect again. */
  FAILED(1011);

  final short code;

  Closing(int code) {
    this.code = (short) code;
  }
}
