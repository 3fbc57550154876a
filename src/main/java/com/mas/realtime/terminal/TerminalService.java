package com.mas.realtime.terminal;

import com.mas.bus.Bus;
import com.mas.bus.Call;
import com.mas.bus.Page;
import com.mas.db.Database;
import com.mas.db.UuidV7;
import com.mas.realtime.terminal.TerminalContract.Admission;
import com.mas.realtime.terminal.TerminalContract.Admit;
import com.mas.realtime.terminal.TerminalContract.CloseSession;
import com.mas.realtime.terminal.TerminalContract.CreateLink;
import com.mas.realtime.terminal.TerminalContract.CreateSession;
import com.mas.realtime.terminal.TerminalContract.Done;
import com.mas.realtime.terminal.TerminalContract.EndSession;
import com.mas.realtime.terminal.TerminalContract.Ending;
import com.mas.realtime.terminal.TerminalContract.FindOver;
import com.mas.realtime.terminal.TerminalContract.FirstLink;
import com.mas.realtime.terminal.TerminalContract.GetSession;
import com.mas.realtime.terminal.TerminalContract.GrantKeyboard;
import com.mas.realtime.terminal.TerminalContract.KeyboardDecided;
import com.mas.realtime.terminal.TerminalContract.Link;
import com.mas.realtime.terminal.TerminalContract.LinkRevoked;
import com.mas.realtime.terminal.TerminalContract.ListSessions;
import com.mas.realtime.terminal.TerminalContract.NewLink;
import com.mas.realtime.terminal.TerminalContract.NewSession;
import com.mas.realtime.terminal.TerminalContract.Over;
import com.mas.realtime.terminal.TerminalContract.RevokeKeyboard;
import com.mas.realtime.terminal.TerminalContract.RevokeLink;
import com.mas.realtime.terminal.TerminalContract.Session;
import com.mas.realtime.terminal.TerminalContract.SessionEnded;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Sessions and their links. Closing and revoking are announced, so that relays act on open sockets at once. */
final class TerminalService {
  private final Bus bus;
  private final Database db;
  private final TerminalRepository rows;
  private final UuidV7 ids;
  private final RecordingService recordings;
  private final SecureRandom random = new SecureRandom();

  TerminalService(Bus bus, Database db, TerminalRepository rows, UuidV7 ids, RecordingService recordings) {
    this.bus = bus;
    this.db = db;
    this.rows = rows;
    this.ids = ids;
    this.recordings = recordings;
  }

  NewSession create(Call call, CreateSession ask) {
    Instant now = bus.clock().instant();
    if (Boolean.TRUE.equals(ask.recording())) {
      recordings.mustHaveRoom(call);
    }
    UUID id = ids.next();
    String hostToken = token();
    List<Link> links = new ArrayList<>();
    List<NewLink> made = new ArrayList<>();
    List<String> tokens = new ArrayList<>();
    for (FirstLink link : TerminalRules.links(ask.links())) {
      links.add(new Link(ids.next(), link.mode(), TerminalRules.label(link.label()), now, null));
      tokens.add(token());
      made.add(made(id, links.getLast(), tokens.getLast()));
    }
    Session session = new Session(id, call.userId(), ask.title().strip(), ask.meetingId(), ask.batchId(),
        Boolean.TRUE.equals(ask.recording()), now, now.plus(Duration.ofMinutes(TerminalRules.minutes(ask.minutes()))),
        null, null, links);
    db.transaction(tx -> {
      if (rows.openOf(tx, call.tenant(), call.userId(), now) >= TerminalRules.MOST_OPEN_SESSIONS) {
        throw TerminalContract.TOO_MANY_SESSIONS.with("You have " + TerminalRules.MOST_OPEN_SESSIONS
            + " open sessions; close one first.");
      }
      rows.insert(tx, session, call.tenant(), TerminalRules.hash(hostToken));
      for (int i = 0; i < links.size(); i++) {
        rows.insertLink(tx, id, links.get(i), TerminalRules.hash(tokens.get(i)));
      }
      return null;
    });
    return new NewSession(id, hostToken, session, made);
  }

  Page<Session> list(Call call, ListSessions ask) {
    boolean all = Boolean.TRUE.equals(ask.all());
    if (all && !isAdmin(call)) {
      throw TerminalContract.NEEDS_ADMIN.refusal();
    }
    return rows.list(call.tenant(), all ? null : call.userId(), ask, bus.clock().instant());
  }

  Session get(Call call, GetSession ask) {
    return session(call, ask.id());
  }

  Session close(Call call, CloseSession ask) {
    session(call, ask.id());
    end(call, ask.id(), Ending.CLOSED);
    return session(call, ask.id());
  }

