package com.mas.domain.engagement.portal;

import com.mas.bus.Bus;
import com.mas.bus.Capacity;
import com.mas.bus.DomainVerticle;
import com.mas.db.Database;
import com.mas.db.UuidV7;
import com.mas.domain.people.files.FilesContract;
import com.mas.jobs.Jobs;
import com.mas.secrets.Vault;
import java.time.Duration;

/** The student portal on the bus: one line for each address. Any number of instances. */
public final class PortalVerticle extends DomainVerticle {
  private final DashboardService dashboard;
  private final ProfileService profiles;
  private final DocumentService documents;
  private final TimelineService timelines;

  /** @param patience how long another domain is waited for where a page comes without it, too */
  public PortalVerticle(Bus bus, Capacity capacity, Database db, Jobs jobs, UuidV7 ids, Vault vault,
      Duration patience) {
    super(bus, capacity);
    dashboard = new DashboardService(bus, db, patience);
    profiles = new ProfileService(bus, db, patience);
    timelines = new TimelineService(db, bus.clock());
    documents = new DocumentService(bus, db, jobs, ids, vault, patience);
  }

  @Override
  protected void open() {
    answerUnblocked(DashboardContract.GET, dashboard::get);

    answer(ProfileContract.GET, profiles::get);
    answer(ProfileContract.CHANGE, profiles::change);
    answer(ProfileContract.CHOOSE_RESUME, profiles::chooseResume);
    answer(ProfileContract.MY_VIEWS, profiles::views);
    answer(ProfileContract.OF_STUDENT, profiles::ofStudent);
    answer(ProfileContract.RESUME_OF_STUDENT, profiles::resumeOfStudent);
    answer(ProfileContract.VERIFY, profiles::verify);

    answer(TimelineContract.MINE, timelines::mine);
    answer(TimelineContract.OF_STUDENT, timelines::ofStudent);

    answer(DocumentContract.MINE, documents::mine);
    answer(DocumentContract.PUT_AADHAAR, documents::putAadhaar);
    answer(DocumentContract.REMOVE_AADHAAR, documents::removeAadhaar);
    answer(DocumentContract.LIST, documents::list);
    answer(DocumentContract.DECIDE, documents::decide);
    answer(DocumentContract.LOG, documents::log);

    on(FilesContract.READY, (call, ready) -> {
      profiles.resumeReady(ready);
      documents.fileReady(ready);
      return null;
    });
  }
}
