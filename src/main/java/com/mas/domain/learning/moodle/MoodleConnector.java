package com.mas.domain.learning.moodle;

import com.fasterxml.jackson.databind.JsonNode;
import com.mas.bus.Failure;
import com.mas.domain.learning.moodle.MoodleAnswers.Refused;
import com.mas.domain.learning.moodle.MoodleRows.Enrolment;
import com.mas.domain.learning.moodle.MoodleRows.Progress;
import com.mas.runs.Politeness;
import com.mas.sources.Ask;
import com.mas.sources.Batch;
import com.mas.sources.Connector;
import com.mas.sources.Reads;
import com.mas.sources.Source;
import com.mas.sources.Stage;
import com.mas.sources.UnreadableAnswer;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** A Moodle as the engine of mirrors sees it. It belongs to one tenant. */
final class MoodleConnector implements Connector {
  static final Source SOURCE = new Source("moodle", "Moodle");
  private static final String FIELDS = "id,username,fullname,email,idnumber,lastcourseaccess,groups,roles";
  private static final Set<String> NOTHING_TO_TELL = Set.of("nocriteriaset", "completionnotenabled", "cannotviewreport",
      "notenroled", "coursecompletionnotenabled");
  private static final List<String> NEEDED = List.of("core_course_get_categories", "core_course_get_courses",
      "core_enrol_get_enrolled_users", "core_user_get_users_by_field");
  /** Without these a school is mirrored, and progress, grades or completion of its courses are missing. */
  private static final String ACTIVITIES = "core_completion_get_activities_completion_status";
  private static final String GRADES = "gradereport_user_get_grade_items";
  private static final String COMPLETION = "core_completion_get_course_completion_status";
  private static final List<String> OPTIONAL = List.of(ACTIVITIES, GRADES, COMPLETION);
  private static final int MOST_FUNCTIONS = 5_000;

  /** Lists of one course's people: suspended and active ones, or all for an account that may not tell them apart. */
  private enum Part {
    SUSPENDED("onlysuspended", true), ACTIVE("onlyactive", false), ALL(null, null);

    private final String option;
    private final Boolean suspended;

    Part(String option, Boolean suspended) {
      this.option = option;
      this.suspended = suspended;
    }
  }

  private final MoodleClient client;
  private final String tenant;
  private final Politeness pages;
  private final int atOnce;

  /** @param client null when no Moodle is configured */
  MoodleConnector(MoodleClient client, String tenant, Politeness pages, int atOnce) {
    this.client = client;
    this.tenant = tenant;
    this.pages = pages;
    this.atOnce = atOnce;
  }

  @Override
  public Source source() {
    return SOURCE;
  }

  @Override
  public List<Stage<?>> stages() {
    return MoodleRows.STAGES;
  }

  @Override
  public Politeness politeness(Stage<?> stage) {
    return pages;
  }

  @Override
  public int atOnce(Stage<?> stage) {
    return stage.of() == null ? 1 : atOnce;
  }

  @Override
  public Session open(String of) {
    if (client == null || !of.equals(tenant)) {
      throw Failure.PROVIDER_UNAUTHENTICATED.with("No Moodle is configured for this tenant.");
    }
    return new Open();
  }

  private final class Open implements Session {
    private final Reads reads = new Reads(SOURCE)
        .on(MoodleRows.CATEGORIES, ask -> whole(MoodleRows.categories(list("core_course_get_categories", Map.of()))))
        .on(MoodleRows.COURSES, ask -> whole(MoodleRows.courses(list("core_course_get_courses", Map.of()))))
        .on(MoodleRows.ENROLMENTS, ask -> told(() -> enrolments(ask)))
        .on(MoodleRows.PROGRESS, ask -> told(() -> Batch.one(progress(ask))));

    @Override
    public Probe probe() {
      JsonNode info = told(() -> client.read("core_webservice_get_site_info", Map.of()));
      Set<String> may = new HashSet<>();
      for (JsonNode function : info.path("functions")) {
        if (may.size() < MOST_FUNCTIONS) {
          may.add(function.path("name").asText());
        }
      }
      return new Probe(NEEDED.stream().filter(function -> !may.contains(function)).toList(),
          OPTIONAL.stream().filter(function -> !may.contains(function)).toList(), MoodleRows.text(info, "release"));
    }

