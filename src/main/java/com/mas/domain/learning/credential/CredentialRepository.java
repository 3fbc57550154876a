package com.mas.domain.learning.credential;

import com.mas.bus.Page;
import com.mas.db.Database;
import com.mas.db.PageWindow;
import com.mas.db.Query;
import com.mas.db.Rows;
import com.mas.db.Tx;
import com.mas.domain.learning.credential.CredentialContract.State;
import com.mas.domain.learning.credential.IssuerContract.Recipient;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.Collectors;

/** SQL of credentials and of their certificates. */
final class CredentialRepository {
  /** A row as it is shown. */
  record Stored(UUID id, UUID issuerId, String issuer, String externalId, State state, String title, String description,
      String recipientName, String recipientEmail, UUID holderId, Double hours, LocalDate completedOn, Instant issuedAt,
      Instant claimedAt, Instant revokedAt, String revokedReason, boolean showsName, boolean anchored, String cid) {}

  /**
   * A credential to be.
   *
   * @param document as signed; null: it is signed when somebody asks for it
   * @param file null: no certificate
   */
  record Made(Certified certified, long entry, String externalId, String document, String cid, byte[] file) {}

  private static final String COLUMNS = """
      c.id, c.issuer_id, i.name AS issuer, c.external_id, c.state, c.title, c.description, c.recipient_name,
      c.recipient_email, c.holder_id, c.hours, c.completed_on, c.issued_at, c.claimed_at, c.revoked_at,
      c.revoked_reason, c.shows_name, e.anchor IS NOT NULL AS anchored, c.cid""";
  private static final String FROM = """

      FROM credential.credentials c JOIN credential.issuers i ON i.id = c.issuer_id
        LEFT JOIN credential.entries e ON e.number = c.entry
      """;
  private static final Rows<Stored> ROWS = Rows.of(Stored.class);
  private static final Query<Stored> LIST = Query.of(Stored.class, COLUMNS, FROM + """
      WHERE c.tenant = $1
        AND ($2::text IS NULL
          OR position(lower($2) IN lower(c.title || ' ' || c.recipient_name || ' ' || c.recipient_email)) > 0)
        AND ($3::text IS NULL OR c.state = $3)
        AND ($4::uuid IS NULL OR c.issuer_id = $4)
      """, "c.issued_at DESC, c.id DESC");
  private static final Query<Stored> OF_HOLDER = Query.of(Stored.class, COLUMNS, FROM + """
      WHERE c.tenant = $1 AND c.holder_id = $2
      """, "c.issued_at DESC, c.id DESC");

  /** @param document as signed; null: it is not yet */
  record Shown(UUID id, String document) {}

  private static final Query<Shown> DOCUMENTS = Query.of(Shown.class, "c.id, c.document", """
      FROM credential.credentials c
      WHERE c.tenant = $1 AND c.holder_id = $2 AND c.state <> 'revoked'
        AND ($3::timestamptz IS NULL OR c.issued_at >= $3)""", "c.issued_at, c.id");

  private static final Query<Recipient> RECIPIENTS = Query.of(Recipient.class,
      "r.email, r.name, r.credentials, r.last_at", """
      FROM (SELECT c.recipient_email AS email, max(c.recipient_name) AS name, count(*) AS credentials,
              max(c.issued_at) AS last_at
            FROM credential.credentials c WHERE c.issuer_id = $1 GROUP BY c.recipient_email) r""",
      "r.last_at DESC, r.email");

  private static final String SELECT = "SELECT " + COLUMNS + FROM;
  private static final String GET = SELECT + "WHERE c.tenant = $1 AND c.id = $2";
  private static final String GET_HELD = GET + " AND c.holder_id = $3";
  private static final String LIKE_IT = SELECT + """
      WHERE c.issuer_id = $1 AND (c.external_id = $2
        OR c.recipient_email = $3 AND lower(c.title) = lower($4) AND c.state <> 'revoked')
      ORDER BY c.external_id = $2 DESC NULLS LAST LIMIT 1""";

  private static final String NUMBERS =
      "SELECT nextval('credential.entry_number') AS number FROM generate_series(1, $1::int)";

