package com.mas.domain.learning.analysis;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.mas.bus.Failure;
import com.mas.bus.Listing;
import com.mas.bus.Page;
import com.mas.bus.Reason;
import com.mas.bus.Request;
import com.mas.bus.Visible;
import com.mas.bus.Word;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/** Declares pipelines of analyses, and what comes out of them. */
@NullMarked
public final class AnalysisContract {
  public static final Reason PIPELINE_UNKNOWN = Reason.of(Failure.NOT_FOUND, "pipeline_unknown",
      "There is no such analysis.");
  public static final Reason WORKERS_MISSING = Reason.of(Failure.NOT_CONFIGURED, "workers_missing",
      "No worker for sentiment is configured; set SENTIMENT_WORKER_URL.");
  public static final Reason NOTHING_TO_ANALYSE = Reason.of(Failure.UNPROCESSABLE, "nothing_to_analyse",
      "There is no comment to analyse.");
  public static final Reason PIPELINE_OVER = Reason.of(Failure.CONFLICT, "pipeline_over", "The analysis is over.");

  /** Comments of one pipeline; the newest are taken. */
  public static final int MOST_COMMENTS = 2_000;
  static final Duration LONGEST_PIECE = Duration.ofMinutes(14);
  private static final int MOST_TOPICS = 1_000;

  private AnalysisContract() {}

  public enum Scope implements Word {
    FACULTY, DEPARTMENT, CAMPUS;

    @Override
    public String wire() {
      return name();
    }
  }

  /** The last three are final. */
  public enum PipelineState implements Word {
    AWAITING_CONFIRMATION, SENTIMENT_ANALYSIS, SENTIMENT_GATE, TOPIC_MODELING, TOPIC_LABELING,
    GENERATING_RECOMMENDATIONS, COMPLETED, FAILED, CANCELLED;

    @Override
    public String wire() {
      return name();
    }

    boolean isOver() {
      return ordinal() >= COMPLETED.ordinal();
    }
  }

  /** Names what makes a result weak. */
  public enum Warning implements Word {
    LOW_RESPONSE_RATE, FEW_SUBMISSIONS, FEW_COMMENTS, OLD_ENROLMENTS, FEW_AFTER_GATE, NEWEST_ONLY, HALF_ANSWERED,
    NO_TOPIC_WORKER, NO_ADVISER
  }

  public enum Mood implements Word { POSITIVE, NEUTRAL, NEGATIVE }

  /** Counts comments by how they are meant. */
  public record Moods(long positive, long neutral, long negative) {}

  /**
   * @param scopeId the teacher's user name in Moodle or e-mail address, or the name of the department or campus
   * @param versionId whose answers alone are analysed; null: those of all versions
   * @param period null: all
   * @param comments that are analysed; not more than {@value #MOST_COMMENTS}
   * @param students who could have answered, as Moodle knows; null: unknown
   * @param ignored results that workers gave for comments that they were not asked about
   * @param createdBy null: the schedule
   * @param error why it failed, for a person
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Pipeline(UUID id, Scope scope, String scopeId, String scopeName, @Nullable UUID versionId,
      @Nullable String period, PipelineState state, long submissions, long comments, @Nullable Long students,
      Moods moods, long topics, List<Warning> warnings, long ignored, @Nullable String error,
      @Nullable UUID createdBy, Instant createdAt, @Nullable Instant confirmedAt, @Nullable Instant endedAt) {}

  /** Prepares an analysis, which begins when it is confirmed. One that is under way in the same scope is answered. */
  public static final Request<CreatePipeline, Pipeline> CREATE =
      Request.of("analysis.pipeline.create", CreatePipeline.class, Pipeline.class);

  public record CreatePipeline(Scope scope, @Visible @Size(max = 200) String scopeId, @Nullable UUID versionId,
      @Nullable @Size(max = 100) String period) {}

  /** Newest first. */
  public static final Request<ListPipelines, Page<Pipeline>> LIST =
      Request.list("analysis.pipeline.list", ListPipelines.class, Pipeline.class);

  public record ListPipelines(@Nullable PipelineState state, @Nullable Integer limit, @Nullable Long offset)
      implements Listing {}

  public static final Request<GetPipeline, Pipeline> GET =
      Request.of("analysis.pipeline.get", GetPipeline.class, Pipeline.class);

  public record GetPipeline(UUID id) {}

  public static final Request<GetStatus, Status> STATUS =
      Request.of("analysis.pipeline.status", GetStatus.class, Status.class);

  public record GetStatus(UUID id) {}

  /** @param failures answers of workers that were none, so far */
  public record StageStatus(String stage, int pieces, int done, int failures) {}

  public record Status(PipelineState state, List<StageStatus> stages) {}

  /** Begins it. Twice is as once; CONFLICT when it is over, UNPROCESSABLE without a comment. */
  public static final Request<ConfirmPipeline, Pipeline> CONFIRM =
      Request.of("analysis.pipeline.confirm", ConfirmPipeline.class, Pipeline.class);

