package com.mas.domain.people.notification;

import com.mas.domain.people.notification.AppointmentContract.Appointment;
import com.mas.domain.people.notification.MailRules.Sender;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Writes iCalendar (RFC 5545, 5546), and says when something is in people's own zones. */
final class InviteRules {
  /** Longest line in octets, without its end. */
  private static final int LONGEST_LINE = 75;
  /** Before the start, when a calendar reminds. */
  private static final Duration ALARM = Duration.ofMinutes(15);
  private static final String LINE_END = "\r\n";
  private static final DateTimeFormatter UTC =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter WHEN = DateTimeFormatter.ofPattern("EEE d MMM, HH:mm VV", Locale.ENGLISH);

  /** @param zone in which this person lives */
  record Guest(String name, String email, ZoneId zone) {}

  private InviteRules() {}

  /** Returns the start in words, such as "Wed 11 Mar, 09:00 Asia/Kolkata". */
  static String when(Instant start, ZoneId zone) {
    return WHEN.format(start.atZone(zone));
  }

  /** Returns when it is for each of the others, in one sentence; empty without others. */
  static String elsewhere(Instant start, List<Guest> others) {
    return others.isEmpty() ? "" : others.stream().map(each -> each.name + " that is " + when(start, each.zone))
        .collect(Collectors.joining("; for ", "For ", "."));
  }

  /**
   * Returns the entry: a request to enter it, or to take it out again when it is cancelled.
   *
   * @param organizer whom mail programs must know as the sender, or they do not take an entry out
   * @param url where it takes place, or empty
   * @param at time of writing
   */
  static String text(Appointment entry, Sender organizer, List<Guest> guests, String url, Instant at) {
    List<String> lines = new ArrayList<>(List.of("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//MAS//Engagement//EN",
        "CALSCALE:GREGORIAN", "METHOD:" + (entry.cancelled() ? "CANCEL" : "REQUEST"), "BEGIN:VEVENT",
        "UID:" + Appointment.uid(entry.id()), "SEQUENCE:" + entry.sequence(), "DTSTAMP:" + UTC.format(at),
        "DTSTART:" + UTC.format(entry.startsAt()), "DTEND:" + UTC.format(entry.endsAt()),
        "SUMMARY:" + escaped(entry.title()), "STATUS:" + (entry.cancelled() ? "CANCELLED" : "CONFIRMED"),
        "ORGANIZER;CN=" + quoted(organizer.name().isEmpty() ? organizer.address() : organizer.name()) + ":mailto:"
            + organizer.address()));
    for (Guest guest : guests) {
      lines.add("ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=TRUE;CN="
          + quoted(guest.name) + ":mailto:" + guest.email);
    }
    if (!url.isEmpty() && !entry.cancelled()) {
      lines.add("LOCATION:" + escaped(url));
      lines.add("DESCRIPTION:" + escaped("Join here: " + url));
    }
    if (!entry.cancelled()) {
      lines.addAll(List.of("BEGIN:VALARM", "ACTION:DISPLAY", "DESCRIPTION:" + escaped(entry.title()),
          "TRIGGER:-" + ALARM, "END:VALARM"));
    }
    lines.addAll(List.of("END:VEVENT", "END:VCALENDAR"));
    return lines.stream().map(InviteRules::folded).collect(Collectors.joining(LINE_END, "", LINE_END));
  }

  /** Returns text as a value: controls are blanks, but for line ends. */
  private static String escaped(String text) {
    return text.replaceAll("\r\n?", "\n").replaceAll("[\\p{Cntrl}&&[^\n]]", " ").replace("\\", "\\\\")
        .replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n");
  }

  /**
   * Returns a parameter's value, which can hold no quotation mark, and no caret for those who read RFC 6868. Some
   * programs end it at a semicolon or a colon, quoted or not.
   */
  private static String quoted(String text) {
    return "\"" + text.replaceAll("[\\p{Cntrl}^:]", " ").replace('"', '\'').replace(';', ',') + "\"";
  }

  /** Cuts a long line between characters. */
  static String folded(String line) {
    StringBuilder all = new StringBuilder();
    int octets = 0;
    for (int character : line.codePoints().toArray()) {
      String letter = Character.toString(character);
      int more = letter.getBytes(StandardCharsets.UTF_8).length;
      if (octets + more > LONGEST_LINE) {
        all.append(LINE_END).append(' ');
        octets = 1;
      }
      all.append(letter);
      octets += more;
    }
    return all.toString();
  }
}
