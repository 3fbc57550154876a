package com.mas.domain.learning.moodle;

import com.fasterxml.jackson.databind.JsonNode;
import com.mas.bus.Text;
import com.mas.domain.learning.moodle.MoodleAnswers.Refused;
import com.mas.domain.learning.moodle.MoodleContract.Made;
import com.mas.domain.learning.moodle.MoodleContract.MadeRow;
import com.mas.domain.learning.moodle.MoodleContract.MakeCategories;
import com.mas.domain.learning.moodle.MoodleContract.MakeCourses;
import com.mas.domain.learning.moodle.MoodleContract.MakePeople;
import com.mas.domain.learning.moodle.MoodleContract.Making;
import com.mas.domain.learning.moodle.MoodleContract.NewPerson;
import com.mas.sources.UnreadableAnswer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Makes categories, courses and people at Moodle that are not there yet. What is there is asked of Moodle itself first,
 * so that the same request twice makes nothing twice.
 */
final class ProvisionService {
  private static final String STUDENT = "5";
  private static final int AT_ONCE = 50;

  private final MoodleClient client;

  ProvisionService(MoodleClient client) {
    this.client = client;
  }

  Made categories(MakeCategories ask, boolean preview) {
    return told(() -> {
      Map<String, Long> there = new HashMap<>();
      client.read("core_course_get_categories", Map.of()).forEach(row -> keep(there, row, "idnumber"));
      return made(preview, ask.rows(), row -> row.idNumber(), there, row -> {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("categories[0][name]", row.name());
        form.put("categories[0][parent]", row.parentId() == null ? "0" : row.parentId().toString());
        form.put("categories[0][idnumber]", row.idNumber());
        return id(client.change("core_course_create_categories", form));
      });
    });
  }

  Made courses(MakeCourses ask, boolean preview) {
    return told(() -> {
      Map<String, Long> there = new HashMap<>();
      client.read("core_course_get_courses", Map.of()).forEach(row -> keep(there, row, "shortname"));
      return made(preview, ask.rows(), row -> row.shortName(), there, row -> {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("courses[0][fullname]", row.fullName());
        form.put("courses[0][shortname]", row.shortName());
        form.put("courses[0][categoryid]", String.valueOf(row.categoryId()));
        if (row.idNumber() != null) {
          form.put("courses[0][idnumber]", row.idNumber());
        }
        return id(client.change("core_course_create_courses", form));
      });
    });
  }

  Made people(MakePeople ask, boolean preview) {
    return told(() -> {
      Map<String, Long> there = new HashMap<>();
      List<NewPerson> rows = ask.rows();
      for (int from = 0; from < rows.size(); from += AT_ONCE) {
        Map<String, String> names = new LinkedHashMap<>();
        names.put("field", "username");
        int i = 0;
        for (NewPerson row : rows.subList(from, Math.min(rows.size(), from + AT_ONCE))) {
          names.put("values[" + i++ + "]", username(row));
        }
        client.read("core_user_get_users_by_field", names).forEach(found -> keep(there, found, "username"));
      }
      return made(preview, rows, ProvisionService::username, there, this::makePerson);
    });
  }

  private long makePerson(NewPerson row) {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("users[0][username]", username(row));
    form.put("users[0][password]", row.password());
    form.put("users[0][firstname]", row.firstName());
    form.put("users[0][lastname]", row.lastName());
    form.put("users[0][email]", row.email());
    long id = id(client.change("core_user_create_users", form));
    if (row.courseId() != null) {
      client.change("enrol_manual_enrol_users", Map.of("enrolments[0][roleid]", STUDENT,
          "enrolments[0][userid]", String.valueOf(id), "enrolments[0][courseid]", row.courseId().toString()));
    }
    return id;
  }

  /** Moodle takes user names in lower case only. */
  private static String username(NewPerson row) {
    return row.username().strip().toLowerCase(Locale.ROOT);
  }

  private static <R> Made made(boolean preview, List<R> rows, Function<R, String> key, Map<String, Long> there,
      Function<R, Long> make) {
    List<MadeRow> all = new ArrayList<>(rows.size());
    for (R row : rows) {
      String name = key.apply(row);
      if (there.containsKey(name)) {
        all.add(new MadeRow(name, Making.THERE, there.get(name), null));
      } else if (preview) {
        all.add(new MadeRow(name, Making.MISSING, null, null));
      } else {
        try {
          long id = make.apply(row);
          there.put(name, id);
          all.add(new MadeRow(name, Making.MADE, id, null));
        } catch (Refused e) {
          if (endsAll(e)) {
            throw e;
          }
          all.add(new MadeRow(name, Making.REFUSED, null, words(e)));
        }
      }
    }
    return new Made(preview, all);
  }

  /** Returns whether no other row would go better. */
  static boolean endsAll(Refused e) {
    return e.isMaintenance() || e.isOfTheToken() || e.code().equals("accessexception");
  }

  /** Moodle tells some reasons as HTML in the place of the code. */
  static String words(Refused e) {
    String text = e.code().startsWith("<") ? e.code() : e.getMessage() == null ? e.code() : e.getMessage();
    return Text.cut(text.replaceAll("<[^>]{0,200}>", " ").replaceAll("\\s+", " ").strip(), 300);
  }

  private static void keep(Map<String, Long> there, JsonNode row, String field) {
    String name = MoodleRows.text(row, field);
    if (name != null && row.path("id").canConvertToLong()) {
      there.put(name, row.get("id").longValue());
    }
  }

  static long id(JsonNode made) {
    JsonNode id = made.path(0).path("id");
    if (!id.canConvertToLong()) {
      throw new UnreadableAnswer("Moodle's answer to a creation has no id.", made.toString());
    }
    return id.longValue();
  }

  /** Says what Moodle's refusal is to the caller. */
  static <A> A told(Supplier<A> work) {
    try {
      return work.get();
    } catch (Refused e) {
      throw e.failure();
    } catch (UnreadableAnswer e) {
      throw MoodleContract.MOODLE_UNREADABLE.with(e.getMessage());
    }
  }
}
