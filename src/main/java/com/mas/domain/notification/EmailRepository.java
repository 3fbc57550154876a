package com.mas.domain.notification;

import com.mas.db.Database;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;

/** {@code notification.email_log}. */
final class EmailRepository {
  // takes the mail in hand: a new one, or one that certainly did not go out before
  private static final String BEGIN = """
      INSERT INTO notification.email_log (id, tenant, key, recipient, template, state, created_at, updated_at)
      VALUES ($1, $2, $3, $4, $5, 'sending', $6, $6)
      ON CONFLICT (tenant, key) DO UPDATE
      SET state = 'sending', attempts = email_log.attempts + 1, error = NULL, updated_at = excluded.updated_at
      WHERE email_log.state IN ('failed', 'rejected')
      RETURNING id""";

  private static final String FIND =
      "SELECT id, state, updated_at FROM notification.email_log WHERE tenant = $1 AND key = $2";

  private static final String COMPLETE = """
      UPDATE notification.email_log SET state = $2, message_id = $3, error = $4, updated_at = $5
      WHERE id = $1 AND state = 'sending'""";

  /** @param state as in the table */
  record Logged(UUID id, String state, Instant updatedAt) {}

  private final Database db;

  EmailRepository(Database db) {
    this.db = db;
  }

  /** The log's id when the mail is ours to send now. */
  Optional<UUID> begin(UUID id, String tenant, NotificationContract.SendEmail mail, Instant now) {
    RowSet<Row> rows = db.query(BEGIN, id, tenant, mail.key(), mail.to(), mail.template(), time(now));
    return rows.size() == 0 ? Optional.empty() : Optional.of(rows.iterator().next().getUUID("id"));
  }

  Optional<Logged> find(String tenant, String key) {
    RowSet<Row> rows = db.query(FIND, tenant, key);
    if (rows.size() == 0) {
      return Optional.empty();
    }
    Row row = rows.iterator().next();
    return Optional.of(new Logged(row.getUUID("id"), row.getString("state"), row.getOffsetDateTime("updated_at")
        .toInstant()));
  }

  void complete(UUID id, String state, String messageId, String error, Instant now) {
    db.query(COMPLETE, id, state, messageId, error, time(now));
  }

  private static OffsetDateTime time(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }
}
