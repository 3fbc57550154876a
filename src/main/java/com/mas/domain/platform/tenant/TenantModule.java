package com.mas.domain.platform.tenant;

import com.mas.db.Table;
import com.mas.domain.platform.tenant.TenantContract.EnsureTenants;
import com.mas.module.ConsolePage;
import com.mas.module.DomainModule;
import com.mas.module.SettingsReader;
import java.util.Set;
import java.util.stream.Collectors;

/** Declares the tenants: their origins, their look, and the domains that are switched off for them. */
public final class TenantModule extends DomainModule {
  public TenantModule() {
    super("tenant", TenantContract.class);
    page(ConsolePage.of(72, "run", "tenants", "home", "Tenants",
        "Schools on this server: their look, addresses and features", "role:SUPERADMIN"));
    seed(10, ground -> ground.askAsProduct(TenantContract.ENSURE, new EnsureTenants(ground.tenants())));
    tables(Table.of("tenant.tenants").never("the rows of all domains carry its slug"));
  }

  @Override
  public Plan plan(SettingsReader from) {
    return (parts, capacity) -> {
      Set<String> domains = parts.requests().keySet().stream().map(address -> address.replaceFirst("\\..*", ""))
          .collect(Collectors.toUnmodifiableSet());
      return new TenantVerticle(parts.bus(), capacity, parts.database(), domains);
    };
  }
}
