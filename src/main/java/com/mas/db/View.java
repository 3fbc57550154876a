package com.mas.db;

import com.mas.bus.Constants;
import java.util.List;

/**
 * A view that a domain publishes for the SQL of other domains. Declared once, as a constant of the publishing domain's
 * contract; a domain that reads it says so in its module. Its columns stay as they are from release to release.
 *
 * @param name with its schema, such as {@code education.shared_students}
 * @param isTaken whether its rows are notes that the one domain which reads it takes, by deleting them
 */
public record View(String name, List<String> columns, boolean isTaken) {
  /** @param columns in their order, with commas between them */
  public static View of(String name, String columns) {
    return new View(name, List.of(columns.split(", ")), false);
  }

  /** Declares a view whose rows are taken by deleting them. */
  public static View taken(String name, String columns) {
    return new View(name, List.of(columns.split(", ")), true);
  }

  /** Returns the views that are constants of the contract, in the order in which it declares them. */
  public static List<View> in(Class<?> contract) {
    return Constants.in(contract, View.class).toList();
  }

  public String schema() {
    return name.substring(0, name.indexOf('.'));
  }
}
