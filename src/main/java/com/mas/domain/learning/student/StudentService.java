package com.mas.domain.learning.student;

import com.mas.bus.Call;
import com.mas.bus.Failure;
import com.mas.bus.FailureException;
import com.mas.bus.Page;
import com.mas.domain.learning.student.StudentContract.CourseProgress;
import com.mas.domain.learning.student.StudentContract.Exams;
import com.mas.domain.learning.student.StudentContract.ListStudents;
import com.mas.domain.learning.student.StudentContract.Order;
import com.mas.domain.learning.student.StudentContract.Sort;
import com.mas.domain.learning.student.StudentContract.Student;
import com.mas.domain.learning.student.StudentRepository.Found;
import com.mas.domain.learning.student.StudentRepository.StudentRow;
import com.mas.phone.PhoneRules;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lists of students. */
final class StudentService {
  private static final Logger LOG = LoggerFactory.getLogger(StudentService.class);

  private final StudentRepository students;
  private final PhoneRules phones;

  StudentService(StudentRepository students, PhoneRules phones) {
    this.students = students;
    this.phones = phones;
  }

  Page<Student> list(Call call, ListStudents ask) {
    int limit = ask.limit() == null ? StudentContract.DEFAULT_LIMIT : ask.limit();
    long offset = ask.offset() == null ? 0 : ask.offset();
    if (limit < 1 || limit > StudentContract.MAX_LIMIT || offset < 0) {
      throw Failure.INVALID.with("limit is 1 to " + StudentContract.MAX_LIMIT + ", offset 0 or more.");
    }
    String tenant = call.tenant();
    String pattern = StudentRules.pattern(ask.search());
    StudentFilter filter = new StudentFilter(tenant, ask,
        ask.batchId() == null ? null : students.coursesOfBatch(tenant, ask.batchId()),
        pattern == null ? List.of() : students.coursesTitled(tenant, pattern));
    Found found = students.find(filter, ask.sort() == null ? Sort.NAME : ask.sort(),
        ask.order() == null ? Order.ASC : ask.order(), limit, offset);
    Map<String, List<CourseProgress>> courses = students.courses(tenant, found.rows());
    Set<String> shared = students.sharedPhones(tenant, found.rows());
    Map<String, Exams> exams = exams(tenant, found.rows(), shared);
    return new Page<>(found.rows().stream().map(row -> student(row, courses.getOrDefault(row.emailKey(), List.of()),
        shared.contains(row.phoneDigits()), exams.get(row.emailKey()))).toList(), limit, offset, found.total());
  }

  /** Another system's mirror: when it cannot be read, the students are still worth seeing. */
  private Map<String, Exams> exams(String tenant, List<StudentRow> rows, Set<String> shared) {
    try {
      return students.exams(tenant, rows, shared);
    } catch (FailureException e) {
      throw e;
    } catch (RuntimeException e) {
      LOG.warn("exam submissions could not be read for the students' list", e);
      return Map.of();
    }
  }

  private Student student(StudentRow row, List<CourseProgress> courses, boolean phoneShared, Exams exams) {
    CourseProgress lowest = courses.stream().filter(course -> course.learnerId().equals(row.lowestLearner()))
        .findFirst().orElse(null);
    return new Student(row.emailKey(), row.name(), row.phone(), row.phoneSource(),
        phones.isUnclear(row.phone()), phoneShared,
        row.accountId() != null, row.accountId(), row.averageProgress(), row.enrolments(), row.completed(),
        row.totalTimeSeconds(), row.enrolledAt(), row.lastAccessedAt(), lowest, courses, exams);
  }
}
