package com.mas.imports;

import com.mas.bus.Constants;
import com.mas.bus.Principal;
import com.mas.bus.Request;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Declares one kind of table that a domain takes in, as a constant of its contract. The verticle answers {@link #work}
 * by an {@link Importer}.
 *
 * @param name unique, for URLs, such as {@code enrolments}
 * @param title for people
 * @param role who may import it; {@code ADMIN} includes {@code SUPERADMIN}; null: see {@code capability}
 * @param capability who may import it otherwise; null: see {@code role}
 * @param subject names what a file of this kind is about, such as {@code batch}; null: nothing more
 * @param canTakeBack whether all that a file has written can be taken back, so that it can be whole or nothing
 */
public record ImportKind(String name, String title, Principal.@Nullable Role role, @Nullable String capability,
    @Nullable String subject, List<Column> columns, Request<Work, Worked> work, boolean canTakeBack) {
  /** Bounds an attempt; the rest is for the next one. */
  static final Duration LONGEST = Duration.ofMinutes(15);

  public ImportKind {
    columns = List.copyOf(columns);
  }

  /**
   * Declares a column.
   *
   * @param key in answers
   * @param title its header in the template
   * @param also other headers under which it is known; case, blanks and signs do not matter
   * @param longest characters of a cell
   */
  public record Column(String key, String title, List<String> also, boolean required, int longest) {
    public static Column required(String key, String title, int longest, String... also) {
      return new Column(key, title, List.of(also), true, longest);
    }

    public static Column optional(String key, String title, int longest, String... also) {
      return new Column(key, title, List.of(also), false, longest);
    }
  }

  /** Asks the domain to work on a file. Idempotent: one that is over is left as it is. */
  public record Work(UUID id) {}

  public record Worked(UUID id, ImportsContract.State state) {}

  /** Returns it with the option of the whole file or nothing: its {@link RowImport} can take rows back. */
  public ImportKind takingBack() {
    return new ImportKind(name, title, role, capability, subject, columns, work, true);
  }

  /** Declares a kind that administrators import. */
  public static ImportKind ofAdmins(String domain, String name, String title, @Nullable String subject,
      Column... columns) {
    return new ImportKind(name, title, Principal.Role.ADMIN, null, subject, List.of(columns), work(domain, name),
        false);
  }

  /** Declares a kind that the holders of a capability import. */
  public static ImportKind ofCapability(String domain, String name, String title, String capability,
      @Nullable String subject, Column... columns) {
    return new ImportKind(name, title, null, capability, subject, List.of(columns), work(domain, name),
        false);
  }

  private static Request<Work, Worked> work(String domain, String name) {
    return Request.of(domain + "." + name + ".import", Work.class, Worked.class, LONGEST);
  }

  /** Returns the kinds that are constants of the contract, in the order in which it declares them. */
  public static List<ImportKind> in(Class<?> contract) {
    return Constants.in(contract, ImportKind.class).toList();
  }

  boolean allows(@Nullable Principal principal) {
    if (principal == null) {
      return false;
    }
    return role != null && (principal.role() == role
        || role == Principal.Role.ADMIN && principal.role() == Principal.Role.SUPERADMIN)
        || capability != null && principal.has(capability);
  }

  /** Returns the name of the domain that takes it in. */
  String domain() {
    return work.address().substring(0, work.address().indexOf('.'));
  }

  String runKind(boolean rehearsal) {
    return work.address() + (rehearsal ? ".check" : "");
  }
}
