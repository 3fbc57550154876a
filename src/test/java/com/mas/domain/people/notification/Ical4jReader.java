package com.mas.domain.people.notification;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.mas.bus.Json;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import net.fortuna.ical4j.data.CalendarBuilder;
import net.fortuna.ical4j.model.Calendar;
import net.fortuna.ical4j.model.Property;
import net.fortuna.ical4j.model.component.VEvent;
import net.fortuna.ical4j.model.property.DateProperty;

/**
 * Says what ical4j finds in each file, as {@code calendars.mjs} does for the other readers. It has a process of its
 * own, since ical4j adds zones without rules to those of the JDK.
 */
final class Ical4jReader {
  private static final int SECONDS = 60;

  private Ical4jReader() {}

  /** Returns a line of JSON for each file. */
  static List<String> read(List<String> files) throws Exception {
    List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-cp", System.getProperty("java.class.path"), Ical4jReader.class.getName()));
    command.addAll(files);
    Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    List<String> lines = process.inputReader(StandardCharsets.UTF_8).lines().filter(line -> line.startsWith("{"))
        .toList();
    if (!process.waitFor(SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
      process.destroyForcibly();
      throw new AssertionError("ical4j read " + lines.size() + " of " + files.size());
    }
    return lines;
  }

  public static void main(String... files) throws Exception {
    for (String file : files) {
      try (var in = Files.newInputStream(Path.of(file))) {
        String line = event(new CalendarBuilder().build(in)).toString() + "\n";
        System.out.write(line.getBytes(StandardCharsets.UTF_8));
      }
    }
    System.out.flush();
  }

  private static ObjectNode event(Calendar calendar) {
    VEvent event = (VEvent) calendar.getComponents("VEVENT").getFirst();
    ObjectNode found = Json.MAPPER.createObjectNode().put("method", calendar.getRequiredProperty("METHOD").getValue())
        .put("uid", value(event, "UID")).put("sequence", Integer.parseInt(value(event, "SEQUENCE")))
        .put("start", instant(event, "DTSTART")).put("end", instant(event, "DTEND"))
        .put("summary", value(event, "SUMMARY")).put("status", value(event, "STATUS"))
        .put("organizer", address(event.getRequiredProperty("ORGANIZER"))).put("location", value(event, "LOCATION"))
        .put("alarm", event.getAlarms().stream().findFirst()
            .map(each -> Duration.parse(each.getRequiredProperty("TRIGGER").getValue()).toSeconds()).orElse(null));
    ArrayNode guests = found.putArray("guests");
    for (Property each : event.getProperties("ATTENDEE")) {
      guests.addObject().put("name", each.getRequiredParameter("CN").getValue()).put("email", address(each))
          .put("asks", each.getRequiredParameter("RSVP").getValue().equals("TRUE"));
    }
    return found;
  }

  private static String value(VEvent event, String name) {
    return event.getProperty(name).map(Property::getValue).orElse(null);
  }

  private static String instant(VEvent event, String name) {
    DateProperty<?> property = event.getRequiredProperty(name);
    return Instant.from(property.getDate()).toString();
  }

  private static String address(Property property) {
    return property.getValue().replaceFirst("(?i)^mailto:", "");
  }
}
