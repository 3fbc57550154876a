package com.mas.domain.learning.education;

import com.mas.bus.Bus;
import com.mas.bus.Call;
import com.mas.bus.Failure;
import com.mas.db.Database;
import com.mas.db.Tx;
import com.mas.db.UuidV7;
import com.mas.domain.learning.education.EducationContract.Batch;
import com.mas.domain.people.identity.DirectoryContract;
import com.mas.domain.people.identity.DirectoryContract.EnsureStudents;
import com.mas.domain.people.identity.DirectoryContract.NewStudent;
import com.mas.domain.people.identity.DirectoryContract.OneEnsured;
import com.mas.imports.Cells;
import com.mas.imports.RowImport;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** People of a batch, by a table: {@link EducationContract#ENROLMENTS}. */
final class EnrolmentImport implements RowImport<EnrolmentImport.Enrolment, List<OneEnsured>> {
  /** One row; only the address is always there. */
  record Enrolment(String email, String name, String phone, String rollNumber) {}

  private final Bus bus;
  private final BatchRepository batches;
  private final EnrolmentRepository enrolments;
  private final UuidV7 ids;

  EnrolmentImport(Bus bus, BatchRepository batches, EnrolmentRepository enrolments, UuidV7 ids) {
    this.bus = bus;
    this.batches = batches;
    this.enrolments = enrolments;
    this.ids = ids;
  }

  @Override
  public Enrolment read(Cells cells) {
    return new Enrolment(cells.text("email"), cells.text("name"), cells.text("phone"), cells.text("rollNumber"));
  }

  @Override
  public List<Key> keys(Enrolment row) {
    Key email = new Key("email", row.email.toLowerCase(Locale.ROOT));
    return row.rollNumber == null ? List.of(email)
        : List.of(email, new Key("rollNumber", row.rollNumber.toLowerCase(Locale.ROOT)));
  }

  @Override
  public List<OneEnsured> look(Call call, Target target, List<Enrolment> rows) {
    open(batches.get(target.tenant(), target.subject()));
    return Database.await(bus.send(call, DirectoryContract.ENSURE_STUDENTS, new EnsureStudents(rows.stream()
        .map(row -> new NewStudent(row.email, row.name, row.phone)).toList(), target.rehearsal()))).students();
  }

  @Override
  public List<Verdict> write(Tx tx, Target target, List<Enrolment> rows, List<OneEnsured> people) {
    Batch batch = open(batches.getForShare(tx, target.tenant(), target.subject()));
    List<Verdict> verdicts = new ArrayList<>(rows.size());
    List<EnrolmentRepository.Seat> seats = new ArrayList<>(rows.size());
    for (int i = 0; i < rows.size(); i++) {
      OneEnsured person = people.get(i);
      if (person.id() == null) {
        verdicts.add(Verdict.refused(column(person.field()), person.reason()));
      } else {
        verdicts.add(null);
        seats.add(new EnrolmentRepository.Seat(ids.next(), person.id(), rows.get(i).rollNumber));
      }
    }
    int next = 0;
    List<Verdict> written = enrolments.enrol(tx, batch, target.tenant(), seats);
    for (int i = 0; i < verdicts.size(); i++) {
      if (verdicts.get(i) == null) {
        verdicts.set(i, written.get(next++));
      }
    }
    return verdicts;
  }

  private static Batch open(Optional<Batch> found) {
    Batch batch = found.orElseThrow(() -> Failure.UNPROCESSABLE.with("There is no such batch."));
    if (!BatchRules.takesApplications(batch.state())) {
      throw Failure.UNPROCESSABLE.with("The batch is " + batch.state().wire() + " and closed for applications.");
    }
    return batch;
  }

  private static String column(String field) {
    return "fullName".equals(field) ? "name" : field;
  }
}
