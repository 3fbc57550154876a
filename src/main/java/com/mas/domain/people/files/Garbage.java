package com.mas.domain.people.files;

import com.mas.bus.FailureException;
import com.mas.domain.people.files.UploadRepository.Gone;
import com.mas.outbound.store.ObjectStore;
import java.io.UncheckedIOException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Deletes from the store what nothing names any more. What cannot be deleted now is deleted by the next sweep. */
final class Garbage {
  private static final Logger LOG = LoggerFactory.getLogger(Garbage.class);

  private final Place place;
  private final UploadRepository uploads;

  Garbage(Place place, UploadRepository uploads) {
    this.place = place;
    this.uploads = uploads;
  }

  /** Deletes some; returns how many. */
  int collect() {
    List<Gone> gone = uploads.garbage();
    ObjectStore store = place.store();
    for (Gone each : gone) {
      if (each.upload() != null) {
        store.abort(each.key(), each.upload());
      }
      store.delete(each.key());
      uploads.deleted(each.key());
    }
    return gone.size();
  }

  /** Deletes as {@link #collect} does, where a store that is away is no failure of the caller's. */
  void tryToCollect() {
    try {
      collect();
    } catch (FailureException | UncheckedIOException e) {
      LOG.info("what is not needed any more stays in the store until the next sweep: {}", e.getMessage());
    }
  }
}
