package com.mas.domain.learning.moodle;

import com.fasterxml.jackson.databind.JsonNode;
import com.mas.bus.Call;
import com.mas.bus.FailureException;
import com.mas.domain.learning.moodle.MoodleAnswers.Refused;
import com.mas.domain.learning.moodle.MoodleContract.Making;
import com.mas.domain.learning.moodle.ProvisionContract.BulkCourses;
import com.mas.domain.learning.moodle.ProvisionContract.CourseEntry;
import com.mas.domain.learning.moodle.ProvisionContract.CourseRow;
import com.mas.domain.learning.moodle.ProvisionContract.CoursesMade;
import com.mas.domain.learning.moodle.ProvisionContract.QuickCourse;
import com.mas.domain.learning.moodle.ProvisionRules.Category;
import com.mas.domain.learning.moodle.ProvisionRules.Followed;
import com.mas.domain.learning.moodle.ProvisionRules.Named;
import com.mas.domain.learning.moodle.ProvisionRules.Place;
import com.mas.sources.UnreadableAnswer;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.StreamSupport;

/**
 * Makes courses of a programme at Moodle by their codes. Their short names follow from place and code, so that the same
 * request again, or one at the same time, makes nothing twice. Two places may lead to the same short name, which Moodle
 * has once: a course that it has in another category is none of this programme, and is refused.
 */
final class CourseProvision {
  private static final ZoneId ZONE = ZoneId.of("Asia/Kolkata");
  /** No course is begun later before the deadline: one takes so long at the most. */
  private static final Duration LONGEST_ROW = Duration.ofSeconds(25);
  private static final String TAKEN = "shortnametaken";

  private final MoodleClient client;
  private final Clock clock;

  private record Dates(LocalDate start, LocalDate end) {}

  /** A course as Moodle has it. */
  private record There(long id, long category) {}

  CourseProvision(MoodleClient client, Clock clock) {
    this.client = client;
    this.clock = clock;
  }

  CoursesMade bulk(Call call, BulkCourses ask, boolean preview) {
    Dates dates = dates(ask.startDate(), ask.endDate());
    return ProvisionService.told(() -> {
      Place place = ProvisionRules.place(categories(), ask.programId())
          .orElseThrow(() -> ProvisionContract.PLACE_MISSING
              .with("Moodle has no programme (a category at depth 4) with this id; look at the tree.")
              .at("/programId"));
      return made(call, preview, place, dates, ask.courses());
    });
  }

  CoursesMade quick(Call call, QuickCourse ask, boolean preview) {
    Dates dates = dates(ask.startDate(), ask.endDate());
    List<String> names = List.of(ask.campus(), ask.semester(), ask.department(), ask.program());
    return ProvisionService.told(() -> {
      Followed followed = ProvisionRules.follow(categories(), names);
      List<Category> path = followed.path();
      if (path.size() < names.size()) {
        String level = ProvisionRules.LEVELS.get(path.size());
        String which = level + " “" + names.get(path.size()).strip() + "”"
            + (path.isEmpty() ? "" : " in " + new Place(path).words());
        throw (followed.isAmbiguous()
            ? ProvisionContract.PLACE_AMBIGUOUS
                .with("Moodle has more than one " + which + "; say the id number of the one.")
            : ProvisionContract.PLACE_MISSING.with("Moodle has no " + which + "; make its category first."))
            .at("/" + level);
      }
      return made(call, preview, new Place(path), dates,
          List.of(new CourseEntry(ask.courseCode(), ask.descriptiveTitle())));
    });
  }

  private static Dates dates(LocalDate start, LocalDate end) {
    if (!start.isBefore(end)) {
      throw ProvisionContract.DATES_SWAPPED.refusal().at("/endDate");
    }
    return new Dates(start, end);
  }

  private List<Category> categories() {
    return StreamSupport.stream(client.read("core_course_get_categories", Map.of()).spliterator(), false)
        .filter(row -> row.path("id").canConvertToLong())
        .map(row -> new Category(row.get("id").longValue(), text(row, "name"), text(row, "idnumber"),
            row.path("parent").asLong()))
        .toList();
  }