  NewLink createLink(Call call, CreateLink ask) {
    Session session = session(call, ask.sessionId());
    if (session.endedAt() != null) {
      throw TerminalContract.SESSION_OVER.refusal().data(Map.of("id", session.id()));
    }
    Link link = new Link(ids.next(), ask.mode(), TerminalRules.label(ask.label()), bus.clock().instant(), null);
    String token = token();
    db.transaction(tx -> {
      if (rows.links(tx, session.id()) >= TerminalRules.MOST_LINKS) {
        throw TerminalContract.TOO_MANY_LINKS.with(
            "The session has " + TerminalRules.MOST_LINKS + " links; revoke one first.");
      }
      rows.insertLink(tx, session.id(), link, TerminalRules.hash(token));
      return null;
    });
    return made(session.id(), link, token);
  }

  Done revokeLink(Call call, RevokeLink ask) {
    session(call, ask.sessionId());
    if (!rows.revoke(ask.sessionId(), ask.id(), bus.clock().instant())) {
      throw TerminalContract.LINK_UNKNOWN.refusal();
    }
    bus.publish(call, TerminalContract.LINK_REVOKED, new LinkRevoked(ask.sessionId(), ask.id()));
    return new Done(ask.id());
  }

  Done grantKeyboard(Call call, GrantKeyboard ask) {
    int seconds = ask.seconds() == null ? TerminalRules.DEFAULT_GRANT_SECONDS : ask.seconds();
    return decide(call, new KeyboardDecided(ask.id(), ask.viewer(), seconds));
  }

  Done revokeKeyboard(Call call, RevokeKeyboard ask) {
    return decide(call, new KeyboardDecided(ask.id(), ask.viewer(), null));
  }

  private Done decide(Call call, KeyboardDecided decided) {
    if (session(call, decided.sessionId()).endedAt() != null) {
      throw TerminalContract.SESSION_OVER.refusal().data(Map.of("id", decided.sessionId()));
    }
    bus.publish(call, TerminalContract.KEYBOARD_DECIDED, decided);
    return new Done(decided.sessionId());
  }

  /**
   * A wrong token and a session that is not there are told apart from one that is over, so that a viewer learns why.
   */
  Admission admit(Call call, Admit ask) {
    Instant now = bus.clock().instant();
    List<byte[]> tokens = ask.tokens().stream().map(TerminalRules::hash).toList();
    return rows.admit(ask.sessionId(), ask.role(), tokens, now).orElseThrow(() -> {
      endDisabled(call, null, List.of(ask.sessionId()));
      return rows.ending(ask.sessionId(), now)
          .map(ending -> TerminalContract.SESSION_OVER.refusal().data(Map.of("because", ending.wire())))
          .orElseGet(TerminalContract.NOT_ADMITTED::refusal);
    });
  }

  Over over(Call call, FindOver ask) {
    endDisabled(call, null, ask.ids());
    return new Over(rows.over(ask.ids()));
  }

  /** @param owner null: whoever; {@code ids} null: all */
  void endDisabled(Call call, UUID owner, List<UUID> ids) {
    rows.endDisabled(owner, ids, bus.clock().instant()).forEach(
        id -> bus.publish(call, TerminalContract.SESSION_ENDED, new SessionEnded(id, Ending.CLOSED)));
  }

  Done end(Call call, EndSession ask) {
    end(call, ask.id(), ask.because());
    return new Done(ask.id());
  }

  int endExpired(Call call) {
    List<UUID> ended = rows.endExpired(bus.clock().instant());
    ended.forEach(id -> bus.publish(call, TerminalContract.SESSION_ENDED, new SessionEnded(id, Ending.EXPIRED)));
    return ended.size();
  }

  private void end(Call call, UUID id, Ending because) {
    if (rows.end(id, because, bus.clock().instant())) {
      bus.publish(call, TerminalContract.SESSION_ENDED, new SessionEnded(id, because));
    }
  }

  private Session session(Call call, UUID id) {
    return rows.get(call.tenant(), isAdmin(call) ? null : call.userId(), id).orElseThrow(TerminalRules::noSession);
  }

  static boolean isAdmin(Call call) {
    return call.principal() != null && call.principal().isAdmin();
  }

  private static NewLink made(UUID session, Link link, String token) {
    return new NewLink(link.id(), link.mode(), link.label(), token, TerminalRules.page(session, token));
  }

  private String token() {
    byte[] bytes = new byte[TerminalRules.TOKEN_BYTES];
    random.nextBytes(bytes);
    return TerminalRules.token(bytes);
  }
}
