package com.mas.domain.engagement.portal;

import com.mas.bus.Bus;
import com.mas.bus.Capacity;
import com.mas.bus.DomainVerticle;
import com.mas.db.Database;
import com.mas.domain.people.files.FilesContract;
import java.time.Duration;

/** The student portal on the bus: one line for each address. Any number of instances. */
public final class PortalVerticle extends DomainVerticle {
  private final DashboardService dashboard;
  private final ProfileService profiles;

  /** @param patience how long another domain is waited for where a page comes without it, too */
  public PortalVerticle(Bus bus, Capacity capacity, Database db, Duration patience) {
    super(bus, capacity);
    dashboard = new DashboardService(bus, db, patience);
    profiles = new ProfileService(bus, db, patience);
  }

  @Override
  protected void open() {
    answerUnblocked(DashboardContract.GET, dashboard::get);

    answer(ProfileContract.GET, profiles::get);
    answer(ProfileContract.CHANGE, profiles::change);
    answer(ProfileContract.CHOOSE_RESUME, profiles::chooseResume);
    answer(ProfileContract.MY_VIEWS, profiles::views);
    answer(ProfileContract.OF_STUDENT, profiles::ofStudent);
    answer(ProfileContract.VERIFY, profiles::verify);
    on(FilesContract.READY, profiles::resumeReady);
  }
}
