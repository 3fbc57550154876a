package com.mas.sources;

import com.mas.bus.Failure;
import com.mas.runs.Politeness;
import com.mas.sources.Stage.Paging;
import com.mas.sources.Stage.Whole;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BiFunction;

/** A source of any shape: rows by phase and parent, and what is to go wrong. */
final class MadeUpSource implements Connector {
  /** @param id unique among the rows of its parent */
  record Thing(String id) {}

  /** Courses, their learners, a report for each. */
  static final Stage<Thing> COURSES = list("courses", Paging.ROWS, Whole.COUNTED);
  static final Stage<Thing> LEARNERS = list("learners", Paging.ROWS, Whole.COUNTED).each(COURSES);
  static final Stage<Thing> REPORTS = Stage.detail("reports", "reports", Thing.class, LEARNERS);
  static final List<Stage<Thing>> SCHOOL = List.of(COURSES, LEARNERS, REPORTS);
  /** Exams and their submissions on pages for people, which say themselves which one is next; an analysis for each. */
  static final Stage<Thing> EXAMS = list("exams", Paging.MARKS, Whole.ENDED);
  static final Stage<Thing> SUBMISSIONS = list("submissions", Paging.MARKS, Whole.ENDED).each(EXAMS);
  static final Stage<Thing> ANALYSES = Stage.detail("analyses", "analyses", Thing.class, SUBMISSIONS);
  static final List<Stage<Thing>> EXAM_SITE = List.of(EXAMS, SUBMISSIONS, ANALYSES);
  /** Phases of which the early ones are needed and the last one is not. */
  static final Stage<Thing> CATEGORIES = list("categories", Paging.ONE, Whole.ENDED);
  static final Stage<Thing> SUBJECTS = list("subjects", Paging.ONE, Whole.ENDED);
  static final Stage<Thing> ENROLMENTS = list("enrolments", Paging.ROWS, Whole.ENDED).each(SUBJECTS);
  static final Stage<Thing> ROLES = list("roles", Paging.ONE, Whole.ENDED).dispensable();
  static final List<Stage<Thing>> PHASES = List.of(CATEGORIES, SUBJECTS, ENROLMENTS, ROLES);
  /** A stream. */
  static final Stage<Thing> CREDENTIALS = list("credentials", Paging.MARKS, Whole.CHANGES);
  static final List<Stage<Thing>> ISSUER = List.of(CREDENTIALS);

  final List<Stage<Thing>> stages;
  final Map<String, List<String>> rows = new ConcurrentHashMap<>();
  final Queue<String> asked = new ConcurrentLinkedQueue<>();
  /** Throws, to answer with that. */
  volatile BiFunction<Stage<?>, Ask, RuntimeException> fault = (stage, ask) -> null;
  volatile Probe probe = Probe.WHOLE;
  volatile int atOnce = 1;
  private final Map<String, Promise<Void>> awaited = new ConcurrentHashMap<>();

  MadeUpSource(List<Stage<Thing>> stages) {
    this.stages = stages;
  }

  static MadeUpSource school() {
    return new MadeUpSource(SCHOOL).has(COURSES, "", 4)
        .has(LEARNERS, "c01", 7).has(LEARNERS, "c02", 0)
        .has(LEARNERS, "c03", 3).has(LEARNERS, "c04", 1);
  }

  static MadeUpSource examSite() {
    return new MadeUpSource(EXAM_SITE).has(EXAMS, "", 5)
        .has(SUBMISSIONS, "e01", 4).has(SUBMISSIONS, "e02", 1)
        .has(SUBMISSIONS, "e03", 9).has(SUBMISSIONS, "e04", 0)
        .has(SUBMISSIONS, "e05", 2);
  }

  static MadeUpSource phased() {
    return new MadeUpSource(PHASES).has(CATEGORIES, "", 3)
        .has(SUBJECTS, "", 2).has(ENROLMENTS, "s01", 8)
        .has(ENROLMENTS, "s02", 2).has(ROLES, "", 2);
  }

  static MadeUpSource issuer() {
    return new MadeUpSource(ISSUER).has(CREDENTIALS, "", 8);
  }

  private static Stage<Thing> list(String name, Paging paging, Whole whole) {
    return Stage.list(name, name, Thing.class, paging, whole).sized(3);
  }

  /** Rows of a phase, of the parents with these keys. */
  MadeUpSource has(Stage<?> stage, String of, int count) {
    List<String> ids = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      ids.add("%s%02d".formatted(stage.name().charAt(0), i));
    }
    rows.put(stage.name() + "/" + of, ids);
    return this;
  }

  void without(Stage<?> stage, String of, String id) {
    rows.computeIfPresent(stage.name() + "/" + of,
        (key, ids) -> ids.stream().filter(each -> !each.equals(id)).toList());
  }

  @Override
  public Source source() {
    return new Source("made-up", "Made up");
  }

  @Override
  public List<Stage<?>> stages() {
    return List.copyOf(stages);
  }

  @Override
  public Politeness politeness(Stage<?> stage) {
    return Politeness.NONE;
  }

  @Override
  public int atOnce(Stage<?> stage) {
    return atOnce;
  }

  /** Returns what completes as soon as that page is asked for. */
  Future<Void> whenAsked(String page) {
    Promise<Void> asked = awaited.computeIfAbsent(page, key -> Promise.promise());
    if (this.asked.contains(page)) {
      asked.tryComplete();
    }
    return asked.future();
  }

  @Override
  public Session open(String tenant) {
    Reads reads = new Reads(source());
    stages.forEach(stage -> reads.on(stage, ask -> page(stage, ask)));
    return new Session() {
      @Override
      public Probe probe() {
        return probe;
      }

      @Override
      public <T> Batch<T> read(Stage<T> stage, Ask ask) {
        return reads.read(stage, ask);
      }
    };
  }

  private Batch<Thing> page(Stage<Thing> stage, Ask ask) {
    String page = stage.name() + "/" + String.join("/", ask.of()) + "@" + ask.from();
    asked.add(page);
    awaited.computeIfAbsent(page, key -> Promise.promise()).tryComplete();
    RuntimeException wrong = fault.apply(stage, ask);
    if (wrong != null) {
      throw wrong;
    }
    if (stage.paging() == Paging.ONE && stage.of() != null) {
      return Batch.one(new Thing(ask.of().getLast()));
    }
    List<String> ids = rows.get(stage.name() + "/" + String.join("/", ask.of()));
    if (ids == null) {
      throw Failure.NOT_FOUND.with("There is nothing like that.");
    }
    if (stage.paging() == Paging.ONE) {
      return new Batch<>(ids.stream().map(Thing::new).toList(), null, null, null);
    }
    List<Thing> rowsOf = ids.stream().skip(ask.start()).limit(ask.size()).map(Thing::new).toList();
    if (stage.paging() == Paging.ROWS) {
      return Batch.counted(rowsOf, ask, ids.size());
    }
    int next = ask.start() + rowsOf.size();
    return new Batch<>(rowsOf, next < ids.size() ? String.valueOf(next) : null, null,
        stage.whole() == Whole.CHANGES ? String.valueOf(next) : null);
  }

  /** Returns what was asked for, and how often. */
  Map<String, Long> tally() {
    Map<String, Long> tally = new TreeMap<>();
    asked.forEach(each -> tally.merge(each, 1L, Long::sum));
    return tally;
  }
}
