package com.mas.domain.platform.tenant;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.mas.bus.Capacity;
import com.mas.bus.Failure;
import com.mas.bus.Request;
import com.mas.domain.platform.tenant.TenantContract.EnsureTenants;
import com.mas.domain.platform.tenant.TenantContract.Face;
import com.mas.domain.platform.tenant.TenantContract.GetTenant;
import com.mas.domain.platform.tenant.TenantContract.ListTenants;
import com.mas.domain.platform.tenant.TenantContract.Look;
import com.mas.domain.platform.tenant.TenantContract.PutTenant;
import com.mas.domain.platform.tenant.TenantContract.ShowTenant;
import com.mas.domain.platform.tenant.TenantContract.Tenant;
import com.mas.testkit.House;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class TenantIT {
  @AutoClose private static final House house = new House("2026-03-10T12:00:00Z");

  @BeforeAll
  static void open() {
    house.deploy(new TenantVerticle(house.bus, new Capacity("tenant", 1, 100), house.db, Set.of("education", "risk")));
  }

  @Test
  void aTenantIsMadeReplacedAndShown() {
    PutTenant first = new PutTenant("ozone", " Ozone ", List.of("https://o.example"),
        new Look("https://o.example/logo.svg", null), List.of("risk"));
    Tenant made = ask("mas", TenantContract.PUT, first);
    assertEquals(new Tenant("ozone", "Ozone", first.origins(), first.look(), first.switchedOff(), house.clock.instant(),
        house.clock.instant()), made);
    assertEquals(made, ask("mas", TenantContract.GET, new GetTenant("ozone")));
    assertEquals(new Face("ozone", "Ozone", first.look(), List.of("risk")),
        ask("ozone", TenantContract.SHOW, new ShowTenant()));
    Tenant replaced = ask("mas", TenantContract.PUT, new PutTenant("ozone", "O2", List.of(), null, List.of()));
    assertEquals(new Tenant("ozone", "O2", List.of(), null, List.of(), made.createdAt(), house.clock.instant()),
        replaced);
  }

  @Test
  void aStartMakesSureOfItsTenantsAndChangesNone() {
    ask("mas", TenantContract.ENSURE, new EnsureTenants(List.of("mas", "second")));
    ask("mas", TenantContract.PUT, new PutTenant("second", "Two", List.of(), null, List.of()));
    ask("mas", TenantContract.ENSURE, new EnsureTenants(List.of("mas", "second")));
    assertEquals("Two", ask("mas", TenantContract.GET, new GetTenant("second")).name());
    assertEquals(List.of("mas"),
        ask("mas", TenantContract.LIST, new ListTenants(1, 0L)).items().stream().map(Tenant::slug).toList());
  }

  @Test
  void saysWhatIsWrong() {
    House.refused(Failure.NOT_FOUND, house.bus.send(house.product(), TenantContract.GET, new GetTenant("nobody")));
    House.refused(Failure.INVALID, house.bus.send(house.product(), TenantContract.PUT,
        new PutTenant("x", "X", List.of("https://x.example/"), null, List.of())));
  }

  private static <Q, A> A ask(String tenant, Request<Q, A> request, Q body) {
    return house.ask(house.call(tenant, null), request, body);
  }
}
