package com.mas.realtime.terminal;

import com.fasterxml.jackson.databind.JsonNode;
import com.mas.bus.Json;
import com.mas.bus.Page;
import com.mas.db.Database;
import com.mas.db.PageWindow;
import com.mas.db.Query;
import com.mas.db.Rows;
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
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Instant;
import java.util.List;
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

  private static final String COLUMNS = """
      s.*, (SELECT json_agg(json_build_object('id', l.id, 'mode', l.mode, 'label', l.label,
              'createdAt', l.created_at, 'revokedAt', l.revoked_at) ORDER BY l.id)
              FROM terminal.links l WHERE l.session_id = s.id) AS links""";

  private static final String VISIBLE =
      "FROM terminal.sessions s WHERE s.tenant = $1 AND ($2::uuid IS NULL OR s.owner_id = $2)";

  private static final String GET = "SELECT " + COLUMNS + "\n" + VISIBLE + " AND s.id = $3";

  private static final Query<Stored> LIST = Query.of(Stored.class, COLUMNS, VISIBLE + """

         AND ($3::boolean IS NULL OR (s.ended_at IS NULL AND s.expires_at > $4) = $3)
         AND ($5::uuid IS NULL OR s.meeting_id = $5)
         AND ($6::uuid IS NULL OR s.batch_id = $6)
      """, "s.created_at DESC, s.id DESC");

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

  /** One that is not there any more is over, too: its owner was erased. */
  private static final String OVER = """
      SELECT asked.id AS session_id, coalesce(s.ended_because, 'closed') AS because
        FROM unnest($1::uuid[]) AS asked (id) LEFT JOIN terminal.sessions s ON s.id = asked.id
       WHERE s.id IS NULL OR s.ended_at IS NOT NULL
      """;

  private static final String LINKS_IN_TURN = "SELECT id FROM terminal.sessions WHERE id = $1 FOR NO KEY UPDATE";

  private static final String COUNT_LINKS = """
      SELECT count(*) AS n FROM terminal.links WHERE session_id = $1 AND revoked_at IS NULL
      """;

  private static final String REVOKE = """
      UPDATE terminal.links SET revoked_at = coalesce(revoked_at, $3) WHERE id = $1 AND session_id = $2 RETURNING id
      """;

  private static final String ADMIT = """
      SELECT s.id AS session_id, s.tenant, s.owner_id, s.title, s.expires_at, l.id AS link_id, l.mode,
             coalesce(l.label, '') AS label, CASE WHEN s.recording THEN s.id END AS recording_id
        FROM terminal.sessions s
        LEFT JOIN terminal.links l ON l.session_id = s.id AND l.token = ANY ($2) AND l.revoked_at IS NULL
       WHERE s.id = $1 AND s.ended_at IS NULL AND s.expires_at > $3
         AND NOT EXISTS (SELECT FROM identity.shared_accounts a WHERE a.id = s.owner_id AND a.status = 'disabled')
         AND CASE WHEN $4 THEN s.host_token = ANY ($2) ELSE l.id IS NOT NULL END
       LIMIT 1
      """;

  private static final String STATE = """
      SELECT coalesce(ended_because, CASE WHEN expires_at <= $2 THEN 'expired' END) AS because
        FROM terminal.sessions WHERE id = $1
      """;

  private static final Rows<SessionEnded> ENDED = Rows.of(SessionEnded.class);
  private static final Rows<Admitted> ADMITTED = Rows.of(Admitted.class);
  private static final Rows<State> STATES = Rows.of(State.class);

  private final Database db;

  TerminalRepository(Database db) {
    this.db = db;
  }

  /** @param links as JSON; null when there are none */
  private record Stored(UUID id, UUID ownerId, String title, UUID meetingId, UUID batchId, boolean recording,
      Instant createdAt, Instant expiresAt, Instant endedAt, Ending endedBecause, JsonNode links) {
    Session session() {
      return new Session(id, ownerId, title, meetingId, batchId, recording, createdAt, expiresAt, endedAt, endedBecause,
          links == null ? List.of() : List.of(Json.MAPPER.convertValue(links, Link[].class)));
    }
  }

  private record Admitted(UUID sessionId, String tenant, UUID ownerId, String title, Instant expiresAt, UUID linkId,
      LinkMode mode, String label, UUID recordingId) {
    Admission as(Role role) {
      return role == Role.HOST
          ? new Admission(sessionId, tenant, title, role, null, null, "", recordingId, expiresAt, ownerId)
          : new Admission(sessionId, tenant, title, role, mode, linkId, label, recordingId, expiresAt, ownerId);
    }
  }

  /** @param because null while the session goes on */
  private record State(Ending because) {}

  void insert(Tx tx, Session session, String tenant, byte[] hostToken) {
    tx.send(INSERT, session.id(), tenant, session.ownerId(), session.title(), session.meetingId(), session.batchId(),
        hostToken, session.recording(), session.createdAt(), session.expiresAt());
  }

  void insertLink(Tx tx, UUID session, Link link, byte[] token) {
    tx.send(INSERT_LINK, link.id(), session, link.mode(), link.label(), token, link.createdAt());
  }

  /** Counts, after those that are being opened; until the transaction ends the owner opens no other. */
  long openOf(Tx tx, String tenant, UUID owner, Instant now) {
    tx.send(IN_TURN, owner);
    return tx.query(OPEN_OF_OWNER, tenant, owner, now).iterator().next().getLong("n");
  }

  Optional<Session> get(String tenant, UUID owner, UUID id) {
    return LIST.rows().first(db.query(GET, tenant, owner, id)).map(Stored::session);
  }

  Page<Session> list(String tenant, UUID owner, ListSessions ask, Instant now) {
    return LIST.page(db, PageWindow.of(ask), tenant, owner, ask.open(), now, ask.meetingId(), ask.batchId())
        .map(Stored::session);
  }

  /** Ends the session; returns whether it was open until now. */
  boolean end(UUID id, Ending because, Instant now) {
    return db.write(END, id, now, because).rowCount() > 0;
  }

  List<UUID> endExpired(Instant now) {
    return ids(db.write(END_EXPIRED, now));
  }

  /**
   * Ends sessions whose owner is disabled.
   *
   * @param owner null: whoever; {@code ids} null: all
   */
  List<UUID> endDisabled(UUID owner, List<UUID> ids, Instant now) {
    return ids(db.write(END_DISABLED, now, owner, ids == null ? null : ids.toArray(UUID[]::new)));
  }

  List<SessionEnded> over(List<UUID> ids) {
    return ENDED.all(db.query(OVER, (Object) ids.toArray(UUID[]::new)));
  }

  private static List<UUID> ids(RowSet<Row> rows) {
    return PageWindow.all(rows, row -> row.getUUID("id"));
  }

  /** Counts, after those that are being made; until the transaction ends the session gets no other. */
  long links(Tx tx, UUID session) {
    tx.send(LINKS_IN_TURN, session);
    return tx.query(COUNT_LINKS, session).iterator().next().getLong("n");
  }

  boolean revoke(UUID session, UUID link, Instant now) {
    return db.write(REVOKE, link, session, now).rowCount() > 0;
  }

  Optional<Admission> admit(UUID session, Role role, List<byte[]> tokens, Instant now) {
    return ADMITTED.first(db.query(ADMIT, session, tokens.stream().map(Buffer::buffer).toArray(Buffer[]::new), now,
        role == Role.HOST)).map(admitted -> admitted.as(role));
  }

  /** Says why a session can not be entered, if it is there and over. */
  Optional<Ending> ending(UUID session, Instant now) {
    return STATES.first(db.query(STATE, session, now)).map(State::because);
  }
}