  public record ConfirmPipeline(UUID id) {}

  /** Ends it at once; what was found out stays. Twice is as once; CONFLICT when it is over. */
  public static final Request<CancelPipeline, Pipeline> CANCEL =
      Request.of("analysis.pipeline.cancel", CancelPipeline.class, Pipeline.class);

  public record CancelPipeline(UUID id) {}

  // --- results ------------------------------------------------------------------------------------------------------

  /** Lists topics, those of most comments first. */
  public static final Request<ListTopics, Page<Topic>> TOPICS =
      Request.list("analysis.pipeline.topics", ListTopics.class, Topic.class);

  public record ListTopics(UUID id, @Nullable Integer limit, @Nullable Long offset) implements Listing {}

  /** @param comments whose dominant topic it is */
  public record Topic(int topicIndex, String label, List<String> keywords, long comments, Moods moods) {}

  public static final Request<ListRecommendations, Page<Recommendation>> RECOMMENDATIONS =
      Request.list("analysis.pipeline.recommendations", ListRecommendations.class, Recommendation.class);

  public record ListRecommendations(UUID id, @Nullable Integer limit, @Nullable Long offset) implements Listing {}

  public enum Category implements Word {
    STRENGTH, IMPROVEMENT;

    @Override
    public String wire() {
      return name();
    }
  }

  public enum Level implements Word {
    HIGH, MEDIUM, LOW;

    @Override
    public String wire() {
      return name();
    }
  }

  /**
   * @param confidence by how many comments are behind it, and how far they agree
   * @param supportingEvidence submissions whose comments are behind it
   */
  public record Recommendation(int number, Category category, String headline, String description, String actionPlan,
      Level priority, Level confidence, List<UUID> supportingEvidence) {}

  /** Lists analysed comments, the newest first. */
  public static final Request<ListComments, Page<Comment>> COMMENTS =
      Request.list("analysis.pipeline.comments", ListComments.class, Comment.class);

  /** @param recommendation number of the one that they are behind; null: all */
  public record ListComments(UUID id, @Nullable Mood mood, @Nullable @Min(0) @Max(MOST_TOPICS) Integer topic,
      @Nullable @Min(1) @Max(100) Integer recommendation, @Nullable Integer limit, @Nullable Long offset)
      implements Listing {}

  /** @param topic null: none */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Comment(UUID submissionId, String text, @Nullable Mood mood, @Nullable Integer topic) {}

  /** Lists what may be analysed, with the most comments first. */
  public static final Request<ListScopes, Page<ScopeChoice>> SCOPES =
      Request.list("analysis.scope.list", ListScopes.class, ScopeChoice.class);

  public record ListScopes(Scope scope, @Nullable Integer limit, @Nullable Long offset) implements Listing {}

  public record ScopeChoice(String scopeId, String name, long submissions, long comments) {}

  // --- tiers --------------------------------------------------------------------------------------------------------

  /** Lists what the schedule analyses by itself: teachers first, then departments, then campuses. */
  public static final Request<ListTiers, Page<Tier>> TIERS =
      Request.list("analysis.tier.list", ListTiers.class, Tier.class);

  public record ListTiers() {}

  /**
   * @param nextRunAt null while it is paused, or where no worker for sentiment is configured
   * @param ranAt null: not yet
   * @param unchanged scopes with nothing new since their last finished analysis
   * @param underWay scopes of which one was running
   * @param awaiting scopes with something new of which one awaits the confirmation of the person who prepared it
   * @param failed scopes of which none could be begun
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Tier(Scope scope, @Nullable Instant nextRunAt, @Nullable Instant ranAt, long begun, long unchanged,
      long underWay, long awaiting, long failed) {}

  // --- stored requests ----------------------------------------------------------------------------------------------

  /** Works on one piece of a stage. Idempotent. */
  public static final Request<WorkOn, Void> WORK =
      Request.of("analysis.piece.work", WorkOn.class, Void.class, LONGEST_PIECE);

  public record WorkOn(UUID pipelineId, @Size(max = 40) String stage, int piece) {}

  /** Stores the pieces again that nobody works on. */
  public static final Request<Sweep, Swept> SWEEP =
      Request.of("analysis.piece.sweep", Sweep.class, Swept.class, Duration.ofMinutes(1));

  public record Sweep() {}

  public record Swept(int stored) {}

  /** Begins an analysis of each scope of a kind that has new comments; a page of scopes at a time. Idempotent. */
  public static final Request<RunTier, Void> RUN_TIER =
      Request.of("analysis.tier.run", RunTier.class, Void.class, Duration.ofMinutes(10));

  /** @param from where an earlier page of the same run ended; null: the first */
  public record RunTier(Scope scope, @Nullable TierPlace from) {}

  /** @param runAt when the run began */
  public record TierPlace(Instant runAt, @Size(max = 100) String tenant, @Size(max = 1_000) String scopeId) {}
}
