package com.mas.http;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.mas.bus.Bus;
import com.mas.bus.Failure;
import com.mas.bus.FailureException;
import com.mas.domain.people.identity.IdentityContract;
import com.mas.domain.people.identity.IdentityContract.CheckSession;
import com.mas.domain.people.identity.IdentityContract.Ends;
import com.mas.domain.people.identity.IdentityContract.ListEnds;
import com.mas.domain.people.identity.IdentityContract.SessionsEnded;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.UUID;
import java.util.function.BiPredicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that this node lets nobody in whose session has ended: it hears of ends as they are announced, and asks
 * each second for those that it may not have heard, from nodes that are not of its cluster too. One cheap read a second
 * for the whole node, however many are signed in.
 */
public final class SessionWatch {
  /** Connections of this node that have shown a token once, such as sockets. */
  public interface Connected {
    /** Learns whose session has ended, before the person's connections are closed. */
    void signedOut(UUID user);

    /** Closes the connections that the test picks by their user and their token, so that they show it again. */
    void reconnect(BiPredicate<UUID, String> which);
  }

  private static final Logger LOG = LoggerFactory.getLogger(SessionWatch.class);
  private static final long EVERY_MILLIS = 1_000;
  private static final long ADMISSION_MILLIS = 2_000;
  private static final Duration PATIENCE = Duration.ofSeconds(3);
  private static final Duration HEARD = Duration.ofMinutes(10);
  private static final int REMEMBERED = 20_000;

  private final Vertx vertx;
  private final Bus bus;
  private final AccessTokens tokens;
  private final Connected connected;
  /** An end is told by the announcement and by some answers, and acted on once. */
  private final Cache<SessionsEnded, Boolean> heard = Caffeine.newBuilder().maximumSize(REMEMBERED)
      .expireAfterAccess(HEARD).executor(Runnable::run).build();
  private Long next;
  private boolean behind;
  private volatile boolean closed;

  public SessionWatch(Vertx vertx, Bus bus, AccessTokens tokens, Connected connected) {
    this.vertx = vertx;
    this.bus = bus;
    this.tokens = tokens;
    this.connected = connected;
  }

  /** Returns what looks up the session of an access token, over the bus. */
  public static AccessTokens.Sessions over(Bus bus) {
    return (user, session, generation) -> bus.send(bus.systemCall(null, PATIENCE), IdentityContract.CHECK_SESSION,
        new CheckSession(user, session, generation))
        .map(state -> new AccessTokens.Sessions.State(state.alive(), state.generation()));
  }

  public void open() {
    bus.observe(IdentityContract.SESSIONS_ENDED, this::hear);
    vertx.runOnContext(start -> ask());
  }

  public void close() {
    closed = true;
  }

  private void ask() {
    long asked = bus.clock().millis();
    bus.send(bus.systemCall(null, PATIENCE), IdentityContract.LIST_ENDS, new ListEnds(next)).onComplete(told -> {
      if (closed) {
        return;
      }
      if (told.succeeded()) {
        take(told.result(), asked);
      } else if (!behind) {
        behind = true;
        LOG.warn("which sessions have ended cannot be seen ({}); access tokens are looked up one by one until it can",
            told.cause().getMessage());
      }
      vertx.setTimer(EVERY_MILLIS, due -> ask());
    });
  }

  private void take(Ends ends, long asked) {
    if (!ends.complete()) {
      tokens.forget();
      if (next != null) { // some ends were missed, and nobody knows whose sockets should have gone with them
        LOG.warn("too many sessions have ended to tell each; all tokens are looked up again and all sockets reconnect");
        connected.reconnect((user, token) -> true);
      }
    }
    ends.ends().forEach(this::hear);
    next = ends.next();
    tokens.current(asked);
    if (behind) {
      behind = false;
      LOG.info("which sessions have ended can be seen again");
    }
  }

  private void hear(SessionsEnded end) {
    if (heard.asMap().putIfAbsent(end, true) != null) {
      return;
    }
    tokens.ended(end.userId(), end.session(), end.generation());
    connected.signedOut(end.userId());
    // sockets show a token once, so those of the person show it again: who goes on is back within a moment
    connected.reconnect((user, token) -> user.equals(end.userId()));
    // a socket whose token was looked up before the end may have been let in after it
    vertx.setTimer(ADMISSION_MILLIS,
        due -> connected.reconnect((user, token) -> user.equals(end.userId()) && isRefused(token)));
  }

  private boolean isRefused(String token) {
    Future<AccessTokens.Verified> look = tokens.verified(token);
    return look.failed() && look.cause() instanceof FailureException said && said.failure() == Failure.UNAUTHENTICATED;
  }
}
