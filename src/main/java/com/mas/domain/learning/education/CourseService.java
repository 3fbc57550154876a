package com.mas.domain.learning.education;

import com.mas.bus.Call;
import com.mas.bus.Failure;
import com.mas.bus.FailureException;
import com.mas.bus.Page;
import com.mas.db.PageWindow;
import com.mas.db.UuidV7;
import com.mas.domain.learning.education.EducationContract.*;
import java.time.Clock;

/** Maps outside courses to batches. Asks first, always, whether the batch is the tenant's. */
final class CourseService {

  private final BatchService batches;
  private final CourseRepository courses;
  private final UuidV7 ids;
  private final Clock clock;

  CourseService(BatchService batches, CourseRepository courses, UuidV7 ids, Clock clock) {
    this.batches = batches;
    this.courses = courses;
    this.ids = ids;
    this.clock = clock;
  }

  Page<BatchCourse> list(Call call, ListCourses ask) {
    batches.mustHave(call, ask.id());
    return courses.list(ask.id(), ask.provider(), PageWindow.of(ask));
  }

  BatchCourse add(Call call, AddCourse ask) {
    batches.mustHave(call, ask.id());
    AddCourse course = new AddCourse(ask.id(), ask.provider(), stripped(ask.externalCourseId()),
        stripped(ask.roadmapItemId()), ask.sequence(), stripped(ask.courseUrl()));
    return courses.insert(ids.next(), course, clock.instant()).orElseThrow(() -> {
      FailureException twice = EducationContract.COURSE_MAPPED.refusal();
      return courses.existing(course).map(twice::data).orElse(twice);
    });
  }

  BatchCourse update(Call call, UpdateCourse ask) {
    batches.mustHave(call, ask.id());
    return courses.update(ask.id(), ask.courseId(), ask.sequence().filled("/sequence", null), ask.courseUrl())
        .orElseThrow(EducationContract.COURSE_UNKNOWN::refusal);
  }

  Removed remove(Call call, RemoveCourse ask) {
    batches.mustHave(call, ask.id());
    if (!courses.delete(ask.id(), ask.courseId())) {
      throw EducationContract.COURSE_UNKNOWN.refusal();
    }
    return new Removed(ask.courseId());
  }

  Courses mapped(Call call, MappedCourses ask) {
    if ((ask.batchId() == null) == (ask.userId() == null)) {
      throw Failure.INVALID.with("Either a batch or a user is asked about.");
    }
    return new Courses(courses.mapped(call.tenant(), ask.batchId(), ask.userId()));
  }

  FilledCourseUrls fillUrls(Call call, FillCourseUrls ask) {
    return new FilledCourseUrls(courses.fillUrls(call.tenant(), ask));
  }

  /** An id with a blank at its end would match nothing. */
  private static String stripped(String text) {
    return text == null ? null : text.strip();
  }
}
