package com.mas.domain.people.notification;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.bus.Json;
import com.mas.domain.people.notification.AppointmentContract.Appointment;
import com.mas.domain.people.notification.InviteRules.Guest;
import com.mas.domain.people.notification.MailRules.Sender;
import com.mas.testkit.NodeJs;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Has three foreign programs read what is written: ical.js, node-ical and ical4j. */
class InviteRulesTest {
  private static final ZoneId INDIA = ZoneId.of("Asia/Kolkata");
  private static final Instant NOW = Instant.parse("2026-03-01T04:30:00Z");
  private static final Sender SCHOOL = new Sender("My School, Ltd", "no-reply@school.example");
  private static final List<String> NAMES = List.of("Asha Rao", "Rao, Asha", "Asha \"Ash\" Rao", "Rao; Asha: she",
      "עשה ראו", "\u202eآشا راو\u202c", "आशा 😀 राव", "👩‍👧".repeat(30), "Asha\r\nATTENDEE:mailto:all@x.example",
      "a^nb");

  /** @param name as it was told; {@code email} likewise */
  private record Told(String name, String email, boolean asks) {}

  /** An event as one reader has it. */
  private record Event(String method, String uid, int sequence, Instant start, Instant end, String summary,
      String status, String organizer, String location, List<Told> guests, Long alarm) {}

  private record Readers(Event icalJs, Event nodeIcal, Event ical4j) {}

  @TempDir private Path folder;

  @Test
  void threeReadersFindTheSameEventWhateverPeopleAreCalled() throws Exception {
    List<Appointment> entries = new ArrayList<>();
    List<String> texts = new ArrayList<>();
    List<List<Guest>> guests = new ArrayList<>();
    for (String name : NAMES) {
      entries.add(entry(NOW.plusSeconds(3600), false, name + " \\ with, others; a:b"));
      guests.add(List.of(new Guest(name, "asha@x.example", INDIA), new Guest("Rohan", "rohan@x.example", INDIA)));
      texts.add(text(entries.getLast(), guests.getLast()));
    }
    List<Readers> read = read(texts);
    for (int i = 0; i < texts.size(); i++) {
      Event wanted = wanted(entries.get(i), guests.get(i));
      assertEquals(wanted, read.get(i).icalJs(), texts.get(i));
      assertEquals(wanted, read.get(i).nodeIcal(), texts.get(i));
      assertEquals(wanted, read.get(i).ical4j(), texts.get(i));
    }
  }

  @Test
  void atEveryChangeOfAClockTheInstantsAreTheSame() throws Exception {
    List<Appointment> entries = new ArrayList<>();
    for (String zone : List.of("Europe/London", "America/New_York", "Australia/Lord_Howe", "Pacific/Chatham",
        "Africa/Casablanca", "America/Santiago", "Asia/Kolkata")) {
      ZoneOffsetTransition next = ZoneId.of(zone).getRules().nextTransition(NOW);
      for (int change = 0; change < 2 && next != null; change++) {
        for (int minutes : List.of(-60, -15, 0, 30)) {
          entries.add(entry(next.getInstant().plus(minutes, ChronoUnit.MINUTES), change == 1, zone));
        }
        next = ZoneId.of(zone).getRules().nextTransition(next.getInstant());
      }
    }
    assertEquals(48, entries.size());
    List<String> texts = entries.stream().map(each -> text(each, List.of())).toList();
    List<Readers> read = read(texts);
    for (int i = 0; i < texts.size(); i++) {
      Event wanted = wanted(entries.get(i), List.of());
      assertEquals(wanted, read.get(i).icalJs());
      assertEquals(wanted, read.get(i).nodeIcal());
      assertEquals(wanted, read.get(i).ical4j());
    }
  }

  @Test
  void theWordsOfAMailAreTheInstantInEveryZoneOfTheJdk() {
    DateTimeFormatter clock = DateTimeFormatter.ofPattern("EEE d MMM, HH:mm uuuu", Locale.ENGLISH);
    for (String name : ZoneId.getAvailableZoneIds()) {
      ZoneId zone = ZoneId.of(name);
      ZoneOffsetTransition next = zone.getRules().nextTransition(NOW);
      for (int change = 0; change < 2 && next != null; change++) {
        for (Instant start : List.of(next.getInstant().minusSeconds(60), next.getInstant())) {
          String words = InviteRules.when(start, zone);
          assertTrue(words.endsWith(" " + name), words);
          LocalDateTime local = LocalDateTime.parse(words.substring(0, words.length() - name.length() - 1) + " "
              + start.atZone(zone).getYear(), clock);
          assertTrue(zone.getRules().getValidOffsets(local).stream().anyMatch(offset -> local.toInstant(offset)
              .equals(start.truncatedTo(ChronoUnit.MINUTES))), words);
        }
        next = zone.getRules().nextTransition(next.getInstant());
      }
    }
  }

