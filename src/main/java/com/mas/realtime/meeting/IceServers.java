package com.mas.realtime.meeting;

import com.mas.realtime.meeting.MeetingContract.*;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Credentials by the convention that coturn and others know as "TURN REST API": the user name is the time of expiry and
 * the user, the password an HMAC-SHA1 of it under a secret that the TURN server shares.
 */
final class IceServers {
  private final List<String> stun;
  private final List<String> turn;
  private final String secret;

  IceServers(List<String> stun, List<String> turn, String secret) {
    this.stun = stun;
    this.turn = turn;
    this.secret = secret;
  }

  Ice forUser(UUID user, Instant expiresAt) {
    List<IceServer> servers = new ArrayList<>();
    if (!stun.isEmpty()) {
      servers.add(new IceServer(stun, null, null));
    }
    if (turn.isEmpty()) {
      return new Ice(servers, null);
    }
    String name = expiresAt.getEpochSecond() + ":" + user;
    servers.add(new IceServer(turn, name, sign(name)));
    return new Ice(servers, expiresAt);
  }

  private String sign(String name) {
    try {
      Mac mac = Mac.getInstance("HmacSHA1");
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
      return Base64.getEncoder().encodeToString(mac.doFinal(name.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
