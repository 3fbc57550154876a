package com.mas.domain.people.files;

import com.mas.bus.Call;
import com.mas.bus.FailureException;
import com.mas.db.Database;
import com.mas.domain.people.files.FilesContract.CheckVersion;
import com.mas.domain.people.files.FilesContract.Checked;
import com.mas.domain.people.files.FilesContract.FileReady;
import com.mas.domain.people.files.FilesContract.UploadState;
import com.mas.domain.people.files.Looked.Aside;
import com.mas.domain.people.files.Looked.Found;
import com.mas.domain.people.files.UploadRepository.Coming;
import com.mas.jobs.Jobs;
import com.mas.module.FileKind;
import com.mas.outbound.s3.S3Client.Part;
import com.mas.outbound.store.ObjectStore;
import java.io.ByteArrayOutputStream;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts together what has arrived, looks at it, and says that it is ready or why it is not. */
final class CheckService {
  private static final Logger LOG = LoggerFactory.getLogger(CheckService.class);

  private final Database db;
  private final UploadRepository uploads;
  private final Kinds kinds;
  private final Place place;
  private final Garbage garbage;
  private final Jobs jobs;
  private final Clock clock;
  private final Aside aside;

  CheckService(Database db, Kinds kinds, Place place, Garbage garbage, Jobs jobs, Clock clock, Aside aside) {
    this.db = db;
    this.uploads = new UploadRepository(db);
    this.kinds = kinds;
    this.place = place;
    this.garbage = garbage;
    this.jobs = jobs;
    this.clock = clock;
    this.aside = aside;
  }

  /** Checks as {@link #check} does, where the stored request does it later if it cannot be done now. */
  UploadState tryNow(Call call, UUID id) {
    try {
      return check(call, new CheckVersion(id)).state();
    } catch (FailureException | UncheckedIOException e) {
      LOG.info("version {} is checked later: {}", id, e.getMessage());
      return UploadState.CHECKING;
    }
  }

  Checked check(Call call, CheckVersion ask) {
    Optional<Coming> known = uploads.find(ask.id());
    if (known.isEmpty()) {
      return new Checked(ask.id(), UploadState.ABORTED);
    }
    Coming version = known.get();
    if (version.state() == UploadState.CHECKING) {
      FileKind kind = kinds.of(version.kind());
      put(version);
      Looked looked = Looked.at(place.store(), version.key(), version.name(), kind, aside);
      if (looked.found() == null) {
        db.transaction(tx -> uploads.end(tx, version, UploadState.REFUSED, looked.refusal(),
            Set.of(UploadState.CHECKING), clock.instant()));
      } else {
        ready(call, version, looked.found(), kind);
      }
      garbage.tryToCollect();
    }
    return new Checked(ask.id(), uploads.find(ask.id()).map(Coming::state).orElse(UploadState.ABORTED));
  }

  private void ready(Call call, Coming version, Found found, FileKind kind) {
    db.transaction(tx -> {
      if (uploads.ready(tx, version, found, kind.versions(), clock.instant())) {
        uploads.unstage(tx, version.id());
        jobs.publish(tx, FilesContract.READY, new FileReady(version.fileId(), version.number(), version.kind(),
            version.owner(), version.subject(), version.tenant(), found.type().media(), found.bytes(),
            found.sha256()), version.fileId() + ":" + version.number(), call.asProduct(version.tenant()));
      }
      return null;
    });
  }

  /** Makes one object of what has arrived, if that has not been done. */
  private void put(Coming version) {
    ObjectStore store = place.store();
    if (store.size(version.key()).isPresent()) {
      return;
    }
    if (version.upload() == null) {
      unstage(store, version);
    } else {
      store.parts(version.key(), version.upload())
          .ifPresent(parts -> store.complete(version.key(), version.upload(), UploadRules.salvaged(parts)));
    }
  }

  private void unstage(ObjectStore store, Coming version) {
    int staged = uploads.staged(version.id());
    if (version.bytes() <= ObjectStore.PART_BYTES) {
      ByteArrayOutputStream whole = new ByteArrayOutputStream((int) version.bytes());
      for (int number = 0; number < staged; number++) {
        whole.writeBytes(uploads.stagedPart(version.id(), number));
      }
      store.put(version.key(), whole.toByteArray());
      return;
    }
    String upload = store.begin(version.key());
    List<Part> parts = new ArrayList<>();
    ByteArrayOutputStream part = new ByteArrayOutputStream(ObjectStore.PART_BYTES);
    try {
      for (int number = 0; number < staged; number++) {
        byte[] bytes = uploads.stagedPart(version.id(), number);
        int room = Math.min(bytes.length, ObjectStore.PART_BYTES - part.size());
        part.write(bytes, 0, room);
        if (part.size() == ObjectStore.PART_BYTES || number == staged - 1) {
          parts.add(store.putPart(version.key(), upload, parts.size() + 1, part.toByteArray()));
          part.reset();
        }
        part.write(bytes, room, bytes.length - room);
      }
      if (part.size() > 0) {
        parts.add(store.putPart(version.key(), upload, parts.size() + 1, part.toByteArray()));
      }
      store.complete(version.key(), upload, parts);
    } catch (RuntimeException e) {
      store.abort(version.key(), upload);
      throw e;
    }
  }
}
