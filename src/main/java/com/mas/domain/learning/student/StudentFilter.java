package com.mas.domain.learning.student;

import com.mas.domain.learning.student.StudentContract.*;
import io.vertx.sqlclient.data.Numeric;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * The conditions of one list and their parameters. Only what is asked for is in the statement: one with all conditions,
 * switched off by nulls, could use no index once its plan is kept.
 */
final class StudentFilter {
  private final List<String> conditions = new ArrayList<>();
  private final List<String> byIndex = new ArrayList<>();
  private final List<Object> parameters = new ArrayList<>();
  private final boolean narrows;

  /**
   * @param batchCourses of the batch that is asked for; null when none is
   * @param titledCourses whose title has what is searched for
   */
  StudentFilter(String tenant, ListStudents ask, List<String> batchCourses, List<String> titledCourses) {
    add("tenant = %s", tenant);
    String pattern = StudentRules.pattern(ask.search());
    if (pattern != null) {
      search(pattern, StudentRules.phonePattern(ask.search()), titledCourses);
    }
    if (batchCourses != null) {
      add("course_ids && %s::text[]", batchCourses);
    }
    if (ask.courseId() != null) {
      add("course_ids && %s::text[]", List.of(ask.courseId()));
    }
    if (ask.hasAccount() != null) {
      fixed(ask.hasAccount() ? "account_id IS NOT NULL" : "account_id IS NULL");
    }
    if (ask.hasPhone() != null) {
      fixed(ask.hasPhone() ? "phone IS NOT NULL" : "phone IS NULL");
    }
    if (ask.minProgress() != null) {
      add("average_progress >= %s::numeric", numeric(ask.minProgress()));
    }
    if (ask.maxProgress() != null) {
      add("average_progress <= %s::numeric", numeric(ask.maxProgress()));
    }
    narrows = conditions.size() > 1;
  }

  /**
   * Returns the number in the column's own type, since to cast the column for each row would cost more than all else.
   */
  private static Numeric numeric(double percent) {
    return Numeric.create(BigDecimal.valueOf(percent));
  }

  private void search(String pattern, String phone, List<String> courses) {
    List<String> ways = new ArrayList<>();
    List<String> indexed = new ArrayList<>();
    for (String like : phone == null ? List.of(pattern) : List.of(pattern, phone)) {
      String place = place(like);
      // without an index, and as if every third had it: many have what is asked for so, and the order is followed
      ways.add("CASE WHEN search LIKE " + place + " THEN 1 ELSE 0 END > 0");
      indexed.add(StudentRules.isIndexed(like) ? "search LIKE " + place : "search || '' LIKE " + place);
    }
    if (!courses.isEmpty()) {
      String any = "course_ids && " + place(courses) + "::text[]";
      ways.add(any);
      indexed.add(any);
    }
    conditions.add("(" + String.join(" OR ", ways) + ")");
    byIndex.add("(" + String.join(" OR ", indexed) + ")");
  }

  private void add(String condition, Object value) {
    fixed(condition.formatted(place(value)));
  }

  private void fixed(String condition) {
    conditions.add(condition);
    byIndex.add(condition);
  }

  private String place(Object value) {
    parameters.add(value);
    return "$" + parameters.size();
  }

  /** Returns whether it narrows the tenant's students down. */
  boolean narrows() {
    return narrows;
  }

  /** Returns the conditions for a search that finds few. */
  String byIndex() {
    return String.join(" AND ", byIndex);
  }

  /** Returns the conditions for a search that finds many anyway. */
  String plain() {
    return String.join(" AND ", conditions);
  }

  /** The parameters, and those that come behind them. */
  Object[] parameters(Object... more) {
    List<Object> all = new ArrayList<>(parameters);
    all.addAll(List.of(more));
    return all.toArray();
  }

  int next() {
    return parameters.size() + 1;
  }

  static String column(Sort sort) {
    return switch (sort) {
      case NAME -> "sort_name";
      case EMAIL -> "email_key";
      case AVERAGE_PROGRESS -> "average_progress";
      case LOWEST_PROGRESS -> "lowest_progress";
      case COURSES -> "enrolments";
      case TOTAL_TIME -> "total_time_seconds";
      case ENROLLED_AT -> "enrolled_at";
      case LAST_ACCESSED_AT -> "last_accessed_at";
    };
  }

  /** Unknown last, either way; the address decides where all else is equal. */
  static String order(Sort sort, Order order) {
    return order(column(sort), "email_key", sort, order);
  }

  /** Returns the same order over columns that are called {@code wanted} and {@code p.email_key}. */
  static String orderOfHits(Sort sort, Order order) {
    return order("wanted", "p.email_key", sort, order);
  }

  private static String order(String column, String address, Sort sort, Order order) {
    String way = order == Order.DESC ? " DESC" : "";
    boolean nullable = sort == Sort.ENROLLED_AT || sort == Sort.LAST_ACCESSED_AT;
    return column + way + (nullable ? " NULLS LAST" : "") + (sort == Sort.EMAIL ? "" : ", " + address + way);
  }
}
