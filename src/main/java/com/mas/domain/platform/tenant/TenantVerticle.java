package com.mas.domain.platform.tenant;

import com.mas.bus.Bus;
import com.mas.bus.Capacity;
import com.mas.bus.DomainVerticle;
import com.mas.db.Database;
import java.util.Set;

/** Answers for the tenants. Holds nothing between two requests; any number of instances. */
public final class TenantVerticle extends DomainVerticle {
  private final TenantService tenants;

  /** @param domains that this build has */
  TenantVerticle(Bus bus, Capacity capacity, Database db, Set<String> domains) {
    super(bus, capacity);
    this.tenants = new TenantService(bus, new TenantRepository(db), domains);
  }

  @Override
  protected void open() {
    answer(TenantContract.LIST, tenants::list);
    answer(TenantContract.GET, tenants::get);
    answer(TenantContract.PUT, tenants::put);
    answer(TenantContract.SHOW, tenants::show);
    answer(TenantContract.ENSURE, tenants::ensure);
  }
}
