package com.mas;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.boot.Modules;
import com.mas.db.View;
import com.mas.module.DomainModule;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The one direction in which domains depend on each other. An arrow is an import, a view that SQL reads, a view, a
 * trigger or a function of the schema that needs another one, or a migration that names another's view.
 */
class DependenciesTest {
  /** A group may depend on itself and on those of lower rank; groups of one rank do not know each other. */
  private static final Map<String, Integer> RANKS = Map.of("platform", 0, "people", 1, "ai", 2, "commerce", 2,
      "learning", 3, "hiring", 4, "engagement", 5, "growth", 6, "realtime", 7);

  /** Migrations that were written before the direction was held. */
  private static final Set<String> HISTORY = Set.of("V0050__notification_items.sql", "V0060__students.sql",
      "V0070__gamification_calendar.sql", "V0080__risk.sql", "V0085__standing.sql", "V0090__dailycards.sql",
      "V0120__mrlearn_reminders.sql", "V0121__mrlearn_lost_slices.sql", "V0180__mrlearn_prefixes.sql",
      "V0182__mrlearn_wrong_ties.sql", "V0183__students_by_account.sql", "V0187__phones_read_as_indian.sql",
      // take the runs that are under way over into the engine, once
      "V0191__mrlearn_runs.sql", "V0192__reminder_runs.sql");

  private static final Pattern STRING = Pattern.compile("\"\"\".*?\"\"\"|\"(?:[^\"\\\\\\n]|\\\\.)*\"", Pattern.DOTALL);
  private static final Pattern NAMED = Pattern.compile("\\b([a-z_]+)\\.([a-z_]+)\\b");
  private static final Pattern READ = Pattern.compile("\\b([a-z_]+)\\.(shared_[a-z_]+)\\b");
  private static final Pattern COMMENT = Pattern.compile("--[^\\n]*");
  private static final Pattern LITERAL = Pattern.compile("'(?:[^']|'')*'");

  private record Arrow(String from, String to, String why) {}

  @Test
  void everyArrowPointsToALowerGroup() {
    assertEquals(List.of(), arrows().stream()
        .filter(arrow -> !isAllowed(Domains.group(arrow.from), Domains.group(arrow.to)))
        .map(arrow -> arrow.from + " needs " + arrow.to + ": " + arrow.why).sorted().toList());
  }

  @Test
  void noDomainNeedsItselfByWayOfOthers() {
    Map<String, Set<String>> needs = new TreeMap<>();
    arrows().forEach(arrow -> needs.computeIfAbsent(arrow.from, none -> new TreeSet<>()).add(arrow.to));
    Set<String> cycles = new TreeSet<>();
    for (String domain : needs.keySet()) {
      List<String> path = path(needs, domain, domain, new LinkedHashSet<>());
      if (path != null) {
        cycles.add(String.join(" → ", path));
      }
    }
    assertEquals(Set.of(), cycles);
  }

  @Test
  void arrowsOfAllKindsAreSeen() {
    Set<String> seen = arrows().stream().map(arrow -> arrow.from + " " + arrow.to).collect(Collectors.toSet());
    assertTrue(seen.containsAll(Set.of("gamification sync", "identity notification", "sync identity", "student sync",
        "reminder sync", "meeting mentoring", "terminal identity")), seen::toString);
    assertTrue(arrows().stream().anyMatch(arrow -> arrow.why.startsWith("view mrlearn.shared_learner_accounts")));
    assertTrue(arrows().stream().anyMatch(arrow -> arrow.why.contains("reads education.shared_students")));
  }

  @Test
  void aViewIsReadByThoseAloneWhoSaySo() {
    Map<String, Set<String>> declared = new TreeMap<>();
    Map<String, Set<String>> used = new TreeMap<>();
    for (DomainModule module : Modules.DOMAINS) {
      String domain = Domains.of(module.getClass().getPackageName());
      declared.computeIfAbsent(domain, none -> new TreeSet<>())
          .addAll(module.reads().stream().map(View::name).toList());
    }
    viewsRead().forEach((domain, views) -> views.stream()
        .filter(view -> !Domains.ofSchema(view).equals(domain))
        .forEach(view -> used.computeIfAbsent(domain, none -> new TreeSet<>()).add(view)));
    declared.values().removeIf(Set::isEmpty);
    assertEquals(text(declared), text(used));
  }

