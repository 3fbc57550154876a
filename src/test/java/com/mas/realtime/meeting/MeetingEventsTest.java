package com.mas.realtime.meeting;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Names in the code are those of the AsyncAPI document; EventsProcessIT holds what they carry against it. */
class MeetingEventsTest {
  private static final Path DOMAINS = Path.of("src", "main", "resources", "domain");
  private static final Path COMMON = Path.of("src", "main", "resources", "http", "events.yaml");
  private static final Path SOURCES = Path.of("src", "main", "java", "com", "mas", "realtime", "meeting");
  /** Lists what are no events of this package: packets of the protocol, and what the library tells of tokens. */
  private static final Set<String> OTHERS = Set.of("connect", "connect_error", "token-expiring", "token-expired");

  @Test
  void eachEventHasItsMessageAndEachMessageItsEvent() throws Exception {
    Set<String> documented = new TreeSet<>();
    for (Path file : documents()) {
      new ObjectMapper(new YAMLFactory()).readTree(Files.readAllBytes(file)).at("/components/messages")
          .forEach(message -> documented.add(message.path("name").asText()));
    }
    documented.removeAll(OTHERS);
    Set<String> declared = new TreeSet<>();
    for (Field field : MeetingEvents.class.getDeclaredFields()) {
      Object value = field.get(null);
      if (value instanceof List<?> names) {
        names.forEach(name -> declared.add((String) name));
      } else {
        declared.add((String) value);
      }
    }
    assertEquals(declared, documented);
  }

  @Test
  void noNameIsWrittenElsewhere() throws IOException {
    Pattern literal = Pattern.compile("\\.(?:on|emit|emitVolatile|emitWithAck)\\(\\s*\"[^\"]*\"");
    List<String> found = new ArrayList<>();
    for (Path file : files(SOURCES)) {
      Matcher matcher = literal.matcher(Files.readString(file));
      while (matcher.find()) {
        found.add(file.getFileName() + ": " + matcher.group());
      }
    }
    assertEquals(List.of(), found);
  }

  private static List<Path> documents() throws IOException {
    List<Path> documents = new ArrayList<>(List.of(COMMON));
    for (Path domain : files(DOMAINS)) {
      if (Files.isDirectory(domain.resolve("asyncapi"))) {
        documents.addAll(files(domain.resolve("asyncapi")));
      }
    }
    return documents;
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }
}