  // in one order, so that two who issue the same wait for each other instead of for ever
  private static final String INSERT = """
      INSERT INTO credential.credentials (id, tenant, issuer_id, entry, external_id, state, title, description,
        recipient_email, recipient_name, hours, completed_on, issued_at, salt, view_version, file_sha256, holder_id,
        document, cid, created_by, created_at)
      SELECT n.id, $1::text, $2::uuid, n.entry, n.external_id,
        CASE WHEN a.id IS NULL THEN 'unclaimed' ELSE 'issued' END, n.title,
        n.description, n.email, n.name, n.hours, n.completed_on, n.issued_at, n.salt, $17::int, n.file_sha256,
        a.id, n.document, n.cid, $3::uuid, n.issued_at
      FROM unnest($4::uuid[], $5::bigint[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[], $11::float8[],
          $12::date[], $13::timestamptz[], $14::text[], $15::text[], $16::text[], $18::text[])
        AS n (id, entry, external_id, title, description, email, name, hours, completed_on, issued_at, salt,
          file_sha256, document, cid)
        LEFT JOIN identity.shared_accounts a ON a.tenant = $1 AND a.email = n.email AND a.email_verified
      ORDER BY n.email, n.title
      ON CONFLICT DO NOTHING
      RETURNING id""";

  private static final String ENTRIES = """
      INSERT INTO credential.entries (number, leaf) SELECT * FROM unnest($1::bigint[], $2::bytea[])""";

  private static final String FILES = """
      INSERT INTO credential.files (credential_id, bytes) SELECT * FROM unnest($1::uuid[], $2::bytea[])""";

  /** An account as certificates name it. */
  record Named(String email, String fullName) {}

  private static final Rows<Named> NAMED = Rows.of(Named.class);
  private static final String ACCOUNT = """
      SELECT email, full_name FROM identity.shared_accounts
      WHERE tenant = $1 AND id = $2 AND email IS NOT NULL AND email_verified""";

  /** Takes back what certified a course, unless the account has completed it in another enrolment of its own. */
  private static final String REVOKE_COURSE = """
      WITH revoked AS (
        UPDATE credential.credentials c SET state = 'revoked', revoked_at = $4, revoked_reason = $5
        FROM credential.issuers i
        WHERE i.tenant = $1 AND i.slug = $2 AND c.issuer_id = i.id AND c.external_id = $3 AND c.state <> 'revoked'
          AND NOT EXISTS (SELECT FROM mrlearn.shared_learner_accounts a
            JOIN mrlearn.shared_learners l ON l.tenant = a.tenant AND l.course_id = a.course_id
              AND l.graphy_user_id = a.graphy_user_id
            WHERE a.tenant = $1 AND a.account_id = $6 AND a.course_id = $7 AND l.is_completed)
        RETURNING c.entry
      )
      UPDATE credential.entries e SET revoked_at = $4 FROM revoked r WHERE e.number = r.entry""";

  private static final String FILE = "SELECT bytes FROM credential.files WHERE credential_id = $1";

  private static final String DOCUMENT =
      "SELECT document FROM credential.credentials WHERE tenant = $1 AND id = $2 AND holder_id = $3";

  private static final String SHOW_NAME = """
      UPDATE credential.credentials SET shows_name = $4 WHERE tenant = $1 AND id = $2 AND holder_id = $3""";

  private static final String REVOKE = """
      WITH revoked AS (
        UPDATE credential.credentials SET state = 'revoked', revoked_at = $3, revoked_by = $4, revoked_reason = $5
        WHERE tenant = $1 AND id = $2 AND state <> 'revoked' RETURNING entry
      )
      UPDATE credential.entries e SET revoked_at = $3 FROM revoked r WHERE e.number = r.entry""";

  private static final String CLAIM = """
      WITH claimed AS (
        UPDATE credential.credentials c SET state = 'claimed', holder_id = a.id, claimed_at = $1
        FROM identity.shared_accounts a
        WHERE c.state = 'unclaimed' AND a.tenant = c.tenant AND a.email = c.recipient_email AND a.email_verified
          AND ($2::text IS NULL OR c.tenant = $2 AND c.recipient_email = $3)
        RETURNING c.id
      )
      SELECT count(*)::int AS claimed FROM claimed""";

  private final Database db;

  CredentialRepository(Database db) {
    this.db = db;
  }

  Page<Stored> list(String tenant, String search, State state, UUID issuer, PageWindow window) {
    return LIST.page(db, window, tenant, search, state, issuer);
  }

  Page<Stored> ofHolder(String tenant, UUID holder, PageWindow window) {
    return OF_HOLDER.page(db, window, tenant, holder);
  }

  Page<Shown> documents(String tenant, UUID holder, Instant since, PageWindow window) {
    return DOCUMENTS.page(db, window, tenant, holder, since);
  }

  Page<Recipient> recipients(UUID issuer, PageWindow window) {
    return RECIPIENTS.page(db, window, issuer);
  }

  Optional<Stored> get(String tenant, UUID id) {
    return ROWS.first(db.query(GET, tenant, id));
  }

