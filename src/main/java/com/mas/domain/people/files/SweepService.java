package com.mas.domain.people.files;

import com.mas.bus.Call;
import com.mas.db.Database;
import com.mas.domain.people.files.FilesContract.CheckVersion;
import com.mas.domain.people.files.FilesContract.Sweep;
import com.mas.domain.people.files.FilesContract.Swept;
import com.mas.domain.people.files.FilesContract.UploadState;
import com.mas.domain.people.files.UploadRepository.Coming;
import com.mas.jobs.JobOptions;
import com.mas.jobs.Jobs;
import com.mas.module.FileKind;
import com.mas.outbound.s3.S3Client.Listed;
import com.mas.outbound.s3.S3Client.Listing;
import com.mas.outbound.store.LocalStore;
import com.mas.runs.About;
import com.mas.runs.Budget;
import com.mas.runs.Counts;
import com.mas.runs.Move;
import com.mas.runs.Phases;
import com.mas.runs.Runs;
import com.mas.runs.Slice;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings the store and what is known of it together again, each night. */
final class SweepService {
  private static final Logger LOG = LoggerFactory.getLogger(SweepService.class);
  private static final String QUEUE = "databaseQueue";
  private static final int ATTEMPTS = 20;
  /** Longer than any upload lives: an object that nobody names may be about to be named before. */
  private static final Duration SURE = Duration.ofDays(3);
  /** Time for which its owner can see why a file was refused. */
  private static final Duration REMEMBERED = Duration.ofDays(30);
  private static final Set<UploadState> OPEN = Set.of(UploadState.UPLOADING);

  private final Database db;
  private final UploadRepository uploads;
  private final FileRepository files;
  private final Kinds kinds;
  private final Place place;
  private final Garbage garbage;
  private final Jobs jobs;
  private final Runs runs;

  /** @param after the last key that was looked at in this phase */
  record At(String after) {
    private static final At START = new At("");
  }

  SweepService(Database db, Kinds kinds, Place place, Garbage garbage, Jobs jobs, Runs runs) {
    this.db = db;
    this.uploads = new UploadRepository(db);
    this.files = new FileRepository(db);
    this.kinds = kinds;
    this.place = place;
    this.garbage = garbage;
    this.jobs = jobs;
    this.runs = runs;
  }

  Swept sweep(Call call, Sweep ask, BooleanSupplier stopping) {
    Counts counts = runs.work(call, new About("files.sweep", null, ""), Phases.from(At.START)
        .then("uploads", this::uploads).then("old", this::old).then("garbage", this::garbage)
        .then("orphans", this::orphans).then("missing", this::missing),
        Budget.of(FilesContract.SWEEP.timeout(), stopping)).sums();
    return new Swept(counts.get("expired"), counts.get("removed"), counts.get("orphans"), counts.get("missing"));
  }

  private Move<At> uploads(Slice slice, At at) {
    List<Coming> left = uploads.left(slice.now().minus(UploadService.LIFE));
    if (left.isEmpty()) {
      return Move.done(At.START);
    }
    int expired = 0;
    for (Coming each : left) {
      long saved = kinds.of(each.kind()).isSalvaged() ? saved(each) : 0;
      boolean ended = db.transaction(tx -> {
        if (saved == 0) {
          return uploads.end(tx, each, UploadState.EXPIRED, "The upload broke off.", OPEN, slice.now());
        }
        if (uploads.checking(tx, each.id(), saved, slice.now())) {
          jobs.store(tx, FilesContract.CHECK, new CheckVersion(each.id()), JobOptions.on(QUEUE)
              .unique("file " + each.id()).attempts(ATTEMPTS).because(slice.call().asProduct(each.tenant())));
        }
        return false;
      });
      expired += ended ? 1 : 0;
    }
    return Move.to(at).count("expired", expired);
  }

  /** Returns the bytes of an upload that broke off, as far as they are without a gap. */
  private long saved(Coming upload) {
    return upload.upload() == null ? upload.bytes()
        : UploadRules.sum(UploadRules.salvaged(place.store().parts(upload.key(), upload.upload()).orElse(List.of())));
  }

  private Move<At> old(Slice slice, At at) {
    List<UUID> failed = files.neverReady(slice.now().minus(REMEMBERED));
    int removed = remove(failed, slice.now());
    for (FileKind kind : kinds.all()) {
      if (!kind.kept().isZero()) {
        removed += remove(files.tooOld(kind.name(), slice.now().minus(kind.kept())), slice.now());
      }
    }
    return (removed == 0 ? Move.done(At.START) : Move.to(at)).count("removed", removed);
  }

  private int remove(List<UUID> old, Instant now) {
    if (!old.isEmpty()) {
      db.transaction(tx -> {
        old.forEach(each -> files.remove(tx, each, now));
        return null;
      });
    }
    return old.size();
  }

  private Move<At> garbage(Slice slice, At at) {
    int deleted = garbage.collect();
    return (deleted == 0 ? Move.done(At.START) : Move.to(at)).count("deleted", deleted);
  }

  private Move<At> orphans(Slice slice, At at) {
    Instant before = slice.now().minus(SURE);
    if (at.after.isEmpty() && place.store() instanceof LocalStore folder) {
      folder.sweep(before);
    }
    Listing page = place.store().list(at.after);
    List<String> old = page.objects().stream().filter(each -> each.at().isBefore(before)).map(Listed::key).toList();
    Set<String> named = uploads.named(old);
    List<String> orphans = old.stream().filter(each -> !named.contains(each)).toList();
    orphans.forEach(each -> place.store().delete(each));
    At next = new At(page.next());
    return (page.next().isEmpty() ? Move.done(At.START) : Move.to(next)).count("orphans", orphans.size());
  }

  private Move<At> missing(Slice slice, At at) {
    List<String> keys = uploads.readyAfter(at.after);
    List<String> missing = keys.stream().filter(each -> place.store().size(each).isEmpty()).toList();
    if (!missing.isEmpty()) {
      LOG.error("the store has lost {} files, among them {}", missing.size(), missing.getFirst());
    }
    return (keys.isEmpty() ? Move.done(At.START) : Move.to(new At(keys.getLast()))).count("missing", missing.size());
  }
}