  @Test
  void everyPublishedViewIsAConstantOfItsOwnersContract() {
    Map<String, String> published = new TreeMap<>();
    Modules.DOMAINS.forEach(module -> module.views().forEach(view -> assertEquals(null,
        published.put(view.name(), Domains.of(module.getClass().getPackageName())), view.name())));
    published.forEach((view, domain) -> assertEquals(Domains.ofSchema(view), domain, view));
    assertEquals(schema().views.keySet().stream().filter(view -> view.contains(".shared_")).toList(),
        List.copyOf(published.keySet()));
  }

  @Test
  void aViewWhoseRowsAreTakenHasOneTaker() {
    Map<String, Set<String>> readers = new HashMap<>();
    viewsRead().forEach(
        (domain, views) -> views.forEach(view -> readers.computeIfAbsent(view, none -> new TreeSet<>()).add(domain)));
    Modules.DOMAINS.stream().flatMap(module -> module.views().stream()).filter(View::isTaken)
        .forEach(view -> assertEquals(1, readers.getOrDefault(view.name(), Set.of()).size(), view.name()));
  }

  @Test
  void aMigrationNamesTablesOfTheDomainAloneInWhoseFolderItLies() {
    Set<String> schemas = Domains.schemaNames();
    List<String> wide = new ArrayList<>();
    for (Path file : Domains.migrations()) {
      Set<String> owners = new TreeSet<>();
      Matcher named = NAMED.matcher(plain(file));
      while (named.find()) {
        if (schemas.contains(named.group(1)) && !named.group(2).startsWith("shared_")) {
          owners.add(Domains.ofSchema(named.group(1)));
        }
      }
      owners.removeIf(owner -> owner.equals(Domains.ofRole(Domains.role(file).orElseThrow())));
      if (!owners.isEmpty() && !HISTORY.contains(file.getFileName().toString())) {
        wide.add(file.getFileName() + " names tables of " + owners);
      }
    }
    assertEquals(List.of(), wide);
  }

  private static boolean isAllowed(String from, String to) {
    return from.equals(to) || RANKS.get(to) < RANKS.get(from);
  }

  private static Set<Arrow> found;

  /** Every arrow between two domains; found once. */
  private static synchronized Set<Arrow> arrows() {
    found = found == null ? find() : found;
    return found;
  }

  private static Set<Arrow> find() {
    Set<Arrow> arrows = new LinkedHashSet<>();
    for (JavaClass type : new ClassFileImporter().withImportOption(new ImportOption.DoNotIncludeTests())
        .importPackages("com.mas")) {
      String from = Domains.of(type.getPackageName());
      type.getDirectDependenciesFromSelf()
          .forEach(dependency -> add(arrows, from, Domains.of(dependency.getTargetClass().getPackageName()),
              "import by " + type.getSimpleName()));
    }
    viewsRead().forEach((domain, views) -> views.stream()
        .forEach(view -> add(arrows, domain, Domains.ofSchema(view), "SQL reads " + view)));
    Schema schema = schema();
    Stream.of(schema.views, schema.triggers, schema.functions).forEach(kind -> kind.forEach((name, definition) -> {
      Matcher named = NAMED.matcher(definition);
      while (named.find()) {
        if (Domains.schemaNames().contains(named.group(1)) && !name.startsWith("pg_temp.")) {
          add(arrows, Domains.ofSchema(name), Domains.ofSchema(named.group()),
              kindOf(schema, kind) + " " + name + " needs " + named.group());
        }
      }
    }));
    return arrows;
  }

  private static void add(Set<Arrow> arrows, String from, String to, String why) {
    if (from != null && to != null && !from.equals(to)) {
      arrows.add(new Arrow(from, to, why));
    }
  }

