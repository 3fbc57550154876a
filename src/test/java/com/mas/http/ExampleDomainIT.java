package com.mas.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.mas.boot.Modules;
import com.mas.bus.Request;
import com.mas.module.DomainModule;
import com.mas.module.SettingsReader;
import com.mas.testkit.House;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Adds the domain of the style guide to this build: it compiles, fits and works as the guide shows it. */
class ExampleDomainIT {
  private static final Path EXAMPLE = Path.of("src/test/resources/example");
  private static final Path GUIDE = Path.of(".github/CONTRIBUTING.md");
  private static final String MODULES = "src/main/java/com/mas/boot/Modules.java";
  private static final Pattern ADDED = Pattern.compile("(?m)^(src/\\S+) +\\| +(\\d+) \\+$");
  private static final String DOMAIN = "com.mas.domain.learning.notes.";

  @TempDir private static Path classes;
  private static ClassLoader loader;

  @BeforeAll
  static void compile() throws Exception {
    List<String> given = new ArrayList<>(List.of("-proc:none", "-parameters", "-Werror",
        "-Xlint:all,-processing,-path,-classfile", "-d", classes.toString(), "-cp",
        System.getProperty("java.class.path")));
    files().stream().filter(file -> file.toString().endsWith(".java")).forEach(file -> given.add(file.toString()));
    assertEquals(0, ToolProvider.getSystemJavaCompiler().run(null, null, null, given.toArray(String[]::new)));
    loader = new URLClassLoader(new URL[] {classes.toUri().toURL(),
        EXAMPLE.resolve("src/main/resources").toUri().toURL()}, ExampleDomainIT.class.getClassLoader());
  }

  private static List<Path> files() throws IOException {
    try (Stream<Path> all = Files.walk(EXAMPLE)) {
      return all.filter(Files::isRegularFile).sorted().toList();
    }
  }

  private static DomainModule module() throws ReflectiveOperationException {
    return (DomainModule) loader.loadClass(DOMAIN + "NotesModule").getConstructor().newInstance();
  }

  @Test
  void theGuideShowsWhatIsAdded() throws Exception {
    Map<String, Long> added = new TreeMap<>(Map.of(MODULES, 1L));
    for (Path file : files()) {
      try (Stream<String> lines = Files.lines(file)) {
        added.put(EXAMPLE.relativize(file).toString(), lines.count());
      }
    }
    String guide = Files.readString(GUIDE);
    Map<String, Long> shown = new TreeMap<>();
    for (Matcher line = ADDED.matcher(guide); line.find();) {
      shown.put(line.group(1), Long.valueOf(line.group(2)));
    }
    assertEquals(added, shown);
    String module = Files.readString(EXAMPLE.resolve("src/main/java/" + DOMAIN.replace('.', '/') + "NotesModule.java"));
    String type = module.substring(module.indexOf("public final class"));
    assertTrue(guide.contains(type), "the guide shows another module");
    assertTrue(Files.readString(Path.of("src/main/resources/docs/add-a-domain.md")).contains(type));
  }

  @Test
  void itsContractFitsBesideThatOfTheOthers() throws Exception {
    DomainModule notes = module();
    Map<String, Request<?, ?>> requests = new TreeMap<>(Modules.REQUESTS);
    notes.requests().forEach(request -> requests.put(request.address(), request));
    var documents = ContractFiles.ofDomains("openapi");
    documents.put("notes.yaml", new ObjectMapper(new YAMLFactory())
        .readTree(EXAMPLE.resolve("src/main/resources/domain/notes/openapi/notes.yaml").toFile()));
    Contract contract = Contract.of(documents, requests, Modules.REASONS);
    assertTrue(contract.operations().keySet().containsAll(List.of("notes.note.create", "notes.note.list")));
    assertEquals(List.of("notes"), notes.pages().stream().map(page -> page.screen()).toList());
    SettingsReader from = SettingsReader.of(Path.of("conf/application.yaml"), Map.of(),
        Stream.concat(Modules.DOMAINS.stream(), Stream.of(notes)).toList());
    notes.plan(from);
    String said = Modules.DOMAINS.stream().map(DomainModule::role).collect(Collectors.joining(" "));
    assertTrue(!said.contains("notes"), "the example has the name of a domain");
  }

  /** Runs the example's own test, with its table in place as its migration makes it. */
  @Test
  void itsOwnTestPasses() throws Exception {
    Class<?> type = loader.loadClass(DOMAIN + "NotesIT");
    Field field = type.getDeclaredField("house");
    field.setAccessible(true);
    try (House house = (House) field.get(null)) {
      String migration = "src/main/resources/domain/notes/migration/V9000__notes.sql";
      for (String statement : Files.readString(EXAMPLE.resolve(migration)).split(";\n")) {
        house.execute(statement);
      }
      run(type, "deploy", null);
      Constructor<?> make = type.getDeclaredConstructor();
      make.setAccessible(true);
      run(type, "peopleSeeTheirOwnNotesUpToTheBound", make.newInstance());
    }
  }

  private static void run(Class<?> type, String method, Object of) throws ReflectiveOperationException {
    Method found = type.getDeclaredMethod(method);
    found.setAccessible(true);
    found.invoke(of);
  }
}
