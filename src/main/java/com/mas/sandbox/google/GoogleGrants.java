package com.mas.sandbox.google;

import com.mas.sandbox.google.GoogleTokens.Person;
import com.mas.sandbox.kit.Exchange;
import com.mas.sandbox.kit.Kept;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Keeps what people have permitted: lasting tokens, and those of an hour that are got with them. */
final class GoogleGrants {
  static final int SECONDS = 3_599;
  private static final int MOST = 2_000;

  /** @param refreshToken null for a permission that does not last */
  record Grant(Person person, Set<String> scopes, String refreshToken) {}

  private record Access(Grant grant, Instant until) {}

  private final Clock clock;
  private final Map<String, Grant> lasting = bounded();
  private final Map<String, Access> access = bounded();

  GoogleGrants(Clock clock) {
    this.clock = clock;
  }

  private static <T> Map<String, T> bounded() {
    return new LinkedHashMap<>() {
      @Override
      protected boolean removeEldestEntry(Map.Entry<String, T> eldest) {
        return size() > MOST;
      }
    };
  }

  Grant grant(Person person, Set<String> scopes, boolean lasts) {
    Grant grant = new Grant(person, scopes, lasts ? "1//" + UUID.randomUUID() : null);
    if (lasts) {
      lasting.put(grant.refreshToken, grant);
    }
    return grant;
  }

  Optional<Grant> lasting(String refreshToken) {
    return Optional.ofNullable(refreshToken == null ? null : lasting.get(refreshToken));
  }

  String access(Grant grant) {
    String token = "ya29." + UUID.randomUUID();
    access.put(token, new Access(grant, clock.instant().plus(Duration.ofSeconds(SECONDS))));
    return token;
  }

  /** Returns whose the token of a call is; nothing when it does not count. */
  Optional<Grant> shown(Exchange call) {
    String header = call.header("authorization");
    Access found = header != null && header.startsWith("Bearer ") ? access.get(header.substring(7)) : null;
    return Optional.ofNullable(found).filter(each -> each.until.isAfter(clock.instant())).map(Access::grant);
  }

  /** Takes back all that its person has permitted, as Google does. */
  boolean revoke(String token) {
    Grant grant = token == null ? null : lasting.containsKey(token) ? lasting.get(token)
        : access.containsKey(token) ? access.get(token).grant : null;
    if (grant == null) {
      return false;
    }
    lasting.values().removeIf(each -> each.person.equals(grant.person));
    access.values().removeIf(each -> each.grant.person.equals(grant.person));
    return true;
  }

  void expire() {
    access.clear();
  }

  void clear() {
    lasting.clear();
    access.clear();
  }

  Map<String, Kept.Held> held() {
    return Map.of("grants", new Kept.Held(lasting.size(), MOST), "access", new Kept.Held(access.size(), MOST));
  }
}
