package com.mas.domain.learning.credential;

import com.fasterxml.jackson.databind.JsonNode;
import com.mas.bus.Text;
import com.mas.domain.learning.credential.OutsideIssuer.Mapping;
import com.mas.domain.learning.credential.OutsideIssuer.Place;
import com.mas.domain.learning.credential.OutsideRow.Skip;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;

/** Decides what outside issuers' answers mean, as functions of values. */
final class OutsideRules {
  /** Names of the values that a question about one credential may have. */
  static final List<String> VALUES = List.of("externalId", "email", "name", "title");
  private static final int MOST_ID = 200;
  private static final int MOST_EMAIL = 254;
  private static final int MOST_NAME = 120;
  private static final int MOST_TITLE = 200;
  private static final int MOST_DESCRIPTION = 2_000;
  private static final int MOST_URL = 2_000;
  private static final int DAY = 10;
  private static final String BETWEEN = "~";
  private static final int PARTS = 4;

  private OutsideRules() {}

  /** @param least hours of a credential that is kept; 0: any, and no hours at all */
  record Hours(double least, double most) {}

  /**
   * Says where in an issuer's list a page begins.
   *
   * @param since from when on is listed; empty: all
   * @param began when the listing began
   * @param skip rows of the page that are done
   * @param position of the page; empty: the first one
   */
  record Mark(String since, String began, int skip, String position) {
    Mark skipping(int rows) {
      return new Mark(since, began, rows, position);
    }

    Mark at(String next) {
      return new Mark(since, began, 0, next);
    }

    String written() {
      return String.join(BETWEEN, since, began, String.valueOf(skip), position);
    }
  }

  /** @param written a mark of a page, or the time from which on is listed; null: all is */
  static Mark mark(String written, Instant now) {
    String[] parts = written == null ? new String[] {""} : written.split(BETWEEN, PARTS);
    return parts.length == PARTS ? new Mark(parts[0], parts[1], Integer.parseInt(parts[2]), parts[3])
        : new Mark(parts[0], now.truncatedTo(ChronoUnit.SECONDS).toString(), 0, "");
  }

  /** Returns from when on the next sync lists. */
  static String since(Mark last, Duration overlap) {
    return Instant.parse(last.began).minus(overlap).toString();
  }

  static OutsideRow row(Mapping map, JsonNode row, Hours hours) {
    String id = text(map.externalId(), row, MOST_ID + 1);
    String email = text(map.email(), row, MOST_EMAIL + 1).toLowerCase(Locale.ROOT);
    String title = text(map.title(), row, MOST_TITLE);
    String name = text(map.name(), row, MOST_NAME);
    String description = text(map.description(), row, MOST_DESCRIPTION);
    String certificate = text(map.certificate(), row, MOST_URL + 1);
    Double length = number(map.hours(), row);
    OutsideRow read = new OutsideRow(id, email, name.isEmpty() ? email.replaceFirst("@.*", "") : name, title,
        description.isEmpty() ? null : description, length, day(map.day(), row),
        certificate.isEmpty() ? null : certificate, null, null, null);
    if (id.isEmpty() || id.length() > MOST_ID || title.isEmpty()) {
      return read.skipped(Skip.UNREADABLE, "It has no id or no title, or one that is too long.");
    }
    if (email.length() > MOST_EMAIL || !email.matches(CredentialContract.EMAIL)) {
      return read.skipped(Skip.NO_EMAIL, "It has no e-mail address, or one that is none.");
    }
    if (length != null && (length > hours.most || length < hours.least) || length == null && hours.least > 0) {
      return read.skipped(Skip.HOURS, "It has " + (length == null ? "no" : String.valueOf(length)) + " hours; kept are "
          + hours.least + " to " + hours.most + ".");
    }
    return read;
  }

  /** Returns what is there of a text, without what cannot be kept; empty for nothing. */
  private static String text(Place place, JsonNode row, int most) {
    JsonNode value = place == null ? null : place.in(row);
    String text = value == null || value.isContainerNode() ? "" : Text.stripped(value.asText());
    return Text.isStorable(text) && Text.isVisible(text) ? Text.stripped(Text.cut(text, most)) : "";
  }

  /** Returns a number of hours; null for what is none, and for 0. */
  private static Double number(Place place, JsonNode row) {
    JsonNode value = place == null ? null : place.in(row);
    double number = value == null ? 0 : value.isNumber() ? value.doubleValue()
        : value.asText().matches("\\d{1,6}(\\.\\d{1,3})?") ? Double.parseDouble(value.asText()) : 0;
    return number > 0 && Double.isFinite(number) ? Double.valueOf(number) : null;
  }

  private static LocalDate day(Place place, JsonNode row) {
    JsonNode value = place == null ? null : place.in(row);
    try {
      return value == null || value.asText().length() < DAY ? null : LocalDate.parse(value.asText().substring(0, DAY));
    } catch (DateTimeParseException e) {
      return null;
    }
  }

  /** Returns one of the {@link #VALUES}. */
  static String value(OutsideRow row, String name) {
    return switch (name) {
      case "externalId" -> row.externalId();
      case "email" -> row.email();
      case "name" -> row.name();
      default -> row.title();
    };
  }

  /**
   * Returns where the page after this one begins; null behind the last one.
   *
   * @param rows of this page
   * @throws IllegalArgumentException when it would lead nowhere
   */
  static String next(OutsideIssuer.Listed list, String position, JsonNode answer, int rows) {
    JsonNode said = list.next() == null ? null : list.next().in(answer);
    boolean more = list.next() == null ? rows > 0
        : said != null && !said.asText().isEmpty() && !said.asText().equals("false");
    if (!more) {
      return null;
    }
    return switch (list.paging()) {
      case NUMBER -> String.valueOf(Long.parseLong(position) + 1);
      case OFFSET -> {
        long next = said != null && said.isIntegralNumber() ? said.longValue() : Long.parseLong(position) + rows;
        if (next <= Long.parseLong(position)) {
          throw new IllegalArgumentException("its next page does not come after this one");
        }
        yield String.valueOf(next);
      }
      case CURSOR -> {
        String cursor = cursor(said.asText(), list.page());
        if (cursor.equals(position)) {
          throw new IllegalArgumentException("its next page is this one");
        }
        yield cursor;
      }
    };
  }

  /** Returns the cursor; of an address, which is never called, the value of the parameter. */
  private static String cursor(String said, String parameter) {
    if (!said.startsWith("http://") && !said.startsWith("https://")) {
      return said;
    }
    for (String pair : said.substring(said.indexOf('?') + 1).split("&")) {
      if (pair.startsWith(parameter + "=")) {
        return URLDecoder.decode(pair.substring(parameter.length() + 1), StandardCharsets.UTF_8);
      }
    }
    throw new IllegalArgumentException("its next page has no " + parameter);
  }

  /** Returns where the first page begins; empty: it is not said. */
  static String first(OutsideIssuer.Listed list) {
    return switch (list.paging()) {
      case NUMBER -> String.valueOf(list.begin() == null ? 1 : list.begin());
      case OFFSET -> String.valueOf(list.begin() == null ? 0 : list.begin());
      case CURSOR -> "";
    };
  }
}
