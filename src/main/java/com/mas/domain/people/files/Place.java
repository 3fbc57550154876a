package com.mas.domain.people.files;

import com.mas.outbound.store.ObjectStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives the store to those who may use it: this server must keep files where all others do. */
final class Place {
  private static final Logger LOG = LoggerFactory.getLogger(Place.class);

  private final ObjectStore store;
  private final FileRepository files;
  private volatile boolean same;

  Place(ObjectStore store, FileRepository files) {
    this.store = store;
    this.files = files;
  }

  /** Returns the store; fails with NOT_CONFIGURED where it is not the one of the other servers. */
  ObjectStore store() {
    if (!same) {
      String first = files.claimPlace(store.identity());
      if (!first.equals(store.identity())) {
        LOG.error("files are kept in {} by the other servers, and in {} by this one; see FILES_DIR", first,
            store.identity());
        throw FilesContract.STORE_ELSEWHERE.refusal();
      }
      same = true;
    }
    return store;
  }

  String name() {
    return store.name();
  }
}
