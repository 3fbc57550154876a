package com.mas.realtime.terminal;

import static java.time.ZoneOffset.UTC;

import com.mas.db.Database;
import com.mas.db.Tx;
import com.mas.realtime.terminal.TerminalContract.Admission;
import com.mas.realtime.terminal.TerminalContract.Ending;
import com.mas.realtime.terminal.TerminalContract.Link;
import com.mas.realtime.terminal.TerminalContract.LinkMode;
import com.mas.realtime.terminal.TerminalContract.ListSessions;
import com.mas.realtime.terminal.TerminalContract.Role;
import com.mas.realtime.terminal.TerminalContract.Session;
import com.mas.realtime.terminal.TerminalContract.SessionEnded;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/** Sessions and links. An owner of null means: of anybody. */
final class TerminalRepository {
  private static final String INSERT = """
      INSERT INTO terminal.sessions (id, tenant, owner_id, title, meeting_id, batch_id, host_token, recording,
          created_at, expires_at)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
      """;

  /** Two owners' locks may be one by chance; then one waits for the other, no more. */
  private static final String IN_TURN = "SELECT pg_advisory_xact_lock(hashtextextended('terminal ' || $1::uuid, 0))";

  private static final String OPEN_OF_OWNER = """
      SELECT count(*) AS n FROM terminal.sessions
       WHERE tenant = $1 AND owner_id = $2 AND ended_at IS NULL AND expires_at > $3
      """;

  private static final String INSERT_LINK = """
      INSERT INTO terminal.links (id, session_id, mode, label, token, created_at) VALUES ($1, $2, $3, $4, $5, $6)
      """;

  private static final String SELECT = """
      SELECT s.*, (SELECT json_agg(json_build_object('id', l.id, 'mode', l.mode, 'label', l.label,
                     'createdAt', l.created_at, 'revokedAt', l.revoked_at) ORDER BY l.id)
                     FROM terminal.links l WHERE l.session_id = s.id) AS links
        FROM terminal.sessions s
       WHERE s.tenant = $1 AND ($2::uuid IS NULL OR s.owner_id = $2)
      """;

  private static final String GET = SELECT + " AND s.id = $3";

  private static final String FILTER = """
         AND ($3::boolean IS NULL OR (s.ended_at IS NULL AND s.expires_at > $4) = $3)
         AND ($5::uuid IS NULL OR s.meeting_id = $5)
         AND ($6::uuid IS NULL OR s.batch_id = $6)
      """;

  private static final String LIST = SELECT + FILTER + " ORDER BY s.created_at DESC, s.id DESC LIMIT $7 OFFSET $8";

  private static final String COUNT = """
      SELECT count(*) AS n FROM terminal.sessions s WHERE s.tenant = $1 AND ($2::uuid IS NULL OR s.owner_id = $2)
      """ + FILTER;

  private static final String END = """
      UPDATE terminal.sessions SET ended_at = $2, ended_because = $3 WHERE id = $1 AND ended_at IS NULL RETURNING id
      """;

  private static final String END_EXPIRED = """
      UPDATE terminal.sessions SET ended_at = $1, ended_because = 'expired'
       WHERE ended_at IS NULL AND expires_at <= $1 RETURNING id
      """;

  private static final String END_DISABLED = """
      UPDATE terminal.sessions s SET ended_at = $1, ended_because = 'closed'
       WHERE s.ended_at IS NULL AND ($2::uuid IS NULL OR s.owner_id = $2) AND ($3::uuid[] IS NULL OR s.id = ANY ($3))
         AND EXISTS (SELECT FROM identity.shared_accounts a WHERE a.id = s.owner_id AND a.status = 'disabled')
      RETURNING s.id
      """;

  private static final String OVER = """
      SELECT id, ended_because FROM terminal.sessions WHERE id = ANY ($1) AND ended_at IS NOT NULL
      """;

  private static final String LINKS_IN_TURN = "SELECT id FROM terminal.sessions WHERE id = $1 FOR NO KEY UPDATE";

  private static final String COUNT_LINKS = """
      SELECT count(*) AS n FROM terminal.links WHERE session_id = $1 AND revoked_at IS NULL
      """;

  private static final String REVOKE = """
      UPDATE terminal.links SET revoked_at = coalesce(revoked_at, $3) WHERE id = $1 AND session_id = $2 RETURNING id
      """;

  private static final String ADMIT = """
      SELECT s.id, s.tenant, s.owner_id, s.title, s.expires_at, l.id AS link_id, l.mode, coalesce(l.label, '') AS label,
             CASE WHEN s.recording THEN s.id END AS recording_id
        FROM terminal.sessions s
        LEFT JOIN terminal.links l ON l.session_id = s.id AND l.token = ANY ($2) AND l.revoked_at IS NULL
       WHERE s.id = $1 AND s.ended_at IS NULL AND s.expires_at > $3
         AND NOT EXISTS (SELECT FROM identity.shared_accounts a WHERE a.id = s.owner_id AND a.status = 'disabled')
         AND CASE WHEN $4 THEN s.host_token = ANY ($2) ELSE l.id IS NOT NULL END
       LIMIT 1
      """;

  private static final String STATE = """
      SELECT ended_because, expires_at <= $2 AS expired FROM terminal.sessions WHERE id = $1
      """;

  private final Database db;

  TerminalRepository(Database db) {
    this.db = db;
  }

  void insert(Tx tx, Session session, String tenant, byte[] hostToken) {
    tx.send(INSERT, session.id(), tenant, session.ownerId(), session.title(), session.meetingId(), session.batchId(),
        hostToken, session.recording(), session.createdAt().atOffset(UTC), session.expiresAt().atOffset(UTC));
  }

