package com.mas.domain.learning.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.mas.bus.Capacity;
import com.mas.bus.DomainVerticle;
import com.mas.bus.Failure;
import com.mas.bus.Request;
import com.mas.domain.ai.model.ModelContract;
import com.mas.domain.learning.analysis.AnalysisContract.CancelPipeline;
import com.mas.domain.learning.analysis.AnalysisContract.Comment;
import com.mas.domain.learning.analysis.AnalysisContract.ConfirmPipeline;
import com.mas.domain.learning.analysis.AnalysisContract.CreatePipeline;
import com.mas.domain.learning.analysis.AnalysisContract.GetPipeline;
import com.mas.domain.learning.analysis.AnalysisContract.GetStatus;
import com.mas.domain.learning.analysis.AnalysisContract.Level;
import com.mas.domain.learning.analysis.AnalysisContract.ListComments;
import com.mas.domain.learning.analysis.AnalysisContract.ListPipelines;
import com.mas.domain.learning.analysis.AnalysisContract.ListRecommendations;
import com.mas.domain.learning.analysis.AnalysisContract.ListScopes;
import com.mas.domain.learning.analysis.AnalysisContract.ListTopics;
import com.mas.domain.learning.analysis.AnalysisContract.Mood;
import com.mas.domain.learning.analysis.AnalysisContract.Moods;
import com.mas.domain.learning.analysis.AnalysisContract.Pipeline;
import com.mas.domain.learning.analysis.AnalysisContract.PipelineState;
import com.mas.domain.learning.analysis.AnalysisContract.Recommendation;
import com.mas.domain.learning.analysis.AnalysisContract.Scope;
import com.mas.domain.learning.analysis.AnalysisContract.Sweep;
import com.mas.domain.learning.analysis.AnalysisContract.Topic;
import com.mas.domain.learning.analysis.AnalysisContract.Warning;
import com.mas.domain.learning.analysis.AnalysisContract.WorkOn;
import com.mas.testkit.House;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AnalysisIT {
  private static final int COMMENTS = 90;

  @AutoClose private static final Lab lab = new Lab();

  @BeforeEach
  void calm() {
    lab.calm(COMMENTS);
  }

  @Test
  void aConfirmedPipelineFindsMoodsTopicsAndRecommendations() {
    Pipeline prepared = lab.prepared();
    assertEquals(PipelineState.AWAITING_CONFIRMATION, prepared.state());
    assertEquals("Prof Iyer 90 90 []", prepared.scopeName() + " " + prepared.submissions() + " " + prepared.comments()
        + " " + prepared.warnings());
    assertEquals(List.of(), lab.jobs());
    assertEquals(prepared.id(), lab.prepared().id(), "the one that is under way");
    lab.ask(AnalysisContract.CONFIRM, new ConfirmPipeline(prepared.id()));
    assertEquals(PipelineState.SENTIMENT_ANALYSIS,
        lab.ask(AnalysisContract.CONFIRM, new ConfirmPipeline(prepared.id())).state());
    assertEquals(2, lab.jobs().size());
    assertEquals(prepared.id(), lab.prepared().id());
    Pipeline done = lab.drained(prepared.id());
    assertEquals(PipelineState.COMPLETED, done.state(), done.error());
    assertEquals(new Moods(30, 30, 30), done.moods());
    assertEquals(List.of(), done.warnings());
    assertNotNull(done.endedAt());
    JsonNode first = lab.asked.getFirst();
    assertEquals(done.id() + "--sentiment 1 sentiment 50 0 2", first.path("jobId").asText() + " "
        + first.path("version").asText() + " " + first.path("type").asText() + " " + first.path("items").size() + " "
        + first.at("/metadata/chunkIndex") + " " + first.at("/metadata/chunkCount"));
    List<Topic> topics = lab.ask(AnalysisContract.TOPICS, new ListTopics(done.id(), null, null)).items();
    assertEquals("lab, late, projector 45", topics.getFirst().label() + " " + topics.getFirst().comments());
    assertEquals("pace", topics.getLast().label());
    List<Recommendation> advice =
        lab.ask(AnalysisContract.RECOMMENDATIONS, new ListRecommendations(done.id(), null, null)).items();
    assertEquals(List.of(Level.MEDIUM, Level.LOW, Level.LOW), advice.stream().map(Recommendation::confidence).toList());
    assertEquals(90, advice.getFirst().supportingEvidence().size());
    List<Comment> behind =
        lab.ask(AnalysisContract.COMMENTS, new ListComments(done.id(), null, null, 2, null, null)).items();
    assertEquals(1, behind.size());
    assertEquals(30, lab.ask(AnalysisContract.COMMENTS,
        new ListComments(done.id(), Mood.NEGATIVE, null, null, null, null)).total());
    assertEquals(45, lab.ask(AnalysisContract.COMMENTS,
        new ListComments(done.id(), null, 1, null, null, null)).total());
    assertEquals("[sentiment, gate, embedding, topics, labels, recommendations]",
        lab.ask(AnalysisContract.STATUS, new GetStatus(done.id())).stages().stream().map(each -> each.stage()).toList()
            .toString());
    assertEquals(1, lab.ask(AnalysisContract.LIST, new ListPipelines(PipelineState.COMPLETED, null, null)).total());
    assertEquals("Pune", lab.ask(AnalysisContract.SCOPES, new ListScopes(Scope.CAMPUS, null, null)).items().getFirst()
        .scopeId());
    lab.refused(Failure.CONFLICT, AnalysisContract.CANCEL, new CancelPipeline(done.id()));
    assertTrue(!lab.prepared().id().equals(done.id()), "a new one after the end");
  }

  @Test
  void thinDataIsWarnedOfAndNothingIsRefused() {
    lab.calm(6);
    assertEquals(List.of(Warning.FEW_SUBMISSIONS, Warning.FEW_COMMENTS), lab.prepared().warnings());
    lab.execute("UPDATE questionnaire.submissions SET clean = NULL");
    Pipeline empty = lab.prepared();
    lab.refused(Failure.UNPROCESSABLE, AnalysisContract.CONFIRM, new ConfirmPipeline(empty.id()));
    lab.refused(Failure.UNPROCESSABLE, AnalysisContract.CREATE,
        new CreatePipeline(Scope.CAMPUS, "Nowhere", null, null));
    House.refused(Failure.NOT_FOUND, lab.send("other", Lab.ADMIN, AnalysisContract.GET, new GetPipeline(empty.id())));
  }

  @Test
  void withMoodsAloneItEndsAndSaysWhatWasMissing() {
    try (Lab poor = new Lab(List.of(Stage.SENTIMENT))) {
      poor.deploy(new DomainVerticle(poor.bus, new Capacity("model", 1, 10)) {
        @Override
        protected void open() {
          answer(ModelContract.COMPLETE, (call, ask) -> {
            throw Failure.NOT_CONFIGURED.with("No language model is configured.");
          });
        }
      });
      poor.calm(COMMENTS);
      Pipeline done = poor.drained(poor.begun().id());
      assertEquals(PipelineState.COMPLETED, done.state(), done.error());
      assertEquals(new Moods(30, 30, 30), done.moods());
      assertEquals(List.of(Warning.NO_TOPIC_WORKER, Warning.NO_ADVISER), done.warnings());
      assertEquals(0, poor.ask(AnalysisContract.RECOMMENDATIONS,
          new ListRecommendations(done.id(), null, null)).total());
    }
  }

  @Test
  void shortPraiseDoesNotPassTheGate() {
    lab.execute("UPDATE questionnaire.submissions SET clean = 'good and short ' || respondent"
        + " WHERE clean LIKE 'good%'");
    Pipeline done = lab.drained(lab.begun().id());
    assertEquals(60, lab.number(done.id(), "passed"));
    assertEquals(60, lab.number(done.id(), "topic IS NOT NULL"));
  }

  @Test
  void whatAWorkerSaysOfOthersIsDroppedAndCounted() {
    lab.workers.put(Stage.SENTIMENT, request -> {
      JsonNode answer = Lab.sentiment(request);
      ((ArrayNode) answer.get("results")).add(Lab.mood(UUID.randomUUID().toString(), "bad")).add(Lab.mood("x", "bad"));
      return answer;
    });
    Pipeline done = lab.drained(lab.begun().id());
    assertEquals(PipelineState.COMPLETED, done.state());
    assertEquals(4, done.ignored());
    assertEquals(new Moods(30, 30, 30), done.moods());
  }

  @Test
  void onlyWhatWasLeftOutIsAskedAgain() {
    AtomicInteger times = new AtomicInteger();
    lab.workers.put(Stage.SENTIMENT, half(Lab::sentiment, times));
    Pipeline done = lab.drained(lab.begun().id());
    assertEquals(PipelineState.COMPLETED, done.state());
    assertEquals(new Moods(30, 30, 30), done.moods());
    assertEquals(List.of(50, 40, 25), lab.asked.stream().filter(each -> each.path("type").asText().equals("sentiment"))
        .map(each -> each.path("items").size()).toList());
    assertEquals(List.of(), done.warnings());
  }

  /** Leaves out the second half of the first answer. */
  private static UnaryOperator<JsonNode> half(UnaryOperator<JsonNode> whole,
      AtomicInteger times) {
    return request -> {
      JsonNode answer = whole.apply(request);
      ArrayNode results = (ArrayNode) answer.get("results");
      if (times.getAndIncrement() == 0) {
        for (int left = results.size() / 2; left > 0; left--) {
          results.remove(results.size() - 1);
        }
      }
      return answer;
    };
  }

  @Test
  void numbersThatAreNoneAreNoAnswerAndAfterThreeTriesTheRestGoesOn() {
    lab.calm(30);
    lab.workers.put(Stage.SENTIMENT, request -> {
      ObjectNode answer = (ObjectNode) Lab.sentiment(request);
      ArrayNode results = (ArrayNode) answer.get("results");
      for (JsonNode result : results) {
        int kind = Math.floorMod(result.path("submissionId").asText().hashCode(), 5);
        ObjectNode each = (ObjectNode) result;
        switch (kind) {
          case 0 -> each.put("positive", Double.NaN);
          case 1 -> each.put("neutral", 1.0).put("negative", 1.0);
          case 2 -> each.put("positive", "0.8");
          default -> {}
        }
      }
      return answer;
    });
    Pipeline done = lab.drained(lab.begun().id());
    assertEquals(PipelineState.COMPLETED, done.state(), done.error());
    long told = lab.number(done.id(), "mood IS NOT NULL");
    assertTrue(told > 0 && told < 30, () -> told + " of 30");
    assertEquals(told, lab.number(done.id(), "passed"));
    assertTrue(done.warnings().contains(Warning.HALF_ANSWERED), () -> done.warnings().toString());
    assertEquals(3, lab.asked.stream().filter(each -> each.path("type").asText().equals("sentiment")).count());
  }

  @Test
  void anAnswerAboutOthersAloneOrWithoutTheAgreedFormFailsAtOnce() {
    lab.workers.put(Stage.SENTIMENT, request -> {
      ObjectNode answer = Lab.completed();
      answer.putArray("results").add(Lab.mood(UUID.randomUUID().toString(), "bad"));
      return answer;
    });
    assertFails("about other comments", 1);
    lab.calm(COMMENTS);
    lab.workers.put(Stage.SENTIMENT, request -> Lab.completed().put("results", "none"));
    assertFails("does not have the form", 1);
    lab.calm(COMMENTS);
    lab.workers.put(Stage.TOPICS, request -> Lab.completed());
    Pipeline failed = lab.drained(lab.begun().id());
    assertEquals(PipelineState.FAILED, failed.state());
    assertEquals(new Moods(30, 30, 30), failed.moods(), "what was found out stays");
  }

  private static void assertFails(String words, int times) {
    Pipeline failed = lab.drained(lab.begun().id());
    assertEquals(PipelineState.FAILED, failed.state());
    assertTrue(failed.error().contains(words), failed.error());
    assertEquals(times, lab.asked.size());
    assertEquals(0, lab.number(failed.id(), "mood IS NOT NULL"));
  }

  @Test
  void aWorkerThatFailsOrNeverAnswersIsAskedThreeTimes() {
    lab.calm(40);
    lab.workers.put(Stage.SENTIMENT, request -> Lab.completed().put("status", "failed").put("error", "no model"));
    assertFails("no model", 3);
    lab.calm(40);
    lab.workers.put(Stage.SENTIMENT, request -> {
      throw Failure.TIMEOUT.with("The sentiment worker did not answer in time.");
    });
    assertFails("did not answer in time", 3);
  }

  @Test
  void anAnswerThatComesAfterTheEndChangesNothing() {
    UUID id = lab.begun().id();
    lab.workers.put(Stage.SENTIMENT, request -> {
      lab.execute("UPDATE analysis.pipelines SET state = 'CANCELLED', ended_at = now() WHERE id = ?", id);
      return Lab.sentiment(request);
    });
    Pipeline cancelled = lab.drained(id);
    assertEquals(PipelineState.CANCELLED, cancelled.state());
    assertEquals(new Moods(0, 0, 0), cancelled.moods());
    assertEquals(PipelineState.CANCELLED, lab.ask(AnalysisContract.CANCEL, new CancelPipeline(id)).state());
    lab.refused(Failure.CONFLICT, AnalysisContract.CONFIRM, new ConfirmPipeline(id));
  }

  @Test
  void aPieceThatIsDoneTwiceIsDoneOnce() {
    UUID id = lab.begun().id();
    List<WorkOn> first = lab.jobs();
    lab.drainedTo(id, PipelineState.SENTIMENT_GATE);
    assertNull(lab.attempt(first.getFirst()));
    Pipeline done = lab.drained(id);
    first.forEach(lab::attempt);
    assertEquals(done, lab.get(id));
    assertEquals(2, lab.asked.stream().filter(each -> each.path("type").asText().equals("sentiment")).count());
    assertEquals(3, lab.number("SELECT count(*) FROM analysis.recommendations WHERE pipeline_id = ?", id));
  }

  @Test
  void aKillBetweenRowsAndCounterLosesNothingAndDoublesNothing() {
    lab.execute("""
        CREATE FUNCTION analysis.kill() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION 'killed'; END $$;
        CREATE TRIGGER kill BEFORE UPDATE OF done_at ON analysis.pieces FOR EACH ROW
          EXECUTE FUNCTION analysis.kill()""");
    UUID id = lab.begun().id();
    for (Stage stage : List.of(Stage.SENTIMENT, Stage.GATE, Stage.EMBEDDING, Stage.TOPICS)) {
      lab.jobs().forEach(job -> assertNotNull(lab.attempt(job)));
      assertEquals(stage.state, lab.get(id).state());
      assertEquals(stage == Stage.SENTIMENT ? 0 : COMMENTS, lab.number(id, "mood IS NOT NULL"));
      assertEquals(0, lab.number(id, "topic IS NOT NULL"));
      lab.execute("ALTER TABLE analysis.pieces DISABLE TRIGGER kill");
      lab.jobs().forEach(job -> assertNull(lab.attempt(job)));
      lab.execute("ALTER TABLE analysis.pieces ENABLE TRIGGER kill");
    }
    lab.execute("DROP FUNCTION analysis.kill() CASCADE");
    Pipeline done = lab.drained(id);
    assertEquals(PipelineState.COMPLETED, done.state());
    assertEquals(new Moods(30, 30, 30), done.moods());
    assertEquals(COMMENTS, lab.number(id, "topic IS NOT NULL"));
  }

  @Test
  void aPieceWhoseStoredRequestIsGoneIsStoredAgain() {
    UUID id = lab.begun().id();
    assertEquals(0, lab.run(AnalysisContract.SWEEP, new Sweep()).stored());
    lab.execute("DELETE FROM jobs.job");
    assertEquals(2, lab.run(AnalysisContract.SWEEP, new Sweep()).stored());
    assertEquals(PipelineState.COMPLETED, lab.drained(id).state());
    assertEquals(0, lab.run(AnalysisContract.SWEEP, new Sweep()).stored());
  }

  @Test
  void aWorkerAtTheBusIsWaitedForAndThenAsked() {
    BusWorker worker = new BusWorker(lab.bus, "workers.sentiment");
    lab.workers.put(Stage.SENTIMENT, request -> worker.ask(lab.product(), request, Duration.ofSeconds(5)));
    UUID id = lab.begun().id();
    for (int i = 0; i < 5; i++) {
      assertEquals(Failure.UNAVAILABLE, lab.attempt(lab.jobs().getFirst()).failure());
    }
    assertEquals(0, lab.number("SELECT sum(failures) FROM analysis.pieces WHERE pipeline_id = ?", id));
    lab.deploy(new DomainVerticle(lab.bus, new Capacity("workers", 1, 10)) {
      @Override
      protected void open() {
        answer(Request.of("workers.sentiment", JsonNode.class, JsonNode.class),
            (call, request) -> Lab.sentiment(request));
      }
    });
    assertEquals(PipelineState.COMPLETED, lab.drained(id).state());
  }
}
