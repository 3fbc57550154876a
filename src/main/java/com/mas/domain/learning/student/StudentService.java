package com.mas.domain.learning.student;

import com.mas.bus.Call;
import com.mas.bus.FailureException;
import com.mas.bus.Page;
import com.mas.db.PageWindow;
import com.mas.domain.learning.student.StudentContract.*;
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
  private final String school;
  private final String moodle;

  StudentService(StudentRepository students, PhoneRules phones, String school, String moodle) {
    this.students = students;
    this.phones = phones;
    this.school = school;
    this.moodle = moodle;
  }

  Page<Student> list(Call call, ListStudents ask) {
    PageWindow window = PageWindow.of(ask);
    String tenant = call.tenant();
    String pattern = StudentRules.pattern(ask.search());
    StudentFilter filter = new StudentFilter(tenant, ask,
        ask.batchId() == null ? null : students.coursesOfBatch(tenant, ask.batchId()),
        pattern == null ? List.of() : students.coursesTitled(tenant, pattern));
    Found found = students.find(filter, ask.sort() == null ? Sort.NAME : ask.sort(),
        ask.order() == null ? Order.ASC : ask.order(), window);
    Map<String, List<CourseProgress>> courses = students.courses(tenant, found.rows());
    Set<String> shared = students.sharedPhones(tenant, found.rows());
    Map<String, Exams> exams = exams(tenant, found.rows(), shared);
    return new Page<>(found.rows().stream().map(row -> student(row, courses.getOrDefault(row.emailKey(), List.of()),
        shared.contains(row.phoneDigits()), exams.get(row.emailKey()))).toList(),
        window.limit(), window.offset(), found.total());
  }

  Page<MyCourse> mine(Call call, MyCourses ask) {
    Page<MyCourse> page = students.coursesOfAccount(call.tenant(), call.userId(), PageWindow.of(ask));
    return new Page<>(page.items().stream()
        .map(course -> course.at(StudentRules.whole(course.provider().equals(StudentContract.MOODLE) ? moodle : school,
            course.courseUrl())))
        .toList(),
        page.limit(), page.offset(), page.total());
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
    CourseProgress lowest = courses.stream().filter(course -> course.learnerId().equals(row.lowestLearnerId()))
        .findFirst().orElse(null);
    return new Student(row.emailKey(), row.name(), row.phone(), row.phoneSource(),
        phones.isUnclear(row.phone()), phoneShared,
        row.accountId() != null, row.accountId(), row.averageProgress(), row.averageProgress(),
        row.enrolments(), row.completed(),
        row.totalTimeSeconds(), row.enrolledAt(), row.lastAccessedAt(), lowest, courses, exams);
  }
}