  void insertLink(Tx tx, UUID session, Link link, byte[] token) {
    tx.send(INSERT_LINK, link.id(), session, link.mode().wire(), link.label(), token, link.createdAt().atOffset(UTC));
  }

  /** Counts, after those that are being opened; until the transaction ends the owner opens no other. */
  long openOf(Tx tx, String tenant, UUID owner, Instant now) {
    tx.send(IN_TURN, owner);
    return tx.query(OPEN_OF_OWNER, tenant, owner, now.atOffset(UTC)).iterator().next().getLong("n");
  }

  Optional<Session> get(String tenant, UUID owner, UUID id) {
    return rows(db.query(GET, tenant, owner, id)).stream().findFirst();
  }

  List<Session> list(String tenant, UUID owner, ListSessions ask, Instant now) {
    return rows(db.query(LIST, tenant, owner, ask.open(), now.atOffset(UTC), ask.meetingId(), ask.batchId(),
        TerminalRules.limit(ask.limit()), TerminalRules.offset(ask.offset())));
  }

  long count(String tenant, UUID owner, ListSessions ask, Instant now) {
    return db.query(COUNT, tenant, owner, ask.open(), now.atOffset(UTC), ask.meetingId(), ask.batchId())
        .iterator().next().getLong("n");
  }

  /** Whether it was open until now. */
  boolean end(UUID id, Ending because, Instant now) {
    return db.query(END, id, now.atOffset(UTC), because.wire()).rowCount() > 0;
  }

  List<UUID> endExpired(Instant now) {
    return ids(db.query(END_EXPIRED, now.atOffset(UTC)));
  }

  /**
   * Ends sessions whose owner is disabled.
   *
   * @param owner null: whoever; {@code ids} null: all
   */
  List<UUID> endDisabled(UUID owner, List<UUID> ids, Instant now) {
    return ids(db.query(END_DISABLED, now.atOffset(UTC), owner, ids == null ? null : ids.toArray(UUID[]::new)));
  }

  List<SessionEnded> over(List<UUID> ids) {
    List<SessionEnded> over = new ArrayList<>();
    db.query(OVER, (Object) ids.toArray(UUID[]::new)).forEach(row -> over.add(new SessionEnded(
        row.getUUID("id"), Ending.valueOf(row.getString("ended_because").toUpperCase(Locale.ROOT)))));
    return over;
  }

  private static List<UUID> ids(RowSet<Row> rows) {
    List<UUID> ids = new ArrayList<>();
    rows.forEach(row -> ids.add(row.getUUID("id")));
    return ids;
  }

  /** Counts, after those that are being made; until the transaction ends the session gets no other. */
  long links(Tx tx, UUID session) {
    tx.send(LINKS_IN_TURN, session);
    return tx.query(COUNT_LINKS, session).iterator().next().getLong("n");
  }

  boolean revoke(UUID session, UUID link, Instant now) {
    return db.query(REVOKE, link, session, now.atOffset(UTC)).rowCount() > 0;
  }

  Optional<Admission> admit(UUID session, Role role, List<byte[]> tokens, Instant now) {
    RowSet<Row> rows = db.query(ADMIT, session, tokens.stream().map(Buffer::buffer).toArray(Buffer[]::new),
        now.atOffset(UTC), role == Role.HOST);
    if (!rows.iterator().hasNext()) {
      return Optional.empty();
    }
    Row row = rows.iterator().next();
    boolean host = role == Role.HOST;
    return Optional.of(new Admission(row.getUUID("id"), row.getString("tenant"), row.getString("title"), role,
        host ? null : LinkMode.valueOf(row.getString("mode").toUpperCase(Locale.ROOT)),
            host ? null : row.getUUID("link_id"),
        host ? "" : row.getString("label"), row.getUUID("recording_id"),
            row.getOffsetDateTime("expires_at").toInstant(), row.getUUID("owner_id")));
  }

  /** Why a session can not be entered, if it is there and over. */
  Optional<Ending> ending(UUID session, Instant now) {
    for (Row row : db.query(STATE, session, now.atOffset(UTC))) {
      String because = row.getString("ended_because");
      if (because != null) {
        return Optional.of(Ending.valueOf(because.toUpperCase(Locale.ROOT)));
      }
      return row.getBoolean("expired") ? Optional.of(Ending.EXPIRED) : Optional.empty();
    }
    return Optional.empty();
  }

  private static List<Session> rows(RowSet<Row> rows) {
    List<Session> sessions = new ArrayList<>();
    for (Row row : rows) {
      String because = row.getString("ended_because");
      sessions.add(new Session(row.getUUID("id"), row.getUUID("owner_id"), row.getString("title"),
          row.getUUID("meeting_id"), row.getUUID("batch_id"), row.getBoolean("recording"), instant(row, "created_at"),
          instant(row, "expires_at"), instant(row, "ended_at"),
          because == null ? null : Ending.valueOf(because.toUpperCase(Locale.ROOT)),
              links((JsonArray) row.getValue("links"))));
    }
    return sessions;
  }

  private static List<Link> links(JsonArray links) {
    List<Link> all = new ArrayList<>();
    if (links != null) {
      for (int i = 0; i < links.size(); i++) {
        JsonObject link = links.getJsonObject(i);
        all.add(new Link(UUID.fromString(link.getString("id")),
            LinkMode.valueOf(link.getString("mode").toUpperCase(Locale.ROOT)),
            link.getString("label"), instant(link.getString("createdAt")), instant(link.getString("revokedAt"))));
      }
    }
    return all;
  }

  private static Instant instant(String text) {
    return text == null ? null : OffsetDateTime.parse(text).toInstant();
  }

  private static Instant instant(Row row, String column) {
    OffsetDateTime time = row.getOffsetDateTime(column);
    return time == null ? null : time.toInstant();
  }
}