  private CoursesMade made(Call call, boolean preview, Place place, Dates dates, List<CourseEntry> entries) {
    Map<String, There> there = new HashMap<>();
    client.read("core_course_get_courses", Map.of()).forEach(row -> {
      if (row.path("id").canConvertToLong()) {
        there.merge(text(row, "shortname").toUpperCase(Locale.ROOT), there(row),
            (one, other) -> other.category() == place.id() ? other : one);
      }
    });
    List<CourseRow> rows = new ArrayList<>();
    String undone = null;
    for (Named course : ProvisionRules.named(place, entries)) {
      There found = there.get(course.shortName());
      if (course.refusal() != null) {
        rows.add(row(course, Making.REFUSED, null, course.refusal()));
      } else if (found != null) {
        rows.add(found(course, place, found));
      } else if (preview) {
        rows.add(row(course, Making.MISSING, null, null));
      } else if (undone != null) {
        rows.add(row(course, Making.UNDONE, null, undone));
      } else if (clock.millis() > call.deadline() - LONGEST_ROW.toMillis()) {
        undone = "There was no time left; send it again.";
        rows.add(row(course, Making.UNDONE, null, undone));
      } else {
        CourseRow made = one(course, place, dates, rows.stream().anyMatch(each -> each.state() == Making.MADE));
        undone = made.state() == Making.UNDONE ? "Not tried, since Moodle went away; send it again." : null;
        rows.add(made);
      }
    }
    return new CoursesMade(preview, place.id(), place.words(), rows);
  }

  /** @param hasMade whether the answer has to tell of courses that were made before; else what fails is thrown */
  private CourseRow one(Named course, Place place, Dates dates, boolean hasMade) {
    try {
      return row(course, Making.MADE, ProvisionService.id(client.change("core_course_create_courses",
          form(course, place, dates))), null);
    } catch (Refused e) {
      if (e.code().equals(TAKEN)) {
        return taken(course, place);
      }
      if (!ProvisionService.endsAll(e)) {
        return row(course, Making.REFUSED, null, ProvisionService.words(e));
      }
      if (hasMade) {
        return row(course, Making.UNDONE, null, ProvisionService.words(e));
      }
      throw e;
    } catch (FailureException | UnreadableAnswer e) {
      if (hasMade) {
        return row(course, Making.UNDONE, null, e.getMessage());
      }
      throw e;
    }
  }

  private static Map<String, String> form(Named course, Place place, Dates dates) {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("courses[0][fullname]", fullName(course));
    form.put("courses[0][shortname]", course.shortName());
    form.put("courses[0][categoryid]", String.valueOf(place.id()));
    form.put("courses[0][startdate]", seconds(dates.start()));
    form.put("courses[0][enddate]", seconds(dates.end()));
    return form;
  }

  /** Looks for the course that has the short name: another request may have made it meanwhile. */
  private CourseRow taken(Named course, Place place) {
    JsonNode row = client.read("core_course_get_courses_by_field",
        Map.of("field", "shortname", "value", course.shortName())).path("courses").path(0);
    return row.path("id").canConvertToLong() ? found(course, place, there(row)) : row(course, Making.REFUSED, null,
        "Moodle says that a course has this short name, and does not show it; rename that, or use another code.");
  }

  private static CourseRow found(Named course, Place place, There found) {
    return found.category() == place.id() ? row(course, Making.THERE, found.id(), null)
        : row(course, Making.REFUSED, null, "Moodle's course " + found.id() + " has this short name, in category "
            + found.category() + "; rename that, or use another code.");
  }

  private static There there(JsonNode row) {
    return new There(row.get("id").longValue(), row.path("categoryid").asLong());
  }

  private static CourseRow row(Named course, Making state, Long id, String reason) {
    return new CourseRow(course.row(), course.entry().courseCode().strip(), course.shortName(), fullName(course),
        state, id, reason);
  }

  private static String fullName(Named course) {
    return course.entry().descriptiveTitle().strip();
  }

  private static String seconds(LocalDate day) {
    return String.valueOf(day.atStartOfDay(ZONE).toEpochSecond());
  }

  private static String text(JsonNode row, String field) {
    String text = MoodleRows.text(row, field);
    return text == null ? "" : text.strip();
  }
}
