package com.mas.db;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Declares one table of a domain: which of its rows and columns are about people, and how long its rows live. Declared
 * once, in the module; export, erasure and retention follow it. A table that declares no person holds none.
 *
 * <pre>
 * Table.of("notes.notes").person("user_id").by("shared_by").keeps(Duration.ofDays(365), "created_at")
 * </pre>
 *
 * @param name with its schema
 * @param keys tell the person's own rows: those are exported, and erased
 * @param isLedger whether the person's rows stay when the person is erased, under an id that is nobody's
 * @param cleared columns of a ledger that are emptied then
 * @param actors ids of people who did something to rows of others; replaced when such a person is erased
 * @param mentions columns whose texts may name a person of another row; the words are replaced
 * @param hidden columns that are never exported: secrets, and what is derived
 * @param stripped fields of the elements of a column, an array of JSON, that are never exported
 * @param later people whose rows are exported only from a time on
 * @param others columns that look as if they were about a person, and are not
 * @param isRoot whether its rows are the people, which are erased after all others
 * @param retention null until it is declared
 */
public record Table(String name, List<Key> keys, boolean isLedger, List<String> cleared, List<String> actors,
    List<String> mentions, List<String> hidden, List<Field> stripped, List<Later> later, List<String> others,
    boolean isRoot, @Nullable Retention retention) {

  /** Names a field of the elements of a column that holds an array of JSON. */
  public record Field(String column, String name) {}

  /**
   * Keeps a row from the person in one of its columns until that person is shown it by the product. The view has a row
   * for each such row, with the time from which on it is shown.
   */
  public record Later(String person, String column, View view, String viewColumn, String since) {}

  /** Says how long rows live. */
  public sealed interface Retention {}

  /** Rows are deleted by the nightly run once the time in the column is so long ago; null never is. */
  public record Keeps(Duration age, String column) implements Retention {}

  /** Rows stay until their person is erased, or for good. */
  public record Never(String reason) implements Retention {}

  /** Rows go when those of the other table do, by the foreign key or by their domain. */
  public record GoesWith(String parent) implements Retention {}

  /** The domain removes them by its own rules. */
  public record Removed(String how) implements Retention {}

  /** Tells rows of a person. */
  public sealed interface Key {
    String column();
  }

  /** The column has the person's id. */
  public record Id(String column) implements Key {}

  /** The column has the person's address, in lower case. */
  public record Email(String column) implements Key {}

  /** The column has the person's phone number, however it is written. */
  public record Phone(String column) implements Key {}

  /** The column has what names a row of the other table, which is the person's. */
  public record Part(String column, String parent, String parentColumn) implements Key {}

  /** The column is in the view, in a row that has the person's id. */
  public record Tied(String column, View view, String viewColumn, String idColumn) implements Key {}

  public Table {
    keys = List.copyOf(keys);
    cleared = List.copyOf(cleared);
    actors = List.copyOf(actors);
    mentions = List.copyOf(mentions);
    hidden = List.copyOf(hidden);
    stripped = List.copyOf(stripped);
    later = List.copyOf(later);
    others = List.copyOf(others);
    if (isLedger && keys.stream().anyMatch(key -> !(key instanceof Id))) {
      throw new IllegalArgumentException(name + " is a ledger, so its rows must be told by ids alone");
    }
  }

  public static Table of(String name) {
    return new Table(name, List.of(), false, List.of(), List.of(), List.of(), List.of(), List.of(), List.of(),
        List.of(), false, null);
  }

  /** Rows with the person's id in any of the columns are the person's. */
  public Table person(String... columns) {
    Table table = this;
    for (String column : columns) {
      table = table.key(new Id(column));
    }
    return table;
  }

  public Table email(String column) {
    return key(new Email(column));
  }

  public Table phone(String column) {
    return key(new Phone(column));
  }

  /** Rows that belong to rows of another table, by its {@code id}, are the same person's. */
  public Table partOf(String parent, String column) {
    return partOf(parent, column, "id");
  }

  public Table partOf(String parent, String column, String parentColumn) {
    return key(new Part(column, parent, parentColumn));
  }

  /** Rows that a published view ties to the person's id are the person's. */
  public Table tied(String column, View view, String viewColumn, String idColumn) {
    return key(new Tied(column, view, viewColumn, idColumn));
  }

  /** The rows are people, by this id: they are erased when all else is. */
  public Table people(String id) {
    Table table = key(new Id(id));
    return new Table(name, table.keys, isLedger, cleared, actors, mentions, hidden, stripped, later, others, true,
        retention);
  }

  /** The person's rows stay for their amounts, or for another person, without the person and what these columns say. */
  public Table ledger(String... clearing) {
    return new Table(name, keys, true, List.of(clearing), actors, mentions, hidden, stripped, later, others, isRoot,
        retention);
  }

  public Table by(String... columns) {
    return new Table(name, keys, isLedger, cleared, plus(actors, columns), mentions, hidden, stripped, later, others,
        isRoot, retention);
  }

  public Table mentions(String... columns) {
    return new Table(name, keys, isLedger, cleared, actors, plus(mentions, columns), hidden, stripped, later, others,
        isRoot, retention);
  }

  public Table hides(String... columns) {
    return new Table(name, keys, isLedger, cleared, actors, mentions, plus(hidden, columns), stripped, later, others,
        isRoot, retention);
  }

  /** The elements of the column, an array of JSON, are exported without this field. */
  public Table hidesInside(String column, String field) {
    List<Field> more = new ArrayList<>(stripped);
    more.add(new Field(column, field));
    return new Table(name, keys, isLedger, cleared, actors, mentions, hidden, more, later, others, isRoot, retention);
  }

  /**
   * A row is exported for the person of the column only from the time on that the view has for it. The first and the
   * second column of the view are what names the row, and that time.
   */
  public Table shownLater(String person, String column, View view) {
    if (keys.stream().noneMatch(key -> key instanceof Id && key.column().equals(person))) {
      throw new IllegalArgumentException(name + " does not declare " + person + " as a person");
    }
    List<Later> more = new ArrayList<>(later);
    more.add(new Later(person, column, view, view.columns().get(0), view.columns().get(1)));
    return new Table(name, keys, isLedger, cleared, actors, mentions, hidden, stripped, more, others, isRoot,
        retention);
  }

  /** The columns are about nobody, whatever their names say. */
  public Table nobody(String... columns) {
    return new Table(name, keys, isLedger, cleared, actors, mentions, hidden, stripped, later, plus(others, columns),
        isRoot, retention);
  }

  /** @param column a time or a day; rows in which it is null stay */
  public Table keeps(Duration age, String column) {
    return kept(new Keeps(age, column));
  }

  /** @param reason why rows do not become too old */
  public Table never(String reason) {
    return kept(new Never(reason));
  }

  public Table goesWith(String parent) {
    return kept(new GoesWith(parent));
  }

  /** @param how the domain removes rows, for whoever reads the declaration */
  public Table removed(String how) {
    return kept(new Removed(how));
  }

  public String schema() {
    return name.substring(0, name.indexOf('.'));
  }

  private Table key(Key key) {
    List<Key> more = new ArrayList<>(keys);
    more.add(key);
    return new Table(name, more, isLedger, cleared, actors, mentions, hidden, stripped, later, others, isRoot,
        retention);
  }

  private Table kept(Retention declared) {
    return new Table(name, keys, isLedger, cleared, actors, mentions, hidden, stripped, later, others, isRoot,
        declared);
  }

  private static List<String> plus(List<String> some, String... more) {
    List<String> all = new ArrayList<>(some);
    all.addAll(List.of(more));
    return all;
  }
}
