package com.mas.runs;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.mas.bus.DurableEvent;
import com.mas.bus.Event;
import com.mas.bus.Failure;
import com.mas.bus.Listing;
import com.mas.bus.Page;
import com.mas.bus.Reason;
import com.mas.bus.Request;
import com.mas.bus.Word;
import jakarta.validation.constraints.Size;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/** Declares what administrators may ask about long work. A run about another tenant is {@code not_found}. */
@NullMarked
public final class RunsContract {
  public static final Reason RUN_OVER = Reason.of(Failure.CONFLICT, "run_over",
      "The run is over; there is nothing to cancel.");
  public static final Reason RUN_UNKNOWN = Reason.of(Failure.NOT_FOUND, "run_unknown", "There is no such run.");

  private static final Duration QUICK = Duration.ofSeconds(5);

  private RunsContract() {}

  public enum State implements Word {
    QUEUED, RUNNING, COMPLETED, FAILED, CANCELLED;

    public boolean isOver() {
      return this != QUEUED && this != RUNNING;
    }
  }

  /**
   * @param tenant null for a run about all of them
   * @param subject what the run is about, among those of its kind and tenant; may be empty
   * @param phases in the order in which they are worked on, of which {@code phase} is the present or last one
   * @param counts by name, so far; with read, written, skipped and failed the run keeps its books
   * @param percent 0 to 100, or null while it cannot be told
   * @param balanced whether read = written + skipped + failed
   * @param cancelling whether it ends at its next write, and is over then
   * @param slice how often the run was taken up again
   * @param jobId the stored request that works on it, or null
   * @param askedBy the person, or null for the product itself
   * @param movedAt when it last wrote something
   * @param error why it failed, or what a completed one lacks; else null
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Run(UUID id, String kind, @Nullable String tenant, @Nullable String subject, State state,
      List<String> phases, @Nullable String phase, Map<String, Long> counts, @Nullable Integer percent,
      boolean balanced, boolean cancelling, int slice, @Nullable UUID jobId, @Nullable UUID askedBy, Instant askedAt,
      @Nullable Instant startedAt, @Nullable Instant movedAt, @Nullable Instant endedAt, @Nullable String error) {
    /** Returns the counts, in which what is not there is 0. */
    public Counts sums() {
      return Counts.of(counts);
    }
  }

  /** A run has moved on or ended; at most once a second, but for changes of phase and the end. */
  public static final Event<Run> PROGRESSED = Event.of("runs.run.progressed", Run.class);

  /**
   * The engine itself has ended a run, whose stored requests had failed for good. The domain of such runs subscribes,
   * and does by {@link Runs#settle} what it does at an end.
   */
  public static final DurableEvent<GivenUp> GIVEN_UP = DurableEvent.of("runs.run.given_up", GivenUp.class);

  /**
   * @param tenant null for a run about all of them
   * @param subject what the run was about; may be empty
   */
  public record GivenUp(UUID id, String kind, @Nullable String tenant, String subject) {}

  /** Newest first. */
  public static final Request<ListRuns, Page<Run>> LIST =
      Request.list("runs.run.list", ListRuns.class, Run.class, QUICK);

  /** @param kind null: all, as for {@code state} */
  public record ListRuns(@Nullable @Size(min = 1, max = 100) String kind, @Nullable State state,
      @Nullable Integer limit, @Nullable Long offset) implements Listing {}

  public static final Request<GetRun, Run> GET = Request.of("runs.run.get", GetRun.class, Run.class, QUICK);

  public record GetRun(UUID id) {}

  /** The run ends at its next write; one that is over is a conflict. Twice is as once. */
  public static final Request<CancelRun, Run> CANCEL =
      Request.of("runs.run.cancel", CancelRun.class, Run.class, QUICK);

  public record CancelRun(UUID id) {}

  /**
   * Has the stored requests tried again of runs on which nobody works any more, and ends those that were tried again
   * often enough. Of all tenants and kinds.
   */
  public static final Request<ReviveRuns, Revived> REVIVE =
      Request.of("runs.run.revive", ReviveRuns.class, Revived.class, Duration.ofMinutes(1));

  public record ReviveRuns() {}

  /** @param failed that were ended by the engine */
  public record Revived(int revived, int failed) {}
}
