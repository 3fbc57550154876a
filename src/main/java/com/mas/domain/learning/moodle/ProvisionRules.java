package com.mas.domain.learning.moodle;

import com.mas.domain.learning.moodle.ProvisionContract.CourseEntry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Names courses by their place and code, and finds that place among the categories of Moodle. */
final class ProvisionRules {
  /** Moodle's own bound. */
  private static final int MOST_SHORT_NAME = 255;
  private static final Pattern OTHERS = Pattern.compile("[^\\p{L}\\p{N}]+");
  /** Names of the levels, from the top. */
  static final List<String> LEVELS = List.of("campus", "semester", "department", "program");

  private ProvisionRules() {}

  /** @param idNumber empty: none */
  record Category(long id, String name, String idNumber, long parent) {
    boolean isCalled(String text) {
      String wanted = text.strip();
      return idNumber.equalsIgnoreCase(wanted) || name.equalsIgnoreCase(wanted);
    }
  }

  /** @param path from the campus down to the programme */
  record Place(List<Category> path) {
    long id() {
      return path.getLast().id();
    }

    /** Returns the programme's id number, which Moodle gives once; else the names of campus, semester and programme. */
    String code() {
      Category program = path.getLast();
      return program.idNumber().isEmpty() ? Stream.of(path.getFirst(), path.get(1), program)
          .map(each -> ProvisionRules.code(each.name())).collect(Collectors.joining("-"))
          : ProvisionRules.code(program.idNumber());
    }

    String words() {
      return path.stream().map(Category::name).collect(Collectors.joining(" / "));
    }
  }

  /** @param isAmbiguous whether the next name is that of several categories */
  record Followed(List<Category> path, boolean isAmbiguous) {}

  /** @param refusal null: it may be made */
  record Named(int row, CourseEntry entry, String shortName, String refusal) {}

  /** Finds the place of a programme: a category with three above it. */
  static Optional<Place> place(List<Category> all, long program) {
    Map<Long, Category> byId = all.stream().collect(Collectors.toMap(Category::id, each -> each, (a, b) -> a));
    List<Category> path = new ArrayList<>();
    for (Category at = byId.get(program); at != null && path.size() <= LEVELS.size(); at = byId.get(at.parent())) {
      path.addFirst(at);
    }
    return path.size() == LEVELS.size() ? Optional.of(new Place(List.copyOf(path))) : Optional.empty();
  }

  /**
   * Follows the names down; the path is shorter than the names where one of them is not there, or is there more than
   * once.
   */
  static Followed follow(List<Category> all, List<String> names) {
    List<Category> path = new ArrayList<>();
    for (String name : names) {
      long above = path.isEmpty() ? 0 : path.getLast().id();
      List<Category> next = all.stream().filter(each -> each.parent() == above && each.isCalled(name)).toList();
      if (next.size() != 1) {
        return new Followed(path, next.size() > 1);
      }
      path.add(next.getFirst());
    }
    return new Followed(path, false);
  }

  /** Names each course; the same request gives the same names, so that it makes nothing twice. */
  static List<Named> named(Place place, List<CourseEntry> entries) {
    Map<String, Integer> rows = new HashMap<>();
    List<Named> all = new ArrayList<>();
    for (CourseEntry entry : entries) {
      int row = all.size() + 1;
      String code = code(entry.courseCode());
      String name = place.code() + "-" + code;
      Integer earlier = rows.putIfAbsent(name, row);
      all.add(new Named(row, entry, name, code.isEmpty() ? "The course code has neither a letter nor a digit."
          : name.length() > MOST_SHORT_NAME ? "The short name would be longer than Moodle takes."
              : earlier != null ? "Row " + earlier + " has the same course code." : null));
    }
    return all;
  }

  /** Returns it in capitals, with dashes for what is neither a letter nor a digit. */
  private static String code(String text) {
    String dashed = OTHERS.matcher(text.strip().toUpperCase(Locale.ROOT)).replaceAll("-");
    return dashed.replaceFirst("^-", "").replaceFirst("-$", "");
  }
}
