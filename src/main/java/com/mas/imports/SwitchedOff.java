package com.mas.imports;

import com.mas.db.ComposesSql;
import com.mas.db.Database;
import com.mas.db.View;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/** Knows which domains a tenant does without: their kinds of imports are not there for it. */
@ComposesSql
final class SwitchedOff {
  private final Database db;
  private final String sql;

  /** @param tenants has {@code slug} and {@code switched_off}; this package does not know who publishes it */
  SwitchedOff(Database db, View tenants) {
    this.db = db;
    this.sql = "SELECT switched_off FROM " + tenants.name() + " WHERE slug = $1";
  }

  /** Returns the names of the domains. */
  Set<String> of(String tenant) {
    var rows = db.query(sql, tenant);
    return rows.size() == 0 ? Set.of()
        : Arrays.stream(rows.iterator().next().getArrayOfStrings(0)).collect(Collectors.toUnmodifiableSet());
  }
}
