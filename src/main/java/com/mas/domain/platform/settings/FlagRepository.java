package com.mas.domain.platform.settings;

import com.mas.bus.Page;
import com.mas.db.Database;
import com.mas.db.PageWindow;
import com.mas.db.Query;
import com.mas.db.Rows;
import com.mas.domain.platform.settings.FlagContract.ChangeFlag;
import com.mas.domain.platform.settings.FlagContract.FlagChange;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

final class FlagRepository {
  /** @param updatedBy null: the product itself */
  record Stored(String key, String value, Instant updatedAt, UUID updatedBy) {}

  private static final Rows<Stored> STORED = Rows.of(Stored.class);
  private static final Query<FlagChange> HISTORY =
      Query.of(FlagChange.class, "*", "FROM platform.config_changes WHERE key = $1", "changed_at DESC, id DESC");

  private static final String ALL = "SELECT key, value, updated_at, updated_by FROM platform.system_config";
  private static final String FIND = ALL + " WHERE key = $1";

  private static final String LOCK = FIND + " FOR UPDATE";

  private static final String SET = """
      INSERT INTO platform.system_config (key, value, updated_at, updated_by) VALUES ($1, $2, $3, $4)
      ON CONFLICT (key) DO UPDATE
        SET value = excluded.value, updated_at = excluded.updated_at, updated_by = excluded.updated_by
      """;

  private static final String LOG = """
      INSERT INTO platform.config_changes (id, key, before, after, reason, changed_by, changed_at)
      VALUES (gen_random_uuid(), $1, $2, $3, $4, $5, $6)
      """;

  private final Database db;

  FlagRepository(Database db) {
    this.db = db;
  }

  Map<String, Stored> all() {
    return STORED.all(db.query(ALL)).stream().collect(Collectors.toMap(Stored::key, Function.identity()));
  }

  Optional<Stored> find(String key) {
    return STORED.first(db.query(FIND, key));
  }

  Page<FlagChange> history(String key, PageWindow window) {
    return HISTORY.page(db, window, key);
  }

  /** Stores the value and logs the change; a value that stays as it is, is no change. */
  Stored set(ChangeFlag ask, UUID by, Instant now) {
    return db.transaction(tx -> {
      Optional<Stored> before = STORED.first(tx.query(LOCK, ask.key()));
      if (before.isPresent() && before.get().value().equals(ask.value())) {
        return before.get();
      }
      tx.send(SET, ask.key(), ask.value(), now, by);
      tx.query(LOG, ask.key(), before.map(Stored::value).orElse(null), ask.value(), ask.reason(), by, now);
      return new Stored(ask.key(), ask.value(), now, by);
    });
  }
}
