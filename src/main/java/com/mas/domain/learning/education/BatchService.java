package com.mas.domain.learning.education;

import com.mas.bus.Call;
import com.mas.bus.Change;
import com.mas.bus.Failure;
import com.mas.bus.FailureException;
import com.mas.bus.Page;
import com.mas.db.Database;
import com.mas.db.PageWindow;
import com.mas.db.UuidV7;
import com.mas.domain.learning.education.EducationContract.*;
import com.mas.domain.learning.education.LedBatchContract.LedBatches;
import com.mas.domain.people.identity.DirectoryContract.Directory;
import io.vertx.pgclient.PgException;
import java.time.Clock;
import java.time.LocalDate;
import java.util.UUID;
import java.util.stream.Collectors;

final class BatchService {
  private static final String UNIQUE_VIOLATION = "23505";
  private static final String FOREIGN_KEY_VIOLATION = "23503";

  private final Database db;
  private final BatchRepository batches;
  private final Directory people;
  private final UuidV7 ids;
  private final Clock clock;

  BatchService(Database db, BatchRepository batches, Directory people, UuidV7 ids, Clock clock) {
    this.db = db;
    this.batches = batches;
    this.people = people;
    this.ids = ids;
    this.clock = clock;
  }

  Page<Batch> list(Call call, ListBatches ask) {
    return batches.list(call.tenant(), ask.search(), ask.state(), ask.batchLeadId(), PageWindow.of(ask));
  }

  Page<Batch> listLed(Call call, LedBatches ask) {
    return batches.list(call.tenant(), ask.search(), ask.state(), call.userId(), PageWindow.of(ask));
  }

  Batch mustHave(Call call, UUID id) {
    return batches.get(call.tenant(), id).orElseThrow(EducationContract.BATCH_UNKNOWN::refusal);
  }

  /** The batch, if the caller leads it; somebody else's is not told apart from none. */
  Batch mustLead(Call call, UUID id) {
    UUID caller = call.userId();
    return batches.get(call.tenant(), id)
        .filter(batch -> caller.equals(batch.batchLeadId()))
        .orElseThrow(EducationContract.BATCH_UNKNOWN::refusal);
  }

  Batch create(Call call, CreateBatch ask) {
    check(call, ask);
    return batches.insert(ids.next(), call.tenant(), ask, clock.instant())
        .orElseThrow(() -> codeTaken(call, ask.code()));
  }

  Batch ensure(Call call, CreateBatch ask) {
    check(call, ask);
    return batches.insert(ids.next(), call.tenant(), ask, clock.instant())
        .or(() -> batches.byCode(call.tenant(), ask.code())).orElseThrow(EducationContract.BATCH_UNKNOWN::refusal);
  }

  Batch update(Call call, UpdateBatch ask) {
    checkStaff(call, ask.batchLeadId().value(), ask.superMentorId().value());
    try {
      return db.transaction(tx -> {
        Batch before = batches.getForUpdate(tx, call.tenant(), ask.id())
            .orElseThrow(EducationContract.BATCH_UNKNOWN::refusal);
        Batch after = Change.in(before, ask);
        checkDays(after.startsOn(), after.endsOn());
        if (!BatchRules.mayBecome(before.state(), after.state())) {
          throw refused(before, after.state());
        }
        if (!after.equals(before)) {
          batches.update(tx, call.tenant(), after, clock.instant());
        }
        return batches.getForUpdate(tx, call.tenant(), ask.id()).orElseThrow(EducationContract.BATCH_UNKNOWN::refusal);
      });
    } catch (PgException e) {
      if (UNIQUE_VIOLATION.equals(e.getSqlState())) {
        throw codeTaken(call, ask.code().value());
      }
      throw e;
    }
  }

  Removed remove(Call call, RemoveBatch ask) {
    try {
      if (batches.delete(call.tenant(), ask.id())) {
        return new Removed(ask.id());
      }
    } catch (PgException e) { // somebody applied in this very moment
      if (!FOREIGN_KEY_VIOLATION.equals(e.getSqlState())) {
        throw e;
      }
    }
    throw EducationContract.BATCH_IN_USE.refusal()
        .data(mustHave(call, ask.id()));
  }

  Batches find(Call call, FindBatches ask) {
    return new Batches(batches.find(call.tenant(), ask.ids()));
  }

  Batches ofUser(Call call, BatchesOfUser ask) {
    return new Batches(batches.ofUser(call.tenant(), ask.userId()));
  }

  private void check(Call call, CreateBatch ask) {
    checkDays(ask.startsOn(), ask.endsOn());
    checkStaff(call, ask.batchLeadId(), ask.superMentorId());
  }

  private void checkStaff(Call call, UUID lead, UUID superMentor) {
    people.mustExist(call, lead, "/batchLeadId");
    people.mustExist(call, superMentor, "/superMentorId");
  }

  private static void checkDays(LocalDate startsOn, LocalDate endsOn) {
    BatchRules.wrongDays(startsOn, endsOn).ifPresent(wrong -> {
      throw Failure.INVALID.with(wrong.message()).at(wrong.path());
    });
  }

  private static FailureException refused(Batch batch, BatchState to) {
    String possible = BatchRules.next(batch.state()).stream().map(BatchState::wire).collect(Collectors.joining(", "));
    return EducationContract.BATCH_STEP.with("A batch that is " + batch.state().wire() + " cannot become " + to.wire()
        + "; possible: " + possible + ".").data(batch);
  }

  private FailureException codeTaken(Call call, String code) {
    FailureException taken = EducationContract.CODE_TAKEN.with("There is a batch with the code " + code + " already.");
    return batches.byCode(call.tenant(), code).map(taken::data).orElse(taken);
  }
}
