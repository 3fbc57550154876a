package com.mas.realtime.socketio;

import com.fasterxml.jackson.databind.JsonNode;
import com.mas.realtime.engineio.Handshake;
import io.vertx.core.Future;
import java.util.Objects;

/**
 * Decides who may connect to a namespace; asked at each CONNECT, a recovery too. Called on an event loop: it must not
 * block. What comes from the client meanwhile waits.
 */
@FunctionalInterface
public interface Authenticator {
  /**
   * @param auth the payload of the CONNECT packet, an object, empty if the client sent none
   * @return fails with {@link Refused}, whose words the client gets, or anything else, which it does not get
   */
  Future<Admission> admit(Handshake handshake, JsonNode auth);

  /**
   * Owner of a socket.
   *
   * @param identity what a recovered session must have in common with the new one; never shown to clients
   * @param principal for the application
   * @param expiresAtMillis since 1970, when the right to be here ends; {@link Long#MAX_VALUE} for never
   */
  record Admission(String identity, Object principal, long expiresAtMillis) {
    public static final Admission ANYBODY = new Admission("", null, Long.MAX_VALUE);

    public Admission {
      Objects.requireNonNull(identity);
    }
  }

  /** The client gets a CONNECT_ERROR with this message, and the data, if any. */
  final class Refused extends RuntimeException {
    private final transient Object data;

    public Refused(String message, Object data) {
      super(message, null, false, false);
      this.data = data;
    }

    public Object data() {
      return data;
    }
  }
}
