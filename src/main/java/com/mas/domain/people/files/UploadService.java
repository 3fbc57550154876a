package com.mas.domain.people.files;

import com.mas.bus.Call;
import com.mas.bus.Failure;
import com.mas.bus.FailureException;
import com.mas.bus.Page;
import com.mas.db.Database;
import com.mas.db.PageWindow;
import com.mas.db.Tx;
import com.mas.db.UuidV7;
import com.mas.domain.people.files.FileRepository.Stored;
import com.mas.domain.people.files.FilesContract.AbortUpload;
import com.mas.domain.people.files.FilesContract.BeginUpload;
import com.mas.domain.people.files.FilesContract.CheckVersion;
import com.mas.domain.people.files.FilesContract.CompleteUpload;
import com.mas.domain.people.files.FilesContract.File;
import com.mas.domain.people.files.FilesContract.FinishGrown;
import com.mas.domain.people.files.FilesContract.Finished;
import com.mas.domain.people.files.FilesContract.GetUpload;
import com.mas.domain.people.files.FilesContract.Grown;
import com.mas.domain.people.files.FilesContract.Kind;
import com.mas.domain.people.files.FilesContract.ListKinds;
import com.mas.domain.people.files.FilesContract.SignPart;
import com.mas.domain.people.files.FilesContract.Signed;
import com.mas.domain.people.files.FilesContract.TakeFile;
import com.mas.domain.people.files.FilesContract.TakePiece;
import com.mas.domain.people.files.FilesContract.Upload;
import com.mas.domain.people.files.FilesContract.UploadState;
import com.mas.domain.people.files.UploadRepository.Coming;
import com.mas.jobs.JobOptions;
import com.mas.jobs.Jobs;
import com.mas.module.FileKind;
import com.mas.module.FileType;
import com.mas.outbound.s3.S3Client.Part;
import com.mas.outbound.store.ObjectStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Takes files: signs addresses for their parts, or takes their bytes itself, and has them checked in the end. */
final class UploadService {
  /** Time after the last question about an upload after which it has broken off. */
  static final Duration LIFE = Duration.ofHours(24);
  static final Duration PART_TIME = Duration.ofMinutes(15);
  private static final String QUEUE = "databaseQueue";
  private static final int ATTEMPTS = 20;
  private static final int MOST_OPEN = 20;
  /** Bytes of a file that is checked while its sender waits. */
  private static final long AT_ONCE = 16L << 20;
  /** Bytes of a file that grows; they wait in the database until it is complete. */
  private static final long MOST_GROWN = 256L << 20;
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final Set<UploadState> OPEN = Set.of(UploadState.UPLOADING);

  private final Database db;
  private final UploadRepository uploads;
  private final FileRepository files;
  private final Kinds kinds;
  private final Place place;
  private final CheckService checks;
  private final Garbage garbage;
  private final Jobs jobs;
  private final UuidV7 ids;
  private final Clock clock;
  private final Bounds bounds;

  /**
   * Bounds what may come.
   *
   * @param quotaBytes for all files of all tenants
   * @param throughBytes of a file that goes through the product
   * @param isDirect whether addresses of the store are given out
   */
  record Bounds(long quotaBytes, long throughBytes, boolean isDirect) {}

  UploadService(Database db, Kinds kinds, Place place, CheckService checks, Garbage garbage, Jobs jobs, UuidV7 ids,
      Clock clock, Bounds bounds) {
    this.db = db;
    this.uploads = new UploadRepository(db);
    this.files = new FileRepository(db);
    this.kinds = kinds;
    this.place = place;
    this.checks = checks;
    this.garbage = garbage;
    this.jobs = jobs;
    this.ids = ids;
    this.clock = clock;
    this.bounds = bounds;
  }

  Page<Kind> kinds(Call call, ListKinds ask) {
    PageWindow window = PageWindow.of(ask);
    List<Kind> mine = kinds.all().stream().filter(each -> each.mayWrite(call.principal()))
        .sorted(Comparator.comparing(FileKind::title)).map(each -> new Kind(
            each.name(), each.title(), each.mostBytes(), each.types().stream().map(FileType::media).sorted().toList(),
            each.versions(), each.kept().isZero() ? null : each.kept().toDays()))
        .toList();
    return window.cut(mine);
  }

