package com.mas.domain.learning.analysis;

import static com.mas.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.mas.bus.Call;
import com.mas.bus.Capacity;
import com.mas.bus.Json;
import com.mas.db.UuidV7;
import com.mas.domain.learning.analysis.AnalysisContract.CreatePipeline;
import com.mas.domain.learning.analysis.AnalysisContract.ListPipelines;
import com.mas.domain.learning.analysis.AnalysisContract.ListTiers;
import com.mas.domain.learning.analysis.AnalysisContract.Pipeline;
import com.mas.domain.learning.analysis.AnalysisContract.PipelineState;
import com.mas.domain.learning.analysis.AnalysisContract.RunTier;
import com.mas.domain.learning.analysis.AnalysisContract.Scope;
import com.mas.domain.learning.analysis.AnalysisContract.Tier;
import com.mas.jobs.Jobs;
import com.mas.jobs.JobsVerticle;
import com.mas.jobs.Queues;
import com.mas.jobs.Queues.Queue;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Lets the schedule analyse by itself: once what is new, never two at a time. */
class TiersIT {
  private static final int COMMENTS = 60;
  private static final String MOVE_ALL = "UPDATE questionnaire.submissions SET created_at = ?::timestamptz";

  @AutoClose private final Lab lab = new Lab();

  @BeforeEach
  void calm() {
    lab.calm(COMMENTS);
    lab.execute(MOVE_ALL, lab.clock.instant().toString());
  }

  private List<Pipeline> pipelines() {
    return lab.ask(AnalysisContract.LIST, new ListPipelines(null, null, null)).items();
  }

  private void run(Scope scope) {
    lab.run(AnalysisContract.RUN_TIER, new RunTier(scope, null));
  }

  private String did(Scope scope) {
    return lab.column("SELECT concat_ws(' ', begun, unchanged, under_way) FROM analysis.tiers WHERE scope = ?",
        scope.wire()).getFirst();
  }

  private String didAll() {
    return lab.text("SELECT concat_ws(' ', begun, unchanged, under_way, awaiting, failed) FROM analysis.tiers"
        + " WHERE scope = 'FACULTY'");
  }

  /** Adds a comment of this moment. */
  private void comment(String who) {
    lab.execute("""
        INSERT INTO questionnaire.submissions (id, tenant, version_id, respondent, faculty, faculty_name, course,
          campus, department, period, answers, score, percent, comment, clean, source, created_at)
        SELECT gen_random_uuid(), tenant, version_id, ?, faculty, faculty_name, course, campus, department, period,
          answers, score, percent, comment, clean, source, ?::timestamptz FROM questionnaire.submissions LIMIT 1""",
        who, lab.clock.instant().toString());
  }

  @Test
  void aScopeIsAnalysedAgainOnlyWhenSomethingIsNew() {
    run(Scope.FACULTY);
    Pipeline first = lab.drained(pipelines().getFirst().id());
    assertEquals(PipelineState.COMPLETED, first.state(), first.error());
    assertNull(first.createdBy(), "nobody has made it");
    assertEquals("1 0 0", did(Scope.FACULTY));
    lab.clock.advance(Duration.ofDays(7));
    run(Scope.FACULTY);
    assertEquals(List.of(first), pipelines());
    assertEquals("0 1 0", did(Scope.FACULTY));
    comment("late");
    lab.execute("UPDATE questionnaire.submissions SET clean = NULL WHERE respondent = 'late'");
    run(Scope.FACULTY);
    assertEquals(1, pipelines().size(), "there is no new comment to analyse");
    lab.clock.advance(Duration.ofDays(7));
    comment("later");
    run(Scope.FACULTY);
    assertEquals(COMMENTS + 1, pipelines().getFirst().comments());
    assertEquals("1 0 0", did(Scope.FACULTY));
  }

