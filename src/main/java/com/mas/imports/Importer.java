package com.mas.imports;

import com.mas.bus.Bus;
import com.mas.bus.Call;
import com.mas.bus.Failure;
import com.mas.bus.FailureException;
import com.mas.db.Database;
import com.mas.imports.ImportKind.Work;
import com.mas.imports.ImportKind.Worked;
import com.mas.imports.ImportRepository.Stored;
import com.mas.imports.ImportsContract.State;
import com.mas.imports.RowImport.Target;
import com.mas.jobs.Jobs;
import com.mas.runs.About;
import com.mas.runs.Budget;
import com.mas.runs.Phases;
import com.mas.runs.Runs;
import io.vertx.core.Future;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;

/** Works on the files of one kind, in the verticle of the domain that declares it. Any number of instances. */
public final class Importer<R, L> {
  /** Rows that are read, looked up and written at a time. */
  public static final int ROWS = 500;
  private static final Duration SLICE = Duration.ofMinutes(14);

  /** Runs CPU-heavy work beside the virtual threads, as {@code DomainVerticle.beside} does. */
  public interface Aside {
    <T> Future<T> begin(Callable<T> work);

    /** Waits for the work. */
    default <T> T run(Callable<T> work) {
      return begin(work).await();
    }
  }

  private final ImportKind kind;
  private final RowImport<R, L> rows;
  private final Bus bus;
  private final Runs runs;
  private final ImportRepository files;
  private final FileJobs stored;
  private final Aside aside;
  private final BooleanSupplier stopping;

  /** @param stopping whether this node is going down, and the rest is for another one */
  public Importer(ImportKind kind, RowImport<R, L> rows, Bus bus, Database db, Aside aside, BooleanSupplier stopping) {
    this.kind = kind;
    this.rows = rows;
    this.bus = bus;
    this.runs = new Runs(bus, db);
    this.files = new ImportRepository(db);
    this.stored = new FileJobs(new Jobs(bus.clock()));
    this.aside = aside;
    this.stopping = stopping;
  }

  /** Checks or imports the file, whichever is due. A file that cannot be taken is no failure of this request. */
  public Worked work(Call call, Work ask) {
    Optional<Stored> found = files.find(ask.id()).filter(file -> file.state().isRunning());
    if (found.isPresent()) {
      Stored file = found.get();
      Call mine = call.asProduct(file.tenant());
      try (Pass<R, L> pass = new Pass<>(kind, rows, files, file, mine, aside, stored, bus.clock())) {
        runs.work(mine, new About(kind.runKind(file.state() == State.CHECKING), file.tenant(), file.id().toString()),
            Phases.from(Pass.At.START).then("rows", pass::next).whenEnded(pass::ended),
            Budget.of(SLICE, stopping).relaxed());
      } catch (FailureException e) {
        if (e.failure() != Failure.UNPROCESSABLE && e.failure() != Failure.CONFLICT) {
          throw e;
        }
      } catch (IOException e) {
        throw Failure.UNAVAILABLE.with("The file cannot be read on this node.").retryAfter(1);
      }
    }
    files.find(ask.id()).filter(Stored::isToTakeBack).ifPresent(this::takeBack);
    return new Worked(ask.id(), state(ask.id()));
  }

  /** Takes back what an import of the whole file has written that came to nothing. Done again it does the rest. */
  private void takeBack(Stored file) {
    Target target = new Target(file.id(), file.tenant(), file.subject(), file.madeBy(), false);
    boolean isLeft;
    do {
      if (stopping.getAsBoolean()) {
        throw Failure.UNAVAILABLE.with("This node is going down; the rest is taken back by another.").retryAfter(1);
      }
      isLeft = rows.takeBack(target);
    } while (isLeft);
    files.takenBack(file.id(), bus.clock().instant());
  }

  private State state(UUID id) {
    return files.find(id).map(Stored::state).orElse(State.CANCELLED);
  }
}