  Upload begin(Call call, BeginUpload ask) {
    if (!bounds.isDirect) {
      throw FilesContract.NOT_DIRECT.refusal();
    }
    FileKind kind = kinds.writable(call, ask.kind());
    if (ask.bytes() != null && ask.bytes() > kind.mostBytes()) {
      throw tooLarge(kind.mostBytes());
    }
    ObjectStore store = place.store();
    UUID id = ids.next();
    String key = key(call, kind, id);
    String upload = store.begin(key);
    try {
      long reserved = ask.bytes() == null ? kind.mostBytes() : ask.bytes();
      return shown(db.transaction(tx -> insert(tx, call, kind, id, ask.of(), ask.subject(), ask.name(), key, upload,
          ask.bytes(), reserved)), List.of());
    } catch (RuntimeException e) {
      store.abort(key, upload);
      throw e;
    }
  }

  /** A key tells the tenant and the kind to an operator who looks at the store, and nothing about people. */
  private static String key(Call call, FileKind kind, UUID id) {
    return call.tenant().replaceAll("[^A-Za-z0-9_-]", "_") + "/" + kind.name() + "/" + id;
  }

  private Coming insert(Tx tx, Call call, FileKind kind, UUID id, UUID of, UUID subject, String name, String key,
      String upload, Long declared, long reserved) {
    Instant now = clock.instant();
    if (uploads.lockSpace(tx) + reserved > bounds.quotaBytes) {
      throw FilesContract.FILES_FULL.refusal();
    }
    if (uploads.open(tx, call.userId()) >= MOST_OPEN) {
      throw FilesContract.UPLOADS_OPEN.refusal();
    }
    UUID file = of == null ? ids.next() : of;
    if (of == null) {
      uploads.insertFile(tx, file, call.tenant(), kind.name(), call.userId(), subject, id, now);
    } else {
      Stored known = files.lock(tx, of, call.tenant()).filter(each -> each.owner().equals(call.userId()))
          .orElseThrow(FilesContract.FILE_UNKNOWN::refusal);
      if (!known.kind().equals(kind.name())) {
        throw Failure.INVALID.with("The file is of another kind: " + known.kind() + ".").at("/kind");
      }
    }
    uploads.insert(tx, id, file, call.tenant(), key, upload, NameRules.safe(name), declared, reserved, call.userId(),
        now);
    return uploads.lock(tx, id).orElseThrow();
  }

  Upload get(Call call, GetUpload ask) {
    Coming upload = mine(call, ask.id());
    if (upload.state() != UploadState.UPLOADING || upload.upload() == null) {
      return shown(upload, List.of());
    }
    uploads.touch(upload.id(), clock.instant());
    return shown(upload, place.store().parts(upload.key(), upload.upload()).orElse(List.of()));
  }

  Signed sign(Call call, SignPart ask) {
    Coming upload = open(call, ask.id());
    long most = upload.declared() == null ? kinds.of(upload.kind()).mostBytes() : upload.declared();
    if (ask.number() > UploadRules.mostParts(most)) {
      throw Failure.INVALID.with("The file has at most " + UploadRules.mostParts(most) + " parts.").at("/number");
    }
    Instant now = clock.instant();
    uploads.touch(upload.id(), now);
    return new Signed(place.store().address("PUT", upload.key(), Map.of("partNumber", Integer.toString(ask.number()),
        "uploadId", upload.upload(), "x-most-bytes", Long.toString(UploadRules.partBytes(ask.number(), most))), now,
        PART_TIME), "PUT", now.plus(PART_TIME));
  }

  File complete(Call call, CompleteUpload ask) {
    Coming upload = mine(call, ask.id());
    if (upload.state() == UploadState.UPLOADING) {
      if (upload.upload() == null) {
        throw FilesContract.UPLOAD_OVER.with("The bytes of this upload come through /api/upload; it ends with them.");
      }
      FileKind kind = kinds.of(upload.kind());
      List<Part> parts = place.store().parts(upload.key(), upload.upload())
          .orElseThrow(FilesContract.UPLOAD_OVER::refusal);
      String missing = UploadRules.missing(parts, upload.declared(), kind.mostBytes());
      if (missing != null) {
        throw FilesContract.PARTS_MISSING.with(missing);
      }
      long bytes = UploadRules.sum(parts);
      if (bytes > kind.mostBytes()) {
        refuse(upload, tooLarge(kind.mostBytes()));
      }
      upload = db.transaction(tx -> checking(tx, call, ask.id(), bytes));
    }
    return finished(call, upload);
  }

