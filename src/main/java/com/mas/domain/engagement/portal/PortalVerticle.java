package com.mas.domain.engagement.portal;

import com.mas.bus.Bus;
import com.mas.bus.Capacity;
import com.mas.bus.DomainVerticle;
import com.mas.db.Database;
import java.time.Duration;

/** The student portal on the bus: one line for each address. Any number of instances. */
public final class PortalVerticle extends DomainVerticle {
  private final DashboardService dashboard;

  /** @param patience how long a section of the dashboard is waited for */
  public PortalVerticle(Bus bus, Capacity capacity, Database db, Duration patience) {
    super(bus, capacity);
    dashboard = new DashboardService(bus, db, patience);
  }

  @Override
  protected void open() {
    answerUnblocked(DashboardContract.GET, dashboard::get);
  }
}
