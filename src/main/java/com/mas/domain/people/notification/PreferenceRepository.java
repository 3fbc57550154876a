package com.mas.domain.people.notification;

import static com.mas.domain.people.notification.DeliveryRepository.instant;
import static com.mas.domain.people.notification.DeliveryRepository.time;

import com.mas.bus.Page;
import com.mas.db.Database;
import com.mas.domain.people.notification.NotificationContract.Channel;
import com.mas.domain.people.notification.NotificationContract.Delivery;
import com.mas.domain.people.notification.NotificationContract.ListDeliveries;
import com.mas.domain.people.notification.NotificationContract.Purged;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Instant;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;

/** What people wish, and the log as administrators see it. */
final class PreferenceRepository {
  private static final String FIND = """
      SELECT zone, quiet_from, quiet_to, off FROM notification.preferences WHERE tenant = $1 AND user_id = $2""";
  private static final String SAVE = """
      INSERT INTO notification.preferences AS p (tenant, user_id, zone, quiet_from, quiet_to, off, updated_at)
      VALUES ($1, $2, $3, $4, $5, $6, $9)
      ON CONFLICT (tenant, user_id) DO UPDATE SET zone = coalesce($3, p.zone),
        quiet_from = coalesce($4, p.quiet_from), quiet_to = coalesce($5, p.quiet_to),
        off = ARRAY(SELECT DISTINCT o FROM unnest(p.off || $7::text[]) o WHERE o <> ALL ($8::text[])),
        updated_at = excluded.updated_at""";
  private static final String LOG = """
      SELECT d.*, count(*) OVER () AS total FROM notification.deliveries d
      WHERE tenant = $1 AND ($2::text IS NULL OR channel = $2) AND ($3::text IS NULL OR state = $3)
        AND ($4::text[] IS NULL OR recipient = ANY ($4)) AND ($5::text IS NULL OR key = $5)
      ORDER BY created_at DESC, id DESC LIMIT $6 OFFSET $7""";
  private static final String PURGE_ITEMS = "DELETE FROM notification.items WHERE created_at < $1";
  private static final String PURGE_DELIVERIES = """
      DELETE FROM notification.deliveries WHERE created_at < $1 AND state NOT IN ('held', 'sending')""";
  private static final String PURGE_STATUSES = "DELETE FROM notification.statuses WHERE received_at < $1";
  private static final String PURGE_INBOUND = "DELETE FROM notification.inbound WHERE received_at < $1";

  /** @param zone to {@code to}: null where the product's counts */
  record Wishes(String zone, LocalTime from, LocalTime to, Set<String> off) {
    static final Wishes NONE = new Wishes(null, null, null, Set.of());
  }

  private final Database db;

  PreferenceRepository(Database db) {
    this.db = db;
  }

  Wishes find(String tenant, UUID userId) {
    RowSet<Row> rows = db.query(FIND, tenant, userId);
    if (rows.size() == 0) {
      return Wishes.NONE;
    }
    Row row = rows.iterator().next();
    return new Wishes(row.getString("zone"), row.getLocalTime("quiet_from"), row.getLocalTime("quiet_to"),
        Set.of(row.getArrayOfStrings("off")));
  }

  /** Null leaves a value as it is. */
  void save(String tenant, UUID userId, Wishes change, Set<String> on, Instant now) {
    String[] off = change.off().toArray(String[]::new);
    db.query(SAVE, tenant, userId, change.zone(), change.from(), change.to(), off, off, on.toArray(String[]::new),
        time(now));
  }

  /** @param recipients any of them; null: all */
  Page<Delivery> log(String tenant, ListDeliveries ask, String[] recipients, int limit, long offset) {
    List<Delivery> deliveries = new ArrayList<>();
    long total = 0;
    for (Row row : db.query(LOG, tenant, ask.channel() == null ? null : ask.channel().word(),
        ask.state() == null ? null : ask.state().word(), recipients, ask.key(), limit, offset)) {
      total = row.getLong("total");
      deliveries.add(new Delivery(row.getUUID("id"), row.getString("key"),
          Channel.valueOf(row.getString("channel").toUpperCase(Locale.ROOT)), row.getString("category"),
          row.getUUID("user_id"), row.getString("recipient"), row.getString("template"),
          DeliveryRepository.state(row.getString("state")), row.getString("reason"), instant(row, "due_at"),
          row.getString("provider"), row.getString("message_id"), row.getString("error_code"), row.getString("error"),
          row.getInteger("attempts"), instant(row, "created_at"), instant(row, "updated_at")));
    }
    return new Page<>(deliveries, limit, offset, total);
  }

  /** @param news before which what webhooks told is not needed any more */
  Purged purge(Instant before, Instant news) {
    OffsetDateTime limit = time(before);
    long items = db.query(PURGE_ITEMS, limit).rowCount();
    long deliveries = db.query(PURGE_DELIVERIES, limit).rowCount();
    long told = db.query(PURGE_STATUSES, time(news)).rowCount() + db.query(PURGE_INBOUND, time(news)).rowCount();
    return new Purged(items, deliveries, told);
  }
}
