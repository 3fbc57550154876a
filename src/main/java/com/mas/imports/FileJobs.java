package com.mas.imports;

import com.mas.bus.Call;
import com.mas.db.Tx;
import com.mas.imports.ImportKind.Work;
import com.mas.imports.ImportRepository.Stored;
import com.mas.jobs.JobOptions;
import com.mas.jobs.Jobs;

/** Stores the work on files, and that what a whole one has written goes when it came to nothing. */
final class FileJobs {
  private static final String QUEUE = "databaseQueue";
  private static final int ATTEMPTS = 20;

  private final Jobs jobs;

  FileJobs(Jobs jobs) {
    this.jobs = jobs;
  }

  /** Stores the check or the import of a file. */
  void work(Tx tx, Call call, ImportKind kind, Stored file) {
    jobs.store(tx, kind.work(), new Work(file.id()), options(call, file));
  }

  /** Stores, in the transaction that ends a file, that what it wrote goes, if it is to; the work may do so before. */
  void ended(Tx tx, Call call, ImportKind kind, Stored file) {
    if (file.isToTakeBack()) {
      jobs.store(tx, kind.work(), new Work(file.id()), options(call, file).unique("import take back " + file.id()));
    }
  }

  private static JobOptions options(Call call, Stored file) {
    return JobOptions.on(QUEUE).group("import " + file.tenant()).attempts(ATTEMPTS).because(call);
  }
}
