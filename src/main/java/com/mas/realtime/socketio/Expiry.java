package com.mas.realtime.socketio;

import com.mas.realtime.engineio.Delay;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;

/**
 * Ends a socket whose token has expired: a warning some time before, so that the client can show a new one, then an
 * error that says so, then the disconnect, after which the client does not come back by itself. On the socket's loop.
 */
final class Expiry {
  static final String WARNING = "token-expiring";
  static final String OVER = "token-expired";
  private static final long WARN_BEFORE_MS = 60_000;
  private static final long LOOK_AGAIN_MS = 3_600_000;

  private final Socket socket;
  private final Clock clock;
  private Delay delay;
  private boolean warned;

  Expiry(Socket socket, Clock clock) {
    this.socket = socket;
    this.clock = clock;
  }

  void set(long expiresAtMillis) {
    cancel();
    warned = false;
    look(expiresAtMillis);
  }

  void cancel() {
    if (delay != null) {
      delay.cancel();
      delay = null;
    }
  }

  private void look(long expires) {
    if (expires == Long.MAX_VALUE) {
      return;
    }
    long left = expires - clock.millis();
    if (left <= 0) {
      socket.emit(OVER, Map.of("message", "The token has expired; please sign in again or refresh it.",
          "code", "token_expired"));
      socket.disconnect(false);
      return;
    }
    if (left <= WARN_BEFORE_MS && !warned) {
      warned = true;
      socket.emit(WARNING, Map.of("expiresAt", Instant.ofEpochMilli(expires).toString(), "secondsLeft", left / 1000));
    }
    long next = Math.min(left > WARN_BEFORE_MS ? left - WARN_BEFORE_MS : left, LOOK_AGAIN_MS);
    delay = socket.connection().session().after((int) next, () -> look(expires));
  }
}