  Upload abort(Call call, AbortUpload ask) {
    Coming upload = mine(call, ask.id());
    boolean ended = db.transaction(tx -> uploads.end(tx, upload, UploadState.ABORTED, "The upload was aborted.", OPEN,
        clock.instant()));
    Coming now = mine(call, ask.id());
    if (ended) {
      garbage.tryToCollect();
    } else if (now.state() != UploadState.ABORTED) {
      throw FilesContract.UPLOAD_OVER.refusal();
    }
    return shown(now, List.of());
  }

  File take(Call call, TakeFile ask) {
    FileKind kind = kinds.writable(call, ask.kind());
    long most = Math.min(kind.mostBytes(), bounds.throughBytes);
    byte[] bytes = bytes(ask.bytes());
    Coming taken = db.transaction(tx -> {
      UUID id = ids.next();
      Coming coming = ask.id() == null
          ? insert(tx, call, kind, id, ask.of(), ask.subject(), ask.name(), key(call, kind, id), null, null, most)
          : uploads.lockStaged(tx, ask.id(), call.userId()).orElseThrow(FilesContract.UPLOAD_UNKNOWN::refusal);
      long sum = uploads.stage(tx, coming.id(), bytes, clock.instant())
          .orElseThrow(FilesContract.UPLOAD_OVER::refusal);
      if (sum > most) {
        uploads.end(tx, coming, UploadState.REFUSED, tooLarge(most).getMessage(), OPEN, clock.instant());
        return uploads.lock(tx, coming.id()).orElseThrow();
      }
      return ask.last() ? checking(tx, call, coming.id(), sum) : coming;
    });
    if (taken.state() == UploadState.REFUSED) {
      throw tooLarge(most);
    }
    return ask.last() ? finished(call, taken) : files.find(taken.fileId(), call.tenant()).orElseThrow().shown(kind);
  }

  Grown piece(Call call, TakePiece ask) {
    FileKind kind = kinds.writable(call, ask.kind());
    byte[] bytes = bytes(ask.bytes());
    long most = Math.min(kind.mostBytes(), MOST_GROWN);
    Coming coming = db.transaction(tx -> {
      UUID id = ids.next();
      Coming known = uploads.lockGrowing(tx, call.tenant(), kind.name(), ask.subject(), call.userId())
          .or(() -> ask.at() > 0 || bytes.length == 0 ? Optional.empty()
              : Optional.of(insert(tx, call, kind, id, null, ask.subject(),
                  ask.name(), key(call, kind, id), null, null, most)))
          .orElseThrow(FilesContract.UPLOAD_UNKNOWN::refusal);
      return grown(tx, call, known, ask, bytes, most);
    });
    if (coming.bytes() < ask.at() + bytes.length) {
      throw tooLarge(most);
    }
    return ask.last() ? new Grown(coming.fileId(), coming.bytes(), finished(call, coming).version() > 0
        ? UploadState.READY : UploadState.CHECKING) : grown(coming);
  }

  /** Adds the bytes unless they have come before. Those for which there is no room complete what is there. */
  private Coming grown(Tx tx, Call call, Coming known, TakePiece ask, byte[] bytes, long most) {
    long end = ask.at() + bytes.length;
    boolean isNew = end > known.bytes();
    if (isNew && known.state() != UploadState.UPLOADING) {
      throw FilesContract.UPLOAD_OVER.refusal();
    }
    if (ask.at() > known.bytes()) {
      throw FilesContract.PIECES_MISSING.refusal().data(grown(known));
    }
    if (isNew && ask.at() < known.bytes()) {
      throw FilesContract.PIECES_MISSING.with("Some of these bytes have come before. Go on behind the " + known.bytes()
          + " bytes that are kept.").data(grown(known));
    }
    if (isNew && end <= most) {
      uploads.stage(tx, known.id(), bytes, clock.instant());
    }
    boolean isOver = ask.last() || end > most;
    return isOver && known.state() == UploadState.UPLOADING
        ? checking(tx, call, known.id(), isNew && end <= most ? end : known.bytes())
        : uploads.lock(tx, known.id()).orElseThrow();
  }

