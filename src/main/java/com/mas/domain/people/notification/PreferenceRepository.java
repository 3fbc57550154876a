package com.mas.domain.people.notification;

import com.mas.bus.Change;
import com.mas.bus.Page;
import com.mas.db.Database;
import com.mas.db.PageWindow;
import com.mas.db.Query;
import com.mas.db.Rows;
import com.mas.domain.people.notification.NotificationContract.*;
import java.time.Instant;
import java.time.LocalTime;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Keeps what people wish, and reads the log as administrators see it. */
final class PreferenceRepository {
  private static final String FIND = """
      SELECT zone, quiet_from AS "from", quiet_to AS "to", off
      FROM notification.preferences WHERE tenant = $1 AND user_id = $2""";
  private static final String SAVE = """
      INSERT INTO notification.preferences AS p (tenant, user_id, zone, quiet_from, quiet_to, off, updated_at)
      VALUES ($1, $2, $3, $4, $5, $6, $9)
      ON CONFLICT (tenant, user_id) DO UPDATE SET
        zone = CASE WHEN $10 THEN $3 ELSE p.zone END,
        quiet_from = CASE WHEN $11 THEN $4 ELSE p.quiet_from END,
        quiet_to = CASE WHEN $12 THEN $5 ELSE p.quiet_to END,
        off = ARRAY(SELECT DISTINCT o FROM unnest(p.off || $7::text[]) o WHERE o <> ALL ($8::text[])),
        updated_at = excluded.updated_at""";
  private static final Query<Delivery> LOG = Query.of(Delivery.class, "*", """
      FROM notification.deliveries
      WHERE tenant = $1 AND ($2::text IS NULL OR channel = $2) AND ($3::text IS NULL OR state = $3)
        AND ($4::text[] IS NULL OR recipient = ANY ($4)) AND ($5::text IS NULL OR key = $5)""",
      "created_at DESC, id DESC");
  private static final String PURGE_ITEMS = "DELETE FROM notification.items WHERE created_at < $1";
  private static final String PURGE_DELIVERIES = """
      DELETE FROM notification.deliveries WHERE created_at < $1 AND state NOT IN ('held', 'sending')""";
  private static final String PURGE_STATUSES = "DELETE FROM notification.statuses WHERE received_at < $1";
  private static final String PURGE_INBOUND = "DELETE FROM notification.inbound WHERE received_at < $1";

  /** @param zone to {@code to}: null where the product's counts */
  record Wishes(String zone, LocalTime from, LocalTime to, Set<String> off) {
    static final Wishes NONE = new Wishes(null, null, null, Set.of());
  }

  private static final Rows<Wishes> WISHES = Rows.of(Wishes.class);

  private final Database db;

  PreferenceRepository(Database db) {
    this.db = db;
  }

  Wishes find(String tenant, UUID userId) {
    return WISHES.first(db.query(FIND, tenant, userId)).orElse(Wishes.NONE);
  }

  void save(String tenant, UUID userId, Change<String> zone, Change<LocalTime> from, Change<LocalTime> to,
      Set<String> off, Set<String> on, Instant now) {
    db.write(SAVE, tenant, userId, zone.value(), from.value(), to.value(), off, off, on, now, zone.isMade(),
        from.isMade(), to.isMade());
  }

  /** @param recipients any of them; null: all */
  Page<Delivery> log(String tenant, ListDeliveries ask, List<String> recipients) {
    return LOG.page(db, PageWindow.of(ask), tenant, ask.channel(), ask.state(), recipients, ask.key());
  }

  /** @param news before which what webhooks told is not needed any more */
  Purged purge(Instant before, Instant news) {
    long items = db.write(PURGE_ITEMS, before).rowCount();
    long deliveries = db.write(PURGE_DELIVERIES, before).rowCount();
    long told = (long) db.write(PURGE_STATUSES, news).rowCount() + db.write(PURGE_INBOUND, news).rowCount();
    return new Purged(items, deliveries, told);
  }
}