  Optional<Stored> held(String tenant, UUID id, UUID holder) {
    return ROWS.first(db.query(GET_HELD, tenant, id, holder));
  }

  /** Finds what makes a new one a second one. */
  Optional<Stored> likeIt(UUID issuer, Made made) {
    return ROWS.first(db.query(LIKE_IT, issuer, made.externalId, made.certified.recipientEmail(),
        made.certified.title()));
  }

  /** Returns places in the log that nobody else gets. */
  List<Long> numbers(int count) {
    List<Long> numbers = new ArrayList<>(count);
    db.query(NUMBERS, count).forEach(row -> numbers.add(row.getLong("number")));
    return numbers;
  }

  /** Returns such places over the connection of a transaction; they are nobody's even if it comes to nothing. */
  List<Long> numbers(Tx tx, int count) {
    return tx.query(NUMBERS, count).stream().map(row -> row.getLong("number")).toList();
  }

  /** Writes those that are not there yet, with their entries and certificates; returns the ids of these. */
  Set<UUID> insert(Tx tx, String tenant, UUID issuer, UUID by, List<Made> all) {
    Set<UUID> fresh = tx.query(INSERT, tenant, issuer, by, column(all, made -> made.certified.id(), UUID[]::new),
        column(all, Made::entry, Long[]::new), column(all, Made::externalId, String[]::new),
        column(all, made -> made.certified.title(), String[]::new),
        column(all, made -> made.certified.description(), String[]::new),
        column(all, made -> made.certified.recipientEmail(), String[]::new),
        column(all, made -> made.certified.recipientName(), String[]::new),
        column(all, made -> made.certified.hours(), Double[]::new),
        column(all, made -> made.certified.completedOn(), LocalDate[]::new),
        column(all, made -> made.certified.issuedAt().atOffset(ZoneOffset.UTC), OffsetDateTime[]::new),
        column(all, made -> made.certified.salt(), String[]::new),
        column(all, made -> made.certified.fileSha256(), String[]::new),
        column(all, Made::document, String[]::new), HashedViewRules.VERSION,
        column(all, Made::cid, String[]::new))
        .stream().map(row -> row.getUUID("id")).collect(Collectors.toSet());
    List<Made> made = all.stream().filter(each -> fresh.contains(each.certified.id())).toList();
    tx.send(ENTRIES, column(made, Made::entry, Long[]::new),
        column(made, each -> Buffer.buffer(HashedViewRules.leaf(each.certified)), Buffer[]::new));
    List<Made> filed = made.stream().filter(each -> each.file != null).toList();
    if (!filed.isEmpty()) {
      tx.send(FILES, column(filed, each -> each.certified.id(), UUID[]::new),
          column(filed, each -> Buffer.buffer(each.file), Buffer[]::new));
    }
    return fresh;
  }

  private static <T> T[] column(List<Made> all, Function<Made, T> part, IntFunction<T[]> array) {
    return all.stream().map(part).toArray(array);
  }

  /** Finds the account, if it is there and its address is verified. */
  Optional<Named> account(String tenant, UUID id) {
    return NAMED.first(db.query(ACCOUNT, tenant, id));
  }

  /** Returns whether a course's credential was taken back. */
  boolean revokeCourse(String tenant, String issuer, String externalId, UUID account, String course, String reason,
      Instant now) {
    return db.write(REVOKE_COURSE, tenant, issuer, externalId, now, reason, account, course).rowCount() == 1;
  }

  Optional<byte[]> file(UUID id) {
    var rows = db.query(FILE, id);
    return rows.size() == 0 ? Optional.empty() : Optional.of(rows.iterator().next().getBuffer("bytes").getBytes());
  }

  Optional<String> document(String tenant, UUID id, UUID holder) {
    var rows = db.query(DOCUMENT, tenant, id, holder);
    return rows.size() == 0 ? Optional.empty() : Optional.of(rows.iterator().next().getString("document"));
  }

  boolean showName(String tenant, UUID id, UUID holder, boolean shows) {
    return db.write(SHOW_NAME, tenant, id, holder, shows).rowCount() == 1;
  }

  /** Returns false when it is not there, or revoked already. */
  boolean revoke(String tenant, UUID id, UUID by, String reason, Instant now) {
    return db.write(REVOKE, tenant, id, now, by, reason).rowCount() == 1;
  }

  /** @param tenant null: those of all tenants and addresses */
  int claim(String tenant, String email, Instant now) {
    return db.write(CLAIM, now, tenant, email).iterator().next().getInteger("claimed");
  }
}