  @Test
  void whatCameWhileThePipelineBeganIsNewYet() {
    run(Scope.CAMPUS);
    lab.drained(pipelines().getFirst().id());
    comment("seen-late");
    lab.execute("UPDATE questionnaire.submissions SET created_at = created_at - interval '5 seconds'"
        + " WHERE respondent = 'seen-late'");
    lab.clock.advance(Duration.ofDays(7));
    run(Scope.CAMPUS);
    assertEquals(2, pipelines().size());
  }

  @Test
  void aPipelineOfTheScopeThatRunsOrThatAPersonHasToConfirmIsLeftAlone() {
    Pipeline begun = lab.begun();
    run(Scope.FACULTY);
    assertEquals(1, pipelines().size());
    assertEquals("0 0 1", did(Scope.FACULTY));
    lab.drained(begun.id());
    lab.calm(COMMENTS);
    Pipeline waits = lab.prepared();
    lab.clock.advance(Duration.ofDays(7));
    run(Scope.FACULTY);
    assertEquals(PipelineState.AWAITING_CONFIRMATION, lab.get(waits.id()).state());
    assertEquals(1, pipelines().size());
    assertEquals("0 0 0 1 0", didAll());
    lab.execute("UPDATE analysis.pipelines SET created_by = NULL WHERE id = ?", waits.id());
    run(Scope.FACULTY);
    assertEquals(PipelineState.SENTIMENT_ANALYSIS, lab.get(waits.id()).state(), "one of the schedule goes on");
    lab.calm(COMMENTS);
    UUID version = UUID.fromString(lab.text("SELECT id FROM questionnaire.versions"));
    lab.ask(AnalysisContract.CREATE, new CreatePipeline(Scope.FACULTY, "prof", version, null));
    run(Scope.FACULTY);
    assertEquals(2, pipelines().size(), "one of some answers that waits keeps nothing from being analysed");
  }

  @Test
  void aRunThatIsDoneAgainOrTwiceAtATimeBeginsNothingTwice() {
    lab.execute("UPDATE questionnaire.submissions SET faculty = 'prof-' || (respondent::text), campus = 'Pune'");
    Stream.generate(() -> lab.bus.send(lab.bus.systemCall(null, Duration.ofMinutes(1)), AnalysisContract.RUN_TIER,
        new RunTier(Scope.FACULTY, null))).limit(4).toList().forEach(Lab::await);
    run(Scope.FACULTY);
    assertEquals(COMMENTS, lab.number("SELECT count(*) FROM analysis.pipelines"));
    assertEquals(COMMENTS, lab.number("SELECT count(DISTINCT scope_id) FROM analysis.pipelines"
        + " WHERE state = 'SENTIMENT_ANALYSIS'"));
  }

  @Test
  void aScopeThatFailsKeepsNoOtherFromBeingAnalysed() {
    lab.execute("UPDATE questionnaire.submissions SET faculty = 'prof-' || right(respondent, 1)");
    lab.execute("ALTER TABLE analysis.pipelines ADD CONSTRAINT fails CHECK (scope_id <> 'prof-3')");
    run(Scope.FACULTY);
    assertEquals("9 0 0 0 1", didAll());
    assertEquals(1, lab.number("SELECT count(*) FROM analysis.pipelines WHERE scope_id = 'prof-9'"));
  }

  @Test
  void aPageThatIsDoneAgainCountsAsTheFirstTime() {
    Call stored = new Call("test", null, null, null, lab.clock.millis() + 600_000, new UuidV7(lab.clock).next(), null);
    RunTier first = new RunTier(Scope.FACULTY, null);
    lab.execute("ALTER TABLE analysis.tiers ADD CONSTRAINT killed CHECK (scope IS NULL)");
    Lab.refusal(lab.bus.send(stored, AnalysisContract.RUN_TIER, first));
    lab.execute("ALTER TABLE analysis.tiers DROP CONSTRAINT killed");
    lab.clock.advance(Duration.ofMinutes(1));
    lab.ask(stored, AnalysisContract.RUN_TIER, first);
    assertEquals("1 0 0 0 0", didAll(), "it had begun one before it was killed");
    lab.clock.advance(Duration.ofMinutes(1));
    lab.ask(stored, AnalysisContract.RUN_TIER, first);
    assertEquals("1 0 0 0 0", didAll(), "it was counted before its end was stored");
    assertEquals(1, pipelines().size());
  }