    @Override
    public <T> Batch<T> read(Stage<T> stage, Ask ask) {
      return reads.read(stage, ask);
    }

    private JsonNode list(String function, Map<String, String> parameters) {
      JsonNode rows = told(() -> client.read(function, parameters));
      if (!rows.isArray()) {
        throw new UnreadableAnswer("Moodle's answer to " + function + " is no list.", rows.toString());
      }
      return rows;
    }

    private static <T> Batch<T> whole(List<T> rows) {
      return new Batch<>(rows, null, null, null);
    }

    private Batch<Enrolment> enrolments(Ask ask) {
      String course = id(ask.of().getFirst());
      String[] mark = ask.from() == null ? new String[] {Part.SUSPENDED.name(), "0"} : ask.from().split(":", 2);
      Part part = Part.valueOf(mark[0]);
      int start = Integer.parseInt(mark[1]);
      while (true) {
        List<Enrolment> rows;
        try {
          rows = page(course, part, start, ask.size());
        } catch (Refused e) {
          if (part != Part.SUSPENDED || !e.code().equals("nopermissions")) {
            throw e;
          }
          part = Part.ALL;
          continue;
        }
        if (!rows.isEmpty()) {
          // rows that the account may not see are left out of a page, so that only an empty one is the last
          return new Batch<>(rows, part + ":" + (start + ask.size()), null, null);
        }
        if (part != Part.SUSPENDED) {
          return whole(List.of());
        }
        part = Part.ACTIVE;
        start = 0;
      }
    }

    private List<Enrolment> page(String course, Part part, int start, int size) {
      Map<String, String> options = new LinkedHashMap<>();
      options.put("limitfrom", String.valueOf(start));
      options.put("limitnumber", String.valueOf(size));
      options.put("sortby", "id");
      options.put("userfields", FIELDS);
      if (part.option != null) {
        options.put(part.option, "1");
      }
      Map<String, String> parameters = new LinkedHashMap<>();
      parameters.put("courseid", course);
      int i = 0;
      for (Map.Entry<String, String> option : options.entrySet()) {
        parameters.put("options[" + i + "][name]", option.getKey());
        parameters.put("options[" + i++ + "][value]", option.getValue());
      }
      JsonNode rows = client.read("core_enrol_get_enrolled_users", parameters);
      if (!rows.isArray()) {
        throw new UnreadableAnswer("Moodle's list of people is none.", rows.toString());
      }
      return MoodleRows.enrolments(rows, part.suspended);
    }

    private Progress progress(Ask ask) {
      Map<String, String> of = new LinkedHashMap<>();
      of.put("courseid", id(ask.of().getFirst()));
      of.put("userid", id(ask.of().getLast()));
      JsonNode statuses = ifAllowed(ACTIVITIES, of);
      JsonNode grades = ifAllowed(GRADES, of);
      long course = Long.parseLong(of.get("courseid"));
      long user = Long.parseLong(of.get("userid"));
      Progress progress = MoodleRows.progress(course, user, statuses, grades, null);
      if (progress.percent() != null && progress.percent() < 100) {
        return progress;
      }
      JsonNode completion = ifAllowed(COMPLETION, of);
      return completion == null ? progress : MoodleRows.progress(course, user, statuses, grades,
          completion.path("completionstatus").path("completed").asBoolean());
    }

    /** Returns null where the account has no right, or the course no such thing. */
    private JsonNode ifAllowed(String function, Map<String, String> of) {
      try {
        return client.read(function, of);
      } catch (Refused e) {
        if (e.isOfRights() || NOTHING_TO_TELL.contains(e.code())) {
          return null;
        }
        throw e;
      }
    }

    private static String id(String key) {
      if (!key.matches("[0-9]{1,15}")) {
        throw MoodleContract.NOT_AT_MOODLE.refusal();
      }
      return key;
    }

    private static <T> T told(Supplier<T> asking) {
      try {
        return asking.get();
      } catch (Refused e) {
        throw e.failure();
      }
    }
  }
}
