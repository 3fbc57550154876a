package com.mas.domain.engagement.portal;

import com.mas.domain.platform.tenant.TenantContract;
import com.mas.module.ConsolePage;
import com.mas.module.DomainModule;
import com.mas.module.SettingsReader;
import java.time.Duration;

/** Declares the student portal. */
public final class PortalModule extends DomainModule {
  private static final int LEAST_MILLIS = 50;
  private static final int MOST_MILLIS = 4_000;

  public PortalModule() {
    super("portal", DashboardContract.class);
    page(ConsolePage.of(11, "learn", "dashboard", "layers", "Dashboard",
        "What waits, what comes next, and how it goes", "role:USER"));
    reads(TenantContract.SHARED);
  }

  @Override
  public Plan plan(SettingsReader from) {
    Duration patience = Duration.ofMillis(from.number("PORTAL_SECTION_MILLIS", LEAST_MILLIS, MOST_MILLIS));
    return (parts, capacity) -> new PortalVerticle(parts.bus(), capacity, parts.database(), patience);
  }
}