  @Test
  void linesEndAsTheStandardSaysAndAreCutBetweenCharacters() {
    for (String name : NAMES) {
      String text = text(entry(NOW, false, name.repeat(4)), List.of(new Guest(name, "asha@x.example", INDIA)));
      assertTrue(text.endsWith("END:VCALENDAR\r\n"));
      assertFalse(text.replace("\r\n", "").matches("(?s).*[\r\n].*"), text);
      for (String line : text.split("\r\n")) {
        byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
        assertTrue(bytes.length <= 75 && !line.isBlank(), line);
        assertEquals(line, new String(bytes, StandardCharsets.UTF_8));
      }
    }
    assertEquals("é".repeat(37) + "\r\n " + "é".repeat(3), InviteRules.folded("é".repeat(40)));
  }

  @Test
  void aCancelledEntryIsALaterRequestToTakeTheSameOneOut() throws Exception {
    Appointment booked = entry(NOW, false, "Career");
    Appointment cancelled = new Appointment(booked.id(), 1, true, booked.startsAt(), booked.endsAt(), "Career", null,
        booked.guests());
    List<Readers> read = read(List.of(text(booked, List.of()), text(cancelled, List.of())));
    Event before = read.getFirst().ical4j();
    Event after = read.getLast().ical4j();
    assertEquals(List.of("REQUEST", "CONFIRMED", "CANCEL", "CANCELLED"),
        List.of(before.method(), before.status(), after.method(), after.status()));
    assertEquals(before.uid(), after.uid());
    assertEquals(before.organizer(), after.organizer());
    assertTrue(after.sequence() > before.sequence());
    assertEquals(null, after.alarm());
  }

  @Test
  void everyOtherPersonsTimeIsSaid() {
    Instant start = Instant.parse("2026-03-11T03:30:00Z");
    assertEquals("For Rohan that is Tue 10 Mar, 23:30 America/New_York; for Ida that is Wed 11 Mar, 04:30 Europe/Oslo.",
        InviteRules.elsewhere(start, List.of(new Guest("Rohan", "r@x.example", ZoneId.of("America/New_York")),
            new Guest("Ida", "i@x.example", ZoneId.of("Europe/Oslo")))));
    assertEquals("", InviteRules.elsewhere(start, List.of()));
  }

  private static Appointment entry(Instant start, boolean cancelled, String title) {
    return new Appointment(UUID.randomUUID(), cancelled ? 1 : 0, cancelled, start, start.plusSeconds(1800), title, null,
        List.of(new AppointmentContract.Guest(UUID.randomUUID(), null)));
  }

  private static String text(Appointment entry, List<Guest> guests) {
    return InviteRules.text(entry, SCHOOL, guests, "https://learn.example/console/meeting/?id=1", NOW);
  }

  private static Event wanted(Appointment entry, List<Guest> guests) {
    return new Event(entry.cancelled() ? "CANCEL" : "REQUEST", Appointment.uid(entry.id()), entry.sequence(),
        entry.startsAt(), entry.endsAt(), entry.title().replace("\r", ""),
        entry.cancelled() ? "CANCELLED" : "CONFIRMED", SCHOOL.address(),
        entry.cancelled() ? null : "https://learn.example/console/meeting/?id=1",
        guests.stream().map(each -> new Told(each.name().replaceAll("[\\p{Cntrl}^:]", " ").replace(';', ',')
            .replace('"', '\''), each.email(), true)).toList(),
        entry.cancelled() ? null : -Duration.ofMinutes(15).toSeconds());
  }

  private List<Readers> read(List<String> texts) throws Exception {
    List<String> files = new ArrayList<>();
    for (String text : texts) {
      files.add(Files.writeString(Files.createTempFile(folder, "invite", ".ics"), text).toString());
    }
    List<String> command = new ArrayList<>(List.of("node", "calendars.mjs"));
    command.addAll(files);
    List<String> byNode = NodeJs.run(60, Map.of(), command.toArray(String[]::new)).lines().toList();
    List<String> byIcal4j = Ical4jReader.read(files);
    List<Readers> all = new ArrayList<>();
    for (int i = 0; i < files.size(); i++) {
      Readers found = Json.read(byNode.get(i), Readers.class);
      all.add(new Readers(found.icalJs(), found.nodeIcal(), Json.read(byIcal4j.get(i), Event.class)));
    }
    return all;
  }
}
