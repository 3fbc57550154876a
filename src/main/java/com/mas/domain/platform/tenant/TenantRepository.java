package com.mas.domain.platform.tenant;

import com.mas.bus.Page;
import com.mas.db.Database;
import com.mas.db.PageWindow;
import com.mas.db.Query;
import com.mas.db.Rows;
import com.mas.domain.platform.tenant.TenantContract.PutTenant;
import com.mas.domain.platform.tenant.TenantContract.Tenant;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

final class TenantRepository {
  private static final Query<Tenant> LIST = Query.of(Tenant.class, "*", "FROM tenant.tenants", "slug");
  private static final Rows<Tenant> TENANT = Rows.of(Tenant.class);
  private static final String GET = "SELECT * FROM tenant.tenants WHERE slug = $1";

  private static final String PUT = """
      INSERT INTO tenant.tenants AS t (slug, name, origins, logo_url, accent, switched_off, created_at, updated_at)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $7)
      ON CONFLICT (slug) DO UPDATE SET name = excluded.name, origins = excluded.origins, logo_url = excluded.logo_url,
        accent = excluded.accent, switched_off = excluded.switched_off, updated_at = excluded.updated_at
      RETURNING *
      """;

  private static final String ENSURE = """
      INSERT INTO tenant.tenants (slug, name, created_at, updated_at)
      SELECT slug, slug, $2, $2 FROM unnest($1::text[]) slug
      ON CONFLICT (slug) DO NOTHING
      """;

  private final Database db;

  TenantRepository(Database db) {
    this.db = db;
  }

  Page<Tenant> list(PageWindow window) {
    return LIST.page(db, window);
  }

  Optional<Tenant> get(String slug) {
    return TENANT.first(db.query(GET, slug));
  }

  Tenant put(PutTenant ask, Instant now) {
    return TENANT.first(db.write(PUT, ask.slug(), ask.name().strip(), ask.origins(),
        ask.look() == null ? null : ask.look().logoUrl(), ask.look() == null ? null : ask.look().accent(),
        ask.switchedOff(), now)).orElseThrow();
  }

  void ensure(List<String> slugs, Instant now) {
    db.write(ENSURE, slugs, now);
  }
}
