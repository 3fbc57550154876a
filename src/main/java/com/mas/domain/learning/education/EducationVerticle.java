package com.mas.domain.learning.education;

import static com.mas.domain.learning.education.EducationContract.APPLICATIONS_CREATE;
import static com.mas.domain.learning.education.EducationContract.APPLICATIONS_GET;
import static com.mas.domain.learning.education.EducationContract.APPLICATIONS_LIST;
import static com.mas.domain.learning.education.EducationContract.APPLICATIONS_OF_BATCH;
import static com.mas.domain.learning.education.EducationContract.APPLICATIONS_UPDATE;
import static com.mas.domain.learning.education.EducationContract.ATTENDANCE_DAY;
import static com.mas.domain.learning.education.EducationContract.ATTENDANCE_LIST;
import static com.mas.domain.learning.education.EducationContract.ATTENDANCE_PUT;
import static com.mas.domain.learning.education.EducationContract.ATTENDANCE_TOTALS;
import static com.mas.domain.learning.education.EducationContract.BATCHES_CREATE;
import static com.mas.domain.learning.education.EducationContract.BATCHES_ENSURE;
import static com.mas.domain.learning.education.EducationContract.BATCHES_FIND;
import static com.mas.domain.learning.education.EducationContract.BATCHES_GET;
import static com.mas.domain.learning.education.EducationContract.BATCHES_LIST;
import static com.mas.domain.learning.education.EducationContract.BATCHES_OF_USER;
import static com.mas.domain.learning.education.EducationContract.BATCHES_REMOVE;
import static com.mas.domain.learning.education.EducationContract.BATCHES_UPDATE;
import static com.mas.domain.learning.education.EducationContract.COURSES_ADD;
import static com.mas.domain.learning.education.EducationContract.COURSES_FILL_URLS;
import static com.mas.domain.learning.education.EducationContract.COURSES_LIST;
import static com.mas.domain.learning.education.EducationContract.COURSES_MAPPED;
import static com.mas.domain.learning.education.EducationContract.COURSES_REMOVE;
import static com.mas.domain.learning.education.EducationContract.COURSES_UPDATE;
import static com.mas.domain.learning.education.EducationContract.LED_APPLICATIONS;
import static com.mas.domain.learning.education.EducationContract.LED_BATCH;
import static com.mas.domain.learning.education.EducationContract.LED_BATCHES;
import static com.mas.domain.learning.education.EducationContract.LED_DAY;
import static com.mas.domain.learning.education.EducationContract.LED_TOTALS;

import com.mas.bus.Bus;
import com.mas.bus.Capacity;
import com.mas.bus.DomainVerticle;
import com.mas.db.Database;
import com.mas.db.UuidV7;

/** Education on the bus: one line for each address. */
public final class EducationVerticle extends DomainVerticle {
  private final BatchService batches;
  private final CourseService courses;
  private final ApplicationService applications;
  private final AttendanceService attendance;

  public EducationVerticle(Bus bus, Capacity capacity, Database db, UuidV7 ids) {
    super(bus, capacity);
    People people = new People(bus);
    BatchRepository batchRows = new BatchRepository(db);
    batches = new BatchService(db, batchRows, people, ids, bus.clock());
    courses = new CourseService(batches, new CourseRepository(db), ids, bus.clock());
    applications = new ApplicationService(db, batchRows, new ApplicationRepository(db), people, ids, bus.clock());
    attendance = new AttendanceService(new AttendanceRepository(db), bus);
  }

  @Override
  protected void open() {
    answer(BATCHES_LIST, batches::list);
    answer(BATCHES_GET, batches::get);
    answer(BATCHES_CREATE, batches::create);
    answer(BATCHES_UPDATE, batches::update);
    answer(BATCHES_REMOVE, batches::remove);
    answer(BATCHES_FIND, batches::find);
    answer(BATCHES_OF_USER, batches::ofUser);
    answer(BATCHES_ENSURE, batches::ensure);

    answer(COURSES_LIST, courses::list);
    answer(COURSES_ADD, courses::add);
    answer(COURSES_UPDATE, courses::update);
    answer(COURSES_REMOVE, courses::remove);
    answer(COURSES_MAPPED, courses::mapped);
    answer(COURSES_FILL_URLS, courses::fillUrls);

    answer(APPLICATIONS_LIST, applications::list);
    answer(APPLICATIONS_OF_BATCH, (call, ask) -> applications.ofBatch(call, batches.mustHave(call, ask.id()), ask));
    answer(APPLICATIONS_GET, applications::get);
    answer(APPLICATIONS_CREATE, applications::create);
    answer(APPLICATIONS_UPDATE, applications::update);

    answer(ATTENDANCE_PUT, (call, ask) -> attendance.put(call, batches.mustHave(call, ask.id()), ask));
    answer(ATTENDANCE_DAY, (call, ask) -> attendance.day(batches.mustHave(call, ask.id()), ask));
    answer(ATTENDANCE_LIST, (call, ask) -> attendance.list(batches.mustHave(call, ask.id()), ask));
    answer(ATTENDANCE_TOTALS, (call, ask) -> attendance.totals(batches.mustHave(call, ask.id()), ask));

    answer(LED_BATCHES, batches::listLed);
    answer(LED_BATCH, (call, ask) -> batches.mustLead(call, ask.id()));
    answer(LED_APPLICATIONS, (call, ask) -> applications.ofBatch(call, batches.mustLead(call, ask.id()), ask));
    answer(LED_DAY, (call, ask) -> attendance.day(batches.mustLead(call, ask.id()), ask));
    answer(LED_TOTALS, (call, ask) -> attendance.totals(batches.mustLead(call, ask.id()), ask));
  }
}
