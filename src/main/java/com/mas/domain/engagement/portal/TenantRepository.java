package com.mas.domain.engagement.portal;

import com.mas.db.Database;
import com.mas.db.Rows;
import io.vertx.core.Future;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

final class TenantRepository {
  private static final String SWITCHED_OFF = "SELECT switched_off FROM tenant.shared_tenants WHERE slug = $1";
  private static final Rows<Without> WITHOUT = Rows.of(Without.class);

  private record Without(List<String> switchedOff) {}

  private final Database db;

  TenantRepository(Database db) {
    this.db = db;
  }

  /** Completes with the domains that the tenant does without. */
  Future<Set<String>> switchedOff(@Nullable String tenant) {
    return db.read(SWITCHED_OFF, tenant)
        .map(rows -> WITHOUT.first(rows).map(each -> Set.copyOf(each.switchedOff())).orElse(Set.of()));
  }
}