  private static Grown grown(Coming of) {
    return new Grown(of.fileId(), of.bytes(), of.state());
  }

  Finished finish(Call call, FinishGrown ask) {
    Instant now = clock.instant();
    return new Finished(db.transaction(tx -> {
      Optional<Coming> known = uploads.lockGrowing(tx, call.tenant(), ask.kind(), ask.subject(), ask.person());
      Optional<Instant> later = UploadRules.finishLater(known.map(Coming::state).orElse(null),
          known.map(Coming::changedAt).orElse(null), ask.until(), now);
      if (later.isPresent()) {
        jobs.store(tx, FilesContract.FINISH, ask, JobOptions.on(QUEUE).because(call).at(later.get()));
        return false;
      }
      return known.filter(each -> each.state() == UploadState.UPLOADING)
          .map(each -> checking(tx, call, each.id(), each.bytes())).isPresent();
    }));
  }

  private Coming checking(Tx tx, Call call, UUID id, long bytes) {
    Instant now = clock.instant();
    if (uploads.checking(tx, id, bytes, now)) {
      JobOptions options = JobOptions.on(QUEUE).unique("file " + id).attempts(ATTEMPTS).because(call);
      jobs.store(tx, FilesContract.CHECK, new CheckVersion(id),
          bytes <= AT_ONCE ? options.at(now.plus(SOON)) : options);
    }
    return uploads.lock(tx, id).orElseThrow(FilesContract.UPLOAD_UNKNOWN::refusal);
  }

  private File finished(Call call, Coming upload) {
    UploadState state = upload.state();
    if (state == UploadState.CHECKING && upload.bytes() <= AT_ONCE) {
      state = checks.tryNow(call, upload.id());
    }
    if (state == UploadState.ABORTED || state == UploadState.EXPIRED) {
      throw FilesContract.UPLOAD_OVER.refusal();
    }
    if (state == UploadState.REFUSED) {
      throw FilesContract.FILE_REFUSED.with(uploads.find(upload.id()).orElseThrow().refusal());
    }
    return files.find(upload.fileId(), call.tenant()).orElseThrow(FilesContract.FILE_UNKNOWN::refusal)
        .shown(kinds.of(upload.kind()));
  }

  private void refuse(Coming upload, FailureException why) {
    db.transaction(tx -> uploads.end(tx, upload, UploadState.REFUSED, why.getMessage(), OPEN, clock.instant()));
    garbage.tryToCollect();
    throw why;
  }

  private Coming open(Call call, UUID id) {
    Coming upload = mine(call, id);
    if (upload.state() != UploadState.UPLOADING || upload.upload() == null) {
      throw FilesContract.UPLOAD_OVER.refusal();
    }
    return upload;
  }

  private Coming mine(Call call, UUID id) {
    return uploads.find(id)
        .filter(each -> each.madeBy().equals(call.userId()) && each.tenant().equals(call.tenant()))
        .orElseThrow(FilesContract.UPLOAD_UNKNOWN::refusal);
  }

  private Upload shown(Coming of, List<Part> parts) {
    long most = of.declared() == null ? kinds.of(of.kind()).mostBytes() : of.declared();
    return new Upload(of.id(), of.fileId(), of.kind(), of.name(), of.state(), ObjectStore.PART_BYTES,
        UploadRules.mostParts(most), parts.stream().map(each -> new FilesContract.Part(each.number(), each.etag(),
            each.bytes())).toList(),
        of.changedAt().plus(LIFE));
  }

  private static FailureException tooLarge(long most) {
    return FilesContract.TOO_LARGE.with("The file is larger than the " + most + " bytes that are taken here.");
  }

  private static byte[] bytes(String base64) {
    try {
      return Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      throw Failure.INVALID.with("The bytes are not in base64.").at("/bytes");
    }
  }
}
