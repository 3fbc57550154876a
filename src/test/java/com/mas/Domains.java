package com.mas;

import com.mas.boot.Modules;
import com.mas.module.DomainModule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Tells which packages, schemas and migrations belong to which domain, by the modules and by where files lie. */
final class Domains {
  static final Path JAVA = Path.of("src", "main", "java");
  static final Path RESOURCES = Path.of("src", "main", "resources");
  private static final Path FOLDERS = RESOURCES.resolve("domain");
  private static final Pattern SCHEMA = Pattern.compile("CREATE SCHEMA (?:IF NOT EXISTS )?(\\w+)");
  private static final Pattern MODULE = Pattern.compile(
      "class \\w+Module (?:extends DomainModule|implements EdgeModule) \\{");

  /** Packages of domains; what lies below one belongs to it. */
  private static final Set<String> PACKAGES = packages();
  /** Role by schema: a schema belongs to the role whose migration creates it. */
  private static final Map<String, String> SCHEMAS = schemas();

  private Domains() {}

  /** Returns the name of the domain that a package belongs to, or null of the edge, the process and the platform. */
  static String of(String packageName) {
    return PACKAGES.stream().filter(each -> packageName.equals(each) || packageName.startsWith(each + "."))
        .findFirst().map(each -> each.substring(each.lastIndexOf('.') + 1)).orElse(null);
  }

  /** Returns the group of a domain: its folder's parent, or the platform. */
  static String group(String domain) {
    String name = PACKAGES.stream().filter(each -> each.endsWith("." + domain)).findFirst()
        .orElseThrow(() -> new AssertionError(domain + " is no domain"));
    String parent = name.substring(0, name.lastIndexOf('.'));
    return parent.equals("com.mas") ? "platform" : parent.substring(parent.lastIndexOf('.') + 1);
  }

  /** Returns the domain of a schema's table, view, trigger or function. */
  static String ofSchema(String name) {
    String schema = name.replaceFirst("\\..*", "");
    return Optional.ofNullable(SCHEMAS.get(schema)).map(Domains::ofRole).orElse(schema);
  }

  static Set<String> schemaNames() {
    return SCHEMAS.keySet();
  }

  /** Returns the migrations in the order in which they run. */
  static List<Path> migrations() {
    return files(RESOURCES).stream().filter(file -> file.toString().endsWith(".sql"))
        .sorted(Comparator.comparing(file -> file.getFileName().toString())).toList();
  }

  /** Returns the role whose folder a migration lies in; empty where it lies in none. */
  static Optional<String> role(Path migration) {
    return Modules.DOMAINS.stream().map(DomainModule::role)
        .filter(role -> migration.getParent().equals(FOLDERS.resolve(role).resolve("migration"))).findFirst();
  }

  /** Returns the files of a folder that a role has among the resources; none where it has no such folder. */
  static List<Path> ofFolder(String role, String name) {
    Path folder = FOLDERS.resolve(role).resolve(name);
    return Files.isDirectory(folder) ? files(folder) : List.of();
  }

  /** Returns the domain whose contract declares a request. */
  static String declaring(String address) {
    return Modules.DOMAINS.stream()
        .filter(module -> module.requests().stream().anyMatch(each -> each.address().equals(address)))
        .map(module -> of(module.getClass().getPackageName())).findFirst().orElse("nobody");
  }

  static String ofRole(String role) {
    return Modules.DOMAINS.stream().filter(each -> each.role().equals(role)).findFirst()
        .map(module -> of(module.getClass().getPackageName()))
        .orElseThrow(() -> new AssertionError("no module has the role " + role));
  }

  private static Set<String> packages() {
    Set<String> all = files(JAVA).stream().filter(file -> file.toString().endsWith("Module.java"))
        .filter(file -> MODULE.matcher(text(file)).find())
        .map(file -> JAVA.relativize(file.getParent()).toString().replace('/', '.'))
        .collect(Collectors.toCollection(TreeSet::new));
    return all.stream().filter(each -> all.stream().noneMatch(other -> each.startsWith(other + ".")))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Map<String, String> schemas() {
    Map<String, String> schemas = new TreeMap<>();
    migrations().forEach(file -> {
      Matcher schema = SCHEMA.matcher(text(file));
      while (schema.find()) {
        schemas.put(schema.group(1), role(file)
            .orElseThrow(() -> new AssertionError(file + " lies in no folder domain/<role>/migration")));
      }
    });
    return schemas;
  }

  static List<Path> files(Path root) {
    try (Stream<Path> files = Files.walk(root)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
