package com.mas.domain.people.notification;

import com.mas.bus.Page;
import com.mas.db.Database;
import com.mas.db.PageWindow;
import com.mas.db.Query;
import com.mas.db.Rows;
import com.mas.domain.people.notification.NotificationContract.*;
import java.time.Instant;
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
  private static final Query<Item> LIST = Query.of(Item.class, "*", """
      FROM notification.items
      WHERE tenant = $1 AND user_id = $2 AND (read_at IS NULL OR NOT $3::boolean)""", "id DESC");
  private static final String UNREAD =
      "SELECT count(*) FROM notification.items WHERE tenant = $1 AND user_id = $2 AND read_at IS NULL";
  private static final String READ = """
      UPDATE notification.items SET read_at = coalesce(read_at, $4) WHERE id = $1 AND tenant = $2 AND user_id = $3
      RETURNING *""";
  private static final String READ_ALL =
      "UPDATE notification.items SET read_at = $3 WHERE tenant = $1 AND user_id = $2 AND read_at IS NULL";

  private static final Rows<Added> ADDED = Rows.of(Added.class);

  private final Database db;

  InboxRepository(Database db) {
    this.db = db;
  }

  /** @param id null when there is one with this key already */
  record Added(UUID id, long unread) {}

  Added add(String tenant, UUID userId, String key, Item item) {
    return ADDED.first(db.write(INSERT, item.id(), tenant, userId, key, item.template(), item.category(), item.title(),
        item.body(), item.link(), item.createdAt())).orElseThrow();
  }

  UUID idOf(String tenant, UUID userId, String key) {
    return db.query(FIND_ID, tenant, userId, key).iterator().next().getUUID(0);
  }

  Page<Item> list(String tenant, UUID userId, boolean onlyUnread, PageWindow window) {
    return LIST.page(db, window, tenant, userId, onlyUnread);
  }

  long unread(String tenant, UUID userId) {
    return db.query(UNREAD, tenant, userId).iterator().next().getLong(0);
  }

  Optional<Item> read(String tenant, UUID userId, UUID id, Instant now) {
    return LIST.rows().first(db.write(READ, id, tenant, userId, now));
  }

  long readAll(String tenant, UUID userId, Instant now) {
    return db.write(READ_ALL, tenant, userId, now).rowCount();
  }
}
