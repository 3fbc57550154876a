package com.mas.domain.learning.questionnaire;

import com.mas.domain.learning.questionnaire.SubmissionRepository.Account;
import com.mas.domain.learning.questionnaire.SubmissionRepository.Course;
import com.mas.domain.learning.questionnaire.SubmissionRepository.Given;
import com.mas.domain.learning.questionnaire.SubmissionRepository.Home;
import com.mas.domain.learning.questionnaire.SubmissionRepository.Named;
import com.mas.domain.learning.questionnaire.SubmissionRepository.Ready;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Finds out whom and what rows name, and remembers it for as long as one file is read. A person whom Moodle knows goes
 * by the user name there; an e-mail address is the code of those whom it does not know. Used by one thread at a time.
 */
final class Names {
  private static final int MOST = 20_000;
  private static final String UNKNOWN = "is no user name in Moodle and no e-mail address of an account";

  private final SubmissionRepository submissions;
  private final String tenant;
  private final Map<String, Person> people = new HashMap<>();
  private final Map<String, Place> courses = new HashMap<>();

  Names(SubmissionRepository submissions, String tenant) {
    this.submissions = submissions;
    this.tenant = tenant;
  }

  /** @param refusal why nobody is found; null: somebody is */
  private record Person(String name, UUID account, Home home, String refusal) {}

  /** @param course null: none is found */
  private record Place(Course course) {}

  /**
   * Tells whom and what a row names.
   *
   * @param ready null: it cannot be taken
   * @param column that is to blame then, and {@code reason} why
   */
  record Found(Ready ready, String column, String reason) {}

  /** Returns one for each row, in their order. */
  List<Found> find(List<Given> rows) {
    Set<String> persons = new HashSet<>();
    Set<String> places = new HashSet<>();
    rows.forEach(row -> {
      persons.add(row.respondent());
      persons.add(row.faculty());
      places.add(row.course());
    });
    places.remove("");
    learnPeople(persons);
    learnCourses(places);
    return rows.stream().map(this::find).toList();
  }

  private Found find(Given row) {
    Person respondent = people.get(row.respondent());
    Person faculty = people.get(row.faculty());
    Course course = row.course().isEmpty() ? null : courses.get(row.course()).course;
    if (respondent.refusal != null) {
      return new Found(null, "username", respondent.refusal);
    }
    if (faculty.refusal != null) {
      return new Found(null, "facultyUsername", faculty.refusal);
    }
    if (course == null && !row.course().isEmpty()) {
      return new Found(null, "courseShortname", "is no short name of a course in Moodle and no code of a batch");
    }
    if (course != null && course.semester() != null && !row.said().isEmpty()) {
      return new Found(null, "period", "must be empty: the course belongs to " + course.semester());
    }
    return new Found(new Ready(row, respondent.account, respondent.home, faculty.name, course), null, null);
  }

  private void learnPeople(Set<String> codes) {
    Set<String> unknown = unknown(codes, people);
    if (unknown.isEmpty()) {
      return;
    }
    Map<String, Named> moodle = first(submissions.moodlePeople(tenant, unknown), Named::code);
    Set<String> others = unknown.stream().filter(code -> !moodle.containsKey(code)).collect(Collectors.toSet());
    Map<String, Named> elsewhere =
        others.isEmpty() ? Map.of() : first(submissions.byAddress(tenant, others), Named::code);
    Set<String> emails = new HashSet<>(others);
    moodle.values().stream().map(Named::email).filter(email -> email != null).forEach(emails::add);
    Map<String, Account> accounts =
        emails.isEmpty() ? Map.of() : first(submissions.accounts(tenant, emails), Account::email);
    for (String code : unknown) {
      Named there = moodle.get(code);
      String email = there == null ? code : there.email();
      Account account = email == null ? null : accounts.get(email);
      if (there != null) {
        people.put(code, new Person(there.name(), account == null ? null : account.id(), there.home(), null));
      } else if (elsewhere.containsKey(code)) {
        people.put(code, new Person(null, null, Home.UNKNOWN, "belongs to the Moodle user " + elsewhere.get(code).name()
            + "; give that user name"));
      } else {
        people.put(code, account == null ? new Person(null, null, Home.UNKNOWN, UNKNOWN)
            : new Person(account.fullName(), account.id(), Home.UNKNOWN, null));
      }
    }
  }

  private void learnCourses(Set<String> codes) {
    Set<String> unknown = unknown(codes, courses);
    if (unknown.isEmpty()) {
      return;
    }
    Map<String, Course> moodle = first(submissions.moodleCourses(tenant, unknown), Course::code);
    Set<String> others = unknown.stream().filter(code -> !moodle.containsKey(code)).collect(Collectors.toSet());
    Map<String, Course> batches =
        others.isEmpty() ? Map.of() : first(submissions.batches(tenant, others), Course::code);
    unknown.forEach(code -> courses.put(code, new Place(moodle.getOrDefault(code, batches.get(code)))));
  }

  private static Set<String> unknown(Set<String> codes, Map<String, ?> known) {
    if (known.size() > MOST) {
      known.clear();
    }
    return codes.stream().filter(code -> !known.containsKey(code)).collect(Collectors.toSet());
  }

  private static <T> Map<String, T> first(List<T> rows, Function<T, String> code) {
    return rows.stream().collect(Collectors.toMap(code, row -> row, (one, other) -> one));
  }
}
