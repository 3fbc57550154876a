package com.mas.domain.platform.tenant;

import com.mas.bus.Bus;
import com.mas.bus.Call;
import com.mas.bus.Failure;
import com.mas.bus.FailureException.FieldError;
import com.mas.bus.Page;
import com.mas.db.PageWindow;
import com.mas.domain.platform.tenant.TenantContract.Changed;
import com.mas.domain.platform.tenant.TenantContract.EnsureTenants;
import com.mas.domain.platform.tenant.TenantContract.Face;
import com.mas.domain.platform.tenant.TenantContract.GetTenant;
import com.mas.domain.platform.tenant.TenantContract.ListTenants;
import com.mas.domain.platform.tenant.TenantContract.PutTenant;
import com.mas.domain.platform.tenant.TenantContract.ShowTenant;
import com.mas.domain.platform.tenant.TenantContract.Tenant;
import java.util.List;
import java.util.Set;

final class TenantService {
  private final Bus bus;
  private final TenantRepository tenants;
  private final Set<String> domains;

  TenantService(Bus bus, TenantRepository tenants, Set<String> domains) {
    this.bus = bus;
    this.tenants = tenants;
    this.domains = domains;
  }

  Page<Tenant> list(Call call, ListTenants ask) {
    return tenants.list(PageWindow.of(ask));
  }

  Tenant get(Call call, GetTenant ask) {
    return tenants.get(ask.slug()).orElseThrow(TenantContract.TENANT_UNKNOWN::refusal);
  }

  Face show(Call call, ShowTenant ask) {
    Tenant tenant = tenants.get(call.tenant()).orElseThrow(TenantContract.TENANT_UNKNOWN::refusal);
    return new Face(tenant.slug(), tenant.name(), tenant.look(), tenant.switchedOff());
  }

  Tenant put(Call call, PutTenant ask) {
    List<FieldError> wrong = TenantRules.wrong(ask, domains);
    if (!wrong.isEmpty()) {
      throw Failure.INVALID.with(wrong.getFirst().message()).errors(wrong);
    }
    Tenant stored = tenants.put(ask, bus.clock().instant());
    bus.publish(call, TenantContract.CHANGED, new Changed(ask.slug()));
    return stored;
  }

  Void ensure(Call call, EnsureTenants ask) {
    tenants.ensure(ask.slugs(), bus.clock().instant());
    return null;
  }
}