  @Test
  void manyScopesAreWorkedOnPageByPage() {
    lab.calm(TierRules.MOST_SCOPES + 5);
    lab.execute("UPDATE questionnaire.submissions SET faculty = 'prof-' || (respondent::text)");
    run(Scope.FACULTY);
    assertEquals(TierRules.MOST_SCOPES, lab.number("SELECT count(*) FROM analysis.pipelines"));
    String rest = lab.text("SELECT body::text FROM jobs.job WHERE address = 'analysis.tier.run'");
    lab.run(AnalysisContract.RUN_TIER, Json.read(rest, RunTier.class));
    assertEquals(TierRules.MOST_SCOPES + 5, lab.number("SELECT count(*) FROM analysis.pipelines"));
    assertEquals(TierRules.MOST_SCOPES + 5 + " 0 0", did(Scope.FACULTY));
  }

  @Test
  void aTenantThatDoesWithoutAnalysesIsLeftAlone() {
    lab.execute("INSERT INTO tenant.tenants (slug, name, switched_off, created_at, updated_at)"
        + " VALUES ('mas', 'MAS', '{analysis}', now(), now())"
        + " ON CONFLICT (slug) DO UPDATE SET switched_off = excluded.switched_off");
    run(Scope.FACULTY);
    assertEquals(List.of(), pipelines());
  }

  @Test
  void onSundaysTeachersThenDepartmentsThenCampusesAreAnalysed() {
    Jobs jobs = new Jobs(lab.clock);
    lab.on(() -> lab.db.transaction(tx -> {
      new AnalysisModule().schedules().stream().filter(each -> each.key().startsWith("analysis-tier"))
          .forEach(each -> jobs.schedule(tx, each));
      return null;
    }));
    List<Queue> queues = Stream.of("databaseQueue", "sentiment", "embedding", "topic-model", "recommendations")
        .map(Queue::named).toList();
    lab.deploy(new JobsVerticle(lab.bus, new Capacity("jobs", 1, 100), lab.db,
        Map.of(AnalysisContract.RUN_TIER.address(), AnalysisContract.RUN_TIER, AnalysisContract.WORK.address(),
            AnalysisContract.WORK),
        new Queues(queues), JobsVerticle.Config.of("one")));
    assertEquals(List.of("2026-03-14T19:30:00Z", "2026-03-14T20:30:00Z", "2026-03-14T21:30:00Z"),
        tiers().stream().map(tier -> tier.nextRunAt().toString()).toList());
    assertNull(tiers().getFirst().ranAt());
    lab.clock.set(Instant.parse("2026-03-14T19:30:01Z"));
    eventually("the teacher is analysed", () -> ended() == 1);
    assertEquals(List.of("FACULTY"), lab.column("SELECT scope FROM analysis.pipelines"));
    lab.clock.advance(Duration.ofHours(2));
    eventually("the department and the campus are, too", () -> ended() == 3);
    Tier campuses = tiers().getLast();
    assertEquals(Scope.CAMPUS + " 2026-03-21T21:30:00Z 1 0 0", campuses.scope() + " " + campuses.nextRunAt() + " "
        + campuses.begun() + " " + campuses.unchanged() + " " + campuses.underWay());
    assertEquals("COMPLETED", lab.text("SELECT string_agg(DISTINCT state, ' ') FROM analysis.pipelines"));
  }

  private List<Tier> tiers() {
    return lab.ask(AnalysisContract.TIERS, new ListTiers()).items();
  }

  private long ended() {
    return lab.number("SELECT count(*) FROM analysis.pipelines WHERE ended_at IS NOT NULL");
  }
}
