package com.mas.domain.learning.education;

import com.mas.bus.Bus;
import com.mas.bus.Capacity;
import com.mas.bus.DomainVerticle;
import com.mas.db.Database;
import com.mas.db.UuidV7;
import com.mas.domain.people.identity.DirectoryContract.Directory;
import com.mas.imports.Importer;
import io.vertx.core.Future;
import java.util.concurrent.Callable;

/** Answers for education: one line for each address. */
public final class EducationVerticle extends DomainVerticle {
  private final BatchService batches;
  private final CourseService courses;
  private final ApplicationService applications;
  private final AttendanceService attendance;
  private final Importer<?, ?> enrolments;

  public EducationVerticle(Bus bus, Capacity capacity, Database db, UuidV7 ids) {
    super(bus, capacity);
    Directory people = new Directory(bus, EducationContract.USER_UNKNOWN);
    BatchRepository batchRows = new BatchRepository(db);
    batches = new BatchService(db, batchRows, people, ids, bus.clock());
    courses = new CourseService(batches, new CourseRepository(db), ids, bus.clock());
    applications = new ApplicationService(db, batchRows, new ApplicationRepository(db), people, ids, bus.clock());
    attendance = new AttendanceService(new AttendanceRepository(db), bus);
    enrolments = new Importer<>(EducationContract.ENROLMENTS,
        new EnrolmentImport(bus, batchRows, new EnrolmentRepository(bus.clock()), ids), bus, db, new Importer.Aside() {
          @Override
          public <T> Future<T> begin(Callable<T> work) {
            return beside(work);
          }
        }, this::isStopping);
  }

  @Override
  protected void open() {
    answer(EducationContract.BATCHES_LIST, batches::list);
    answer(EducationContract.BATCHES_GET, (call, ask) -> batches.mustHave(call, ask.id()));
    answer(EducationContract.BATCHES_CREATE, batches::create);
    answer(EducationContract.BATCHES_UPDATE, batches::update);
    answer(EducationContract.BATCHES_REMOVE, batches::remove);
    answer(EducationContract.BATCHES_FIND, batches::find);
    answer(EducationContract.BATCHES_OF_USER, batches::ofUser);
    answer(EducationContract.BATCHES_ENSURE, batches::ensure);

    answer(EducationContract.COURSES_LIST, courses::list);
    answer(EducationContract.COURSES_ADD, courses::add);
    answer(EducationContract.COURSES_UPDATE, courses::update);
    answer(EducationContract.COURSES_REMOVE, courses::remove);
    answer(EducationContract.COURSES_MAPPED, courses::mapped);
    answer(EducationContract.COURSES_FILL_URLS, courses::fillUrls);

    answer(EducationContract.APPLICATIONS_LIST, applications::list);
    answer(EducationContract.APPLICATIONS_OF_BATCH,
        (call, ask) -> applications.ofBatch(call, batches.mustHave(call, ask.id()), ask));
    answer(EducationContract.APPLICATIONS_GET, applications::get);
    answer(EducationContract.APPLICATIONS_CREATE, applications::create);
    answer(EducationContract.APPLICATIONS_UPDATE, applications::update);
    answer(MyApplicationContract.MY_APPLICATIONS, applications::mine);

    answer(EducationContract.ENROLMENTS.work(), enrolments::work);

    answer(EducationContract.ATTENDANCE_PUT,
        (call, ask) -> attendance.put(call, batches.mustHave(call, ask.id()), ask));
    answer(EducationContract.ATTENDANCE_DAY, (call, ask) -> attendance.day(batches.mustHave(call, ask.id()), ask));
    answer(EducationContract.ATTENDANCE_LIST, (call, ask) -> attendance.list(batches.mustHave(call, ask.id()), ask));
    answer(EducationContract.ATTENDANCE_TOTALS,
        (call, ask) -> attendance.totals(batches.mustHave(call, ask.id()), ask));

    answer(LedBatchContract.LED_BATCHES, batches::listLed);
    answer(LedBatchContract.LED_BATCH, (call, ask) -> batches.mustLead(call, ask.id()));
    answer(LedBatchContract.LED_APPLICATIONS,
        (call, ask) -> applications.ofBatch(call, batches.mustLead(call, ask.id()), ask));
    answer(EducationContract.ATTENDANCE_BY_DAY,
        (call, ask) -> attendance.byDay(batches.mustHave(call, ask.id()), ask));
    answer(LedBatchContract.LED_ATTENDANCE_BY_DAY,
        (call, ask) -> attendance.byDay(batches.mustLead(call, ask.id()), ask));
    answer(LedBatchContract.LED_DAY, (call, ask) -> attendance.day(batches.mustLead(call, ask.id()), ask));
    answer(LedBatchContract.LED_TOTALS, (call, ask) -> attendance.totals(batches.mustLead(call, ask.id()), ask));
  }
}