  private static String kindOf(Schema schema, Map<String, String> kind) {
    return kind == schema.views ? "view" : kind == schema.triggers ? "trigger on" : "function";
  }

  private static List<String> path(Map<String, Set<String>> needs, String from, String to, Set<String> seen) {
    for (String next : needs.getOrDefault(from, Set.of())) {
      if (next.equals(to)) {
        return List.of(from, to);
      }
      if (seen.add(next)) {
        List<String> rest = path(needs, next, to, seen);
        if (rest != null) {
          return Stream.concat(Stream.of(from), rest.stream()).toList();
        }
      }
    }
    return null;
  }

  /** Published views that the SQL in the sources of a domain names. */
  private static Map<String, Set<String>> viewsRead() {
    Map<String, Set<String>> read = new TreeMap<>();
    try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
      for (Path file : files.filter(each -> each.toString().endsWith("Repository.java")
          || each.toString().endsWith(".java") && !each.toString().matches(".*(Contract|package-info)\\.java"))
          .toList()) {
        String source = Files.readString(file);
        String domain = Domains.of(file.getParent().toString().replaceFirst("^src/main/java/", "").replace('/', '.'));
        Matcher strings = STRING.matcher(source);
        while (strings.find()) {
          Matcher view = READ.matcher(strings.group());
          while (view.find()) {
            read.computeIfAbsent(String.valueOf(domain), none -> new TreeSet<>()).add(view.group());
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return read;
  }

  private static String text(Map<String, Set<String>> sets) {
    return sets.entrySet().stream().map(e -> e.getKey() + " " + e.getValue()).collect(Collectors.joining("\n"));
  }

  /** Returns what the migrations leave behind: definitions by name; of a trigger, by its table's and its own. */
  private record Schema(Map<String, String> views, Map<String, String> triggers, Map<String, String> functions) {}

  private static final Pattern DEFINED = Pattern.compile("""
      DROP\\ VIEW\\ (?:IF\\ EXISTS\\ )?(?<noView>[\\w.]+)
      |CREATE\\ (?:OR\\ REPLACE\\ )?VIEW\\ (?<view>[\\w.]+)(?<select>[^;]*);
      |DROP\\ TRIGGER\\ (?<noTrigger>\\w+)\\ ON\\ (?<noTable>[\\w.]+)
      |CREATE\\ TRIGGER\\ (?<trigger>\\w+)\\s.*?\\sON\\ (?<table>[\\w.]+)(?<does>[^;]*);
      |DROP\\ FUNCTION\\ (?<noFunction>[\\w.]+)
      |CREATE\\ (?:OR\\ REPLACE\\ )?FUNCTION\\ (?<function>\\w+\\.\\w+)(?<body>.*?\\$\\$.*?\\$\\$)""",
      Pattern.DOTALL | Pattern.COMMENTS);

  private static Schema schema() {
    Schema schema = new Schema(new TreeMap<>(), new TreeMap<>(), new TreeMap<>());
    for (Path file : Domains.migrations()) {
      Matcher found = DEFINED.matcher(plain(file));
      while (found.find()) {
        if (found.group("noView") != null) {
          schema.views.remove(found.group("noView"));
        } else if (found.group("view") != null) {
          schema.views.put(found.group("view"), found.group("select"));
        } else if (found.group("noTrigger") != null) {
          schema.triggers.remove(found.group("noTable") + " " + found.group("noTrigger"));
        } else if (found.group("trigger") != null) {
          schema.triggers.put(found.group("table") + " " + found.group("trigger"), found.group("does"));
        } else if (found.group("noFunction") != null) {
          schema.functions.remove(found.group("noFunction"));
        } else {
          schema.functions.put(found.group("function"), found.group("body"));
        }
      }
    }
    return schema;
  }

  /** Without comments and texts, which name what they like. */
  private static String plain(Path file) {
    try {
      return LITERAL.matcher(COMMENT.matcher(Files.readString(file)).replaceAll("")).replaceAll("''");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
