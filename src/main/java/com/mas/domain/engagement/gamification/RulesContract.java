package com.mas.domain.engagement.gamification;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.mas.bus.Failure;
import com.mas.bus.Listing;
import com.mas.bus.Page;
import com.mas.bus.Reason;
import com.mas.bus.Request;
import com.mas.bus.Visible;
import jakarta.validation.constraints.Size;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/**
 * The rules of the call's tenant: what holds, what changed rules would do, and changes from a day on. Changes are a
 * merge patch (RFC 7396) over the rules, in the form of {@code conf/rules/gamification.yaml}: bases, milestones,
 * multipliers, streaks and levels. What is an action, the tenure period and the badges change only with the file:
 * UNPROCESSABLE. INVALID names every mistake.
 */
@NullMarked
public final class RulesContract {
  public static final Reason REHEARSAL_UNKNOWN = Reason.of(Failure.NOT_FOUND, "rehearsal_unknown",
      "There is no such rehearsal.");
  public static final Reason VALID_FROM = Reason.of(Failure.UNPROCESSABLE, "valid_from",
      "validFrom must be tomorrow at the earliest, and within a year.");
  public static final Reason NOTHING_TO_CHANGE = Reason.of(Failure.UNPROCESSABLE, "nothing_to_change",
      "There is nothing to change.");
  public static final Reason KINDS_FIXED = Reason.of(Failure.UNPROCESSABLE, "kinds_fixed",
      "The kinds of types, tenureEveryDays and the badges change only with the file.");

  private RulesContract() {}

  /** The rules that hold today. */
  public static final Request<GetRules, Rules> GET_RULES =
      Request.of("gamification.rules.get", GetRules.class, Rules.class);

  public record GetRules() {}

  /** @param validFrom first day of the version; null: they are those of the file */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Rules(ObjectNode rules, @Nullable LocalDate validFrom) {}

  /** Lists all that was ever published, newest first. */
  public static final Request<ListVersions, Page<Version>> VERSIONS =
      Request.list("gamification.rules.versions", ListVersions.class, Version.class);

  public record ListVersions(@Nullable Integer limit, @Nullable Long offset) implements Listing {}

  /** @param changes as they were given */
  public record Version(long number, LocalDate validFrom, ObjectNode changes, String note, UUID publishedBy,
      Instant publishedAt) {}

  /**
   * Publishes changes of the rules that would hold on that day, tomorrow at the earliest. They hold for awards from
   * then on; streaks and levels are computed by them then, but nothing that was reached is lost.
   */
  public static final Request<Publish, Version> PUBLISH =
      Request.of("gamification.rules.publish", Publish.class, Version.class);

  /** @param note why, 1 to 300 characters */
  public record Publish(ObjectNode changes, LocalDate validFrom, @Visible @Size(max = 300) String note) {}

  /** Has the changes tried on all ledgers of the tenant, behind the answer. Nothing is changed by it. */
  public static final Request<Rehearse, Rehearsal> REHEARSE =
      Request.of("gamification.rehearsal.start", Rehearse.class, Rehearsal.class);

  public record Rehearse(ObjectNode changes) {}

  public static final Request<GetRehearsal, Rehearsal> REHEARSAL =
      Request.of("gamification.rehearsal.get", GetRehearsal.class, Rehearsal.class);

  public record GetRehearsal(UUID id) {}

  /** @param result null while it runs */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Rehearsal(UUID id, boolean finished, @Nullable RehearsalResult result, Instant askedAt) {}

  /**
   * Standings that students would have if the changed rules had always held. A level is never lost: those who would be
   * lower keep what they have.
   *
   * @param students who have a ledger
   * @param higher and {@code lower}: how many would have another level
   * @param levels how many have, and would have, each level; levels of nobody are left out
   * @param changes at most 100 of the students whose level would change, largest difference first
   */
  public record RehearsalResult(int students, int higher, int lower, List<AtLevel> levels, List<Change> changes) {}

  public record AtLevel(int level, int now, int then) {}

  public record Change(UUID userId, int levelNow, int levelThen, int xpNow, int xpThen) {}

  /** Runs a rehearsal. Sent as a stored request. Idempotent. */
  public static final Request<RunRehearsal, Done> RUN_REHEARSAL =
      Request.of("gamification.rehearsal.run", RunRehearsal.class, Done.class, Duration.ofMinutes(15));

  public record RunRehearsal(UUID id) {}

  public record Done(int students) {}
}
