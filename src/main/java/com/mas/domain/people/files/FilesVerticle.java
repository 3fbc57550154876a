package com.mas.domain.people.files;

import com.mas.bus.Capacity;
import com.mas.bus.DomainVerticle;
import com.mas.db.Database;
import com.mas.domain.people.files.Looked.Aside;
import com.mas.domain.people.identity.PersonContract;
import com.mas.module.Parts;
import com.mas.outbound.store.ObjectStore;
import com.mas.runs.Runs;
import java.util.concurrent.Callable;

/** Answers for files: one line for each address. Any number of instances. */
public final class FilesVerticle extends DomainVerticle {
  private final UploadService uploads;
  private final CheckService checks;
  private final FileService files;
  private final SweepService sweeps;

  FilesVerticle(Parts parts, Capacity capacity, ObjectStore store, UploadService.Bounds bounds) {
    super(parts.bus(), capacity);
    Database db = parts.database();
    Kinds kinds = new Kinds(parts.installation().files());
    Place place = new Place(store, new FileRepository(db));
    Garbage garbage = new Garbage(place, new UploadRepository(db));
    checks = new CheckService(db, kinds, place, garbage, parts.jobs(), parts.clock(), new Aside() {
      @Override
      public <T> T run(Callable<T> work) {
        return blocking(work);
      }
    });
    uploads = new UploadService(db, kinds, place, checks, garbage, parts.jobs(), parts.ids(), parts.clock(), bounds);
    files = new FileService(db, kinds, place, garbage, parts.ids(), parts.clock(), bounds.quotaBytes());
    sweeps = new SweepService(db, kinds, place, garbage, parts.jobs(), new Runs(parts.bus(), db));
  }

  @Override
  protected void open() {
    answer(FilesContract.KINDS, uploads::kinds);
    answer(FilesContract.BEGIN, uploads::begin);
    answer(FilesContract.UPLOAD, uploads::get);
    answer(FilesContract.SIGN, uploads::sign);
    answer(FilesContract.COMPLETE, uploads::complete);
    answer(FilesContract.ABORT, uploads::abort);
    answer(FilesContract.TAKE, uploads::take);

    answer(FilesContract.LIST, files::list);
    answer(FilesContract.GET, files::get);
    answer(FilesContract.VERSIONS, files::versions);
    answer(FilesContract.OPENINGS, files::openings);
    answer(FilesContract.LINK, files::link);
    answer(FilesContract.PICTURE, files::picture);
    answer(FilesContract.REMOVE, files::remove);
    answer(FilesContract.ALL, files::all);
    answer(FilesContract.USAGE, files::usage);

    answer(FilesContract.PIECE, uploads::piece);
    answer(FilesContract.FINISH, uploads::finish);
    answer(FilesContract.LINK_FOR, files::linkFor);
    answer(FilesContract.CHECK, checks::check);
    answer(FilesContract.SWEEP, (call, ask) -> sweeps.sweep(call, ask, this::isStopping));
    on(PersonContract.ERASED, (call, erased) -> {
      files.erase(erased.userId());
      return null;
    });
  }
}
