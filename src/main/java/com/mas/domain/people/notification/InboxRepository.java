package com.mas.domain.people.notification;

import com.mas.bus.Page;
import com.mas.db.Database;
import com.mas.domain.people.notification.NotificationContract.Item;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** {@code notification.items}. Ids grow with time, so they are the order too. */
final class InboxRepository {
  private static final String INSERT = """
      WITH added AS (
        INSERT INTO notification.items (id, tenant, user_id, key, template, category, title, body, link, created_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (tenant, user_id, key) DO NOTHING
        RETURNING id
      )
      SELECT (SELECT id FROM added) AS id, count(*) + (SELECT count(*) FROM added) AS unread
      FROM notification.items WHERE tenant = $2 AND user_id = $3 AND read_at IS NULL""";
  private static final String FIND_ID =
      "SELECT id FROM notification.items WHERE tenant = $1 AND user_id = $2 AND key = $3";
  private static final String LIST = """
      SELECT i.*, count(*) OVER () AS total FROM notification.items i
      WHERE tenant = $1 AND user_id = $2 AND (read_at IS NULL OR NOT $3) ORDER BY id DESC LIMIT $4 OFFSET $5""";
  private static final String COUNT = """
      SELECT count(*) FROM notification.items WHERE tenant = $1 AND user_id = $2 AND (read_at IS NULL OR NOT $3)""";
  private static final String READ = """
      UPDATE notification.items SET read_at = coalesce(read_at, $4) WHERE id = $1 AND tenant = $2 AND user_id = $3
      RETURNING *""";
  private static final String READ_ALL =
      "UPDATE notification.items SET read_at = $3 WHERE tenant = $1 AND user_id = $2 AND read_at IS NULL";

  private final Database db;

  InboxRepository(Database db) {
    this.db = db;
  }

  /** @param id null when there is one with this key already */
  record Added(UUID id, long unread) {}

  Added add(String tenant, UUID userId, String key, Item item) {
    Row row = db.query(INSERT, item.id(), tenant, userId, key, item.template(), item.category(), item.title(),
        item.body(), item.link(), time(item.createdAt())).iterator().next();
    return new Added(row.getUUID("id"), row.getLong("unread"));
  }

  UUID idOf(String tenant, UUID userId, String key) {
    return db.query(FIND_ID, tenant, userId, key).iterator().next().getUUID(0);
  }

  Page<Item> list(String tenant, UUID userId, boolean onlyUnread, int limit, long offset) {
    List<Item> items = new ArrayList<>();
    long total = 0;
    for (Row row : db.query(LIST, tenant, userId, onlyUnread, limit, offset)) {
      total = row.getLong("total");
      items.add(item(row));
    }
    return new Page<>(items, limit, offset, items.isEmpty() && offset > 0 ? count(tenant, userId, onlyUnread) : total);
  }

  long count(String tenant, UUID userId, boolean onlyUnread) {
    return db.query(COUNT, tenant, userId, onlyUnread).iterator().next().getLong(0);
  }

  Optional<Item> read(String tenant, UUID userId, UUID id, Instant now) {
    RowSet<Row> rows = db.query(READ, id, tenant, userId, time(now));
    return rows.size() == 0 ? Optional.empty() : Optional.of(item(rows.iterator().next()));
  }

  long readAll(String tenant, UUID userId, Instant now) {
    return db.query(READ_ALL, tenant, userId, time(now)).rowCount();
  }

  private static Item item(Row row) {
    OffsetDateTime read = row.getOffsetDateTime("read_at");
    return new Item(row.getUUID("id"), row.getString("template"), row.getString("category"), row.getString("title"),
        row.getString("body"), row.getString("link"), row.getOffsetDateTime("created_at").toInstant(),
        read == null ? null : read.toInstant());
  }

  private static OffsetDateTime time(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }
}
