package com.mas.domain.engagement.gamification;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import com.mas.bus.Default;
import com.mas.bus.Event;
import com.mas.bus.Failure;
import com.mas.bus.Listing;
import com.mas.bus.OneOf;
import com.mas.bus.Page;
import com.mas.bus.Reason;
import com.mas.bus.Request;
import com.mas.bus.Visible;
import com.mas.db.View;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/**
 * Requests and events of gamification. Students are known by their ids. A student of another tenant is {@link
 * com.mas.bus.Failure#NOT_FOUND}.
 */
@NullMarked
public final class GamificationContract {
  public static final Reason STUDENT_UNKNOWN = Reason.of(Failure.NOT_FOUND, "student_unknown",
      "There is no such student.");
  public static final Reason NOTHING_AWARDED = Reason.of(Failure.NOT_FOUND, "nothing_awarded",
      "There is no such student, or nothing was awarded yet.");
  public static final Reason AWARD_UNKNOWN = Reason.of(Failure.NOT_FOUND, "award_unknown", "There is no such award.");
  public static final Reason BADGE_UNKNOWN = Reason.of(Failure.NOT_FOUND, "badge_unknown",
      "There is no such badge among yours.");

  /** Awards in one {@link AwardAll}. */
  public static final int MAX_AWARDS = 500;

  /** Shows the SQL of other domains a row for each thing that a student did; awards for awards are left out. */
  public static final View ACTIVITY = View.of("gamification.shared_activity", "student_id, type, occurred_at");
  /** Shows the SQL of other domains the approved leave of students, both days included. */
  public static final View LEAVES = View.of("gamification.shared_leaves", "student_id, tenant, starts_on, ends_on");
  public static final View HOLIDAYS = View.of("gamification.shared_holidays", "tenant, day");
  /** Shows the SQL of other domains assignments and scored tests; a test without a score is practice. */
  public static final View WORK =
      View.of("gamification.shared_work", "student_id, type, source_id, score, occurred_at");
  /** Shows the SQL of other domains the tests whose score is known. */
  public static final View TESTS = View.of("gamification.shared_tests", "student_id, source_id, score, occurred_at");
  /** Shows the SQL of other domains what was awarded, by type and source, and the badges, by their ids. */
  public static final View TIMELINE =
      View.of("gamification.shared_timeline", "tenant, student_id, kind, id, what, amount, at");

  private GamificationContract() {}

  // --- awards ------------------------------------------------------------------------------------------------------

  /**
   * Awards XP. Idempotent by student, type and source: a replay changes nothing and answers {@code granted: false}.
   * Safe at any concurrency. Fails with INVALID for what can not be awarded, with NOT_FOUND for a student of another
   * tenant, and for one whom identity does not know when a person asks.
   */
  public static final Request<AwardXp, XpAwarded> AWARD_XP =
      Request.of("gamification.xp.award", AwardXp.class, XpAwarded.class);

  /**
   * @param type {@code daily_login}, {@code assignment_submitted}, {@code test_taken}, {@code module_completed},
   *     {@code mentor_call_completed} or {@code tenure_bonus}; the others are given by the rules themselves
   * @param sourceId 1 to 200 characters: what it is given for, such as the id of the test
   * @param occurredAt when the student did it, not in the future; null is now
   * @param score 0 to 100, or null when there is none
   * @param timing {@code early}, {@code on_time} or {@code late}; null is on time
   * @param skipStreakUpdate for replays of history: the day does not become active
   * @param cause what led to it, kept in the ledger; may be null
   */
  public record AwardXp(UUID userId,
      @OneOf({"daily_login", "assignment_submitted", "test_taken", "module_completed", "mentor_call_completed",
          "tenure_bonus"}) String type,
      @Visible @Size(max = 200) String sourceId, @Nullable Instant occurredAt,
      @Nullable @Min(0) @Max(100) Double score, @Nullable @OneOf({"early", "on_time", "late"}) String timing,
      @Default("false") boolean skipStreakUpdate, @Nullable UUID cause) {}

  /**
   * @param granted false for a replay; then all else is null
   * @param amount of the award itself; {@code totalXp} has the milestones that it reached too
   * @param currentStreak that is alive today
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record XpAwarded(boolean granted, @Nullable Integer amount, @Nullable Integer baseXp,
      @Nullable Multipliers multipliersApplied, @Nullable Boolean leveledUp, @Nullable Integer level,
      @Nullable Integer totalXp, @Nullable Integer currentStreak) {
    static final XpAwarded REPLAY = new XpAwarded(false, null, null, null, null, null, null, null);
  }

  /**
   * The factors of one award. Exact decimals without trailing zeros, so that the stored amount can be computed again
   * from them.
   *
   * @param total product of the five, clamped
   */
  public record Multipliers(BigDecimal streak, BigDecimal quality, BigDecimal timing, BigDecimal freshness,
      BigDecimal antiFarm, BigDecimal total) {
    static final Multipliers NONE = new Multipliers(BigDecimal.ONE, BigDecimal.ONE, BigDecimal.ONE, BigDecimal.ONE,
        BigDecimal.ONE, BigDecimal.ONE);

    public Multipliers {
      streak = plain(streak);
      quality = plain(quality);
      timing = plain(timing);
      freshness = plain(freshness);
      antiFarm = plain(antiFarm);
      total = plain(total);
    }

    private static BigDecimal plain(BigDecimal factor) {
      BigDecimal stripped = factor.stripTrailingZeros();
      return stripped.scale() < 0 ? stripped.setScale(0) : stripped; // 10, not 1E+1
    }
  }

  /**
   * Many awards in one transaction, with one flush to disk for all. All or nothing but replays, which are left out as
   * above; one student's awards are made in the order in which they occurred.
   */
  public static final Request<AwardAll, AwardedAll> AWARD_ALL =
      Request.of("gamification.xp.award_all", AwardAll.class, AwardedAll.class, Duration.ofSeconds(30));

  /** @param awards at most {@value #MAX_AWARDS} */
  public record AwardAll(@Size(min = 1, max = MAX_AWARDS) List<AwardXp> awards) {}

  public record AwardedAll(int granted, int replayed) {}

  // --- standing ----------------------------------------------------------------------------------------------------

  /** The caller's level ribbon. A student without a ledger is at level 1 with nothing. */
  public static final Request<MyProgress, Progress> MY_PROGRESS =
      Request.of("gamification.progress.mine", MyProgress.class, Progress.class);

  public record MyProgress() {}

  /**
   * @param currentStreak the streak that is alive today; 0 when it has lapsed, even if no event has said so yet
   * @param freezes that the streak holds: each saves it from one missed day more than the one that is forgiven
   * @param axes of the longest streak, as the gates are
   * @param overallPercent mean of the three, rounded down
   * @param blockingAxis {@code xp}, {@code actions} or {@code streak}: the one with the lowest percentage, in this
   *     order when equal (so {@code xp} at the last level, where all are 100)
   * @param blockingWords what is lacking on that axis, as a sentence for the student
   * @param unseenBadges ids of badges that the student was not shown yet, oldest first
   */
  public record Progress(@Min(1) @Max(50) int level, int totalXp, int meaningfulActions, int currentStreak,
      int longestStreak, int freezes, boolean isOnFireToday, Axes axes, @Min(0) @Max(100) int overallPercent,
      @OneOf({"xp", "actions", "streak"}) String blockingAxis, String blockingWords, List<String> unseenBadges) {}

  public record Axes(Axis xp, Axis actions, Axis streak) {}

  /** @param percent 0-100 from this level's gate to {@code required}, rounded down, so that 100 means reached */
  public record Axis(int current, int required, @Min(0) @Max(100) int percent) {}

  /** The caller's ledger with what was refused, newest first, each with its reasons. */
  public static final Request<MyXp, Page<XpEntry>> MY_XP =
      Request.list("gamification.xp.mine", MyXp.class, XpEntry.class);

  public record MyXp(@Nullable Integer limit, @Nullable Long offset) implements Listing {}

  /** Reads the ledger of a student of the caller's tenant. NOT_FOUND where nothing was awarded to the student. */
  public static final Request<XpOfStudent, Page<XpEntry>> STUDENT_XP =
      Request.list("gamification.xp.list", XpOfStudent.class, XpEntry.class);

  public record XpOfStudent(UUID userId, Integer limit, Long offset) implements Listing {}

  /** Sums up the caller's ledger by day. */
  public static final Request<MyXpDays, XpByDay> MY_XP_DAYS =
      Request.of("gamification.xp.days", MyXpDays.class, XpByDay.class);

  /** @param days how far the days go back, today included */
  public record MyXpDays(@Nullable @Min(1) @Max(366) @Default("112") Integer days) {}

  /**
   * @param day of Asia/Kolkata
   * @param xp awarded for the day; reversals, which come later, are not subtracted
   * @param active whether the day counts for the streak
   * @param off whether it is a holiday or approved leave, which breaks no streak
   */
  public record XpDay(LocalDate day, int xp, boolean active, boolean off) {}

  /** @param days oldest first, without those on which nothing happened that were no days off */
  public record XpByDay(List<XpDay> days) {}

  /**
   * @param outcome {@code plain}, {@code raised} or {@code reduced} by its factors; {@code refused}, since it was
   *     awarded before (amount 0); {@code taken_back}, for an entry that reverses another (amount below 0); {@code
   *     given_back}, for one that undoes that
   * @param title says in words what was awarded, with the module and its course, or the badge, where they are known
   * @param multipliersApplied null when refused
   * @param reasons one for each factor that makes a difference, the cap, or why it was refused or taken back
   * @param awardedAt when it was awarded, refused or taken back
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record XpEntry(String type, String sourceId, String title, int baseXp, int amount,
      @OneOf({"plain", "raised", "reduced", "refused", "taken_back", "given_back"}) String outcome,
      @Nullable Multipliers multipliersApplied, List<Factor> reasons, Instant occurredAt, Instant awardedAt) {}

  /**
   * @param factor {@code streak}, {@code quality}, {@code timing}, {@code freshness}, {@code antiFarm}, {@code cap},
   *     {@code repeated}, {@code taken_back} or {@code given_back}
   * @param value what it multiplies by; null where it does not
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Factor(@OneOf({"streak", "quality", "timing", "freshness", "antiFarm", "cap", "repeated", "taken_back",
      "given_back"}) String factor, @Nullable BigDecimal value, String words) {}

  /**
   * Takes an award back by an entry that reverses it; an action that is taken back no longer counts as one. Its day
   * stays active, and a level, a longest streak, a badge or a milestone that it led to stays held. A replay changes
   * nothing while the award is taken back. With an entry of type {@code reversal} it undoes that one, once: what was
   * taken back is given back, and may be taken back again. Fails with NOT_FOUND when there is no such entry.
   */
  public static final Request<ReverseXp, XpReversed> REVERSE_XP =
      Request.of("gamification.xp.reverse", ReverseXp.class, XpReversed.class);

  /** @param reason for the student, 1 to 300 characters */
  public record ReverseXp(UUID userId, @Size(max = 40) String type, @Size(min = 1, max = 250) String sourceId,
      @Visible @Size(max = 300) String reason) {}

  /** @param reversed false for a replay; {@code amount} that was taken back, now or before; below zero: given back */
  public record XpReversed(boolean reversed, int amount, int totalXp, int level) {}

  /**
   * Computes a student's standing anew from nothing but the ledger. A level, a longest streak and a milestone that were
   * held stay held. Fails with NOT_FOUND for a student without a ledger. Idempotent.
   */
  public static final Request<RebuildProgress, ProgressRebuilt> REBUILD_PROGRESS =
      Request.of("gamification.ledger.rebuild", RebuildProgress.class, ProgressRebuilt.class);

  public record RebuildProgress(UUID userId) {}

  /** @param changed whether the standing was not what the ledger adds up to */
  public record ProgressRebuilt(UUID userId, boolean changed, int level, int totalXp, int meaningfulActions,
      int longestStreak) {}

  /** Computes all standings of the caller's tenant anew, behind the answer. One at a time. */
  public static final Request<RebuildAll, RebuildQueued> REBUILD_ALL =
      Request.of("gamification.ledger.rebuild_all", RebuildAll.class, RebuildQueued.class);

  public record RebuildAll() {}

  public record RebuildQueued(UUID jobId) {}

  /**
   * Computes all standings of the call's tenant from their ledgers and the calendar. Sent as a stored request.
   * Idempotent.
   */
  public static final Request<RebuildPages, RebuiltAll> REBUILD_PAGES =
      Request.of("gamification.ledger.rebuild_pages", RebuildPages.class, RebuiltAll.class, Duration.ofMinutes(15));

  /** @param grantDue whether milestones of streaks that have grown are granted, as after a new day off */
  public record RebuildPages(boolean grantDue) {}

  /** @param changed whose standing was not what their ledger adds up to */
  public record RebuiltAll(int students, int changed) {}

  // --- badges ------------------------------------------------------------------------------------------------------

  /** All badges there are, in the order of the rules, with what the caller has of them. */
  public static final Request<MyBadges, Badges> MY_BADGES =
      Request.of("gamification.badges.mine", MyBadges.class, Badges.class);

  public record MyBadges() {}

  public record Badges(List<Badge> badges, int unlocked) {}

  /**
   * @param about what it is for, as a sentence for the student
   * @param seen whether the student was shown that it is unlocked; false while it is not
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Badge(String id, String name, String about, int xp, boolean unlocked, @Nullable Instant unlockedAt,
      boolean seen) {}

  /** The caller has been shown all badges that are unlocked. Idempotent. */
  public static final Request<SeeBadges, BadgesSeen> SEE_BADGES =
      Request.of("gamification.badges.seen", SeeBadges.class, BadgesSeen.class);

  public record SeeBadges() {}

  /** @param seen how many had not been shown before */
  public record BadgesSeen(int seen) {}

  /**
   * Shows one of the caller's unlocked badges as an Open Badges 3.0 credential with data-integrity proofs
   * ({@code eddsa-rdfc-2022}, {@code eddsa-jcs-2022}). The same each time. NOT_FOUND for a badge that there is not, or
   * that is locked.
   */
  public static final Request<GetOpenBadge, OpenBadge> OPEN_BADGE =
      Request.of("gamification.badge.credential", GetOpenBadge.class, OpenBadge.class);

  public record GetOpenBadge(@Size(max = 60) String badgeId) {}

  /** Credential, which is written to the wire as it is. */
  public record OpenBadge(@JsonValue JsonNode credential) {
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public OpenBadge {}
  }

  /** Unlocks what these students have come to deserve; by the product itself, after awards. Idempotent. */
  public static final Request<EvaluateSome, Evaluated> EVALUATE_SOME =
      Request.of("gamification.badges.evaluate_some", EvaluateSome.class, Evaluated.class, Duration.ofSeconds(30));

  /** @param userIds at most {@value #MAX_AWARDS} */
  public record EvaluateSome(@Size(max = MAX_AWARDS) List<UUID> userIds) {}

  /**
   * The daily look at all students of all tenants, as a stored request: badges that no award has led to, and bonuses
   * for the time enrolled. Idempotent.
   */
  public static final Request<EvaluateAll, Evaluated> EVALUATE_ALL =
      Request.of("gamification.badges.evaluate", EvaluateAll.class, Evaluated.class, Duration.ofMinutes(30));

  public record EvaluateAll() {}

  /** @param students that were looked at */
  public record Evaluated(int students, int badges, int tenureBonuses) {}

  // --- announcements -----------------------------------------------------------------------------------------------

  public static final Event<XpGranted> XP_GRANTED = Event.of("gamification.xp.granted", XpGranted.class);

  public record XpGranted(UUID userId, String type, String sourceId, int amount, int totalXp) {}

  public static final Event<LevelReached> LEVEL_REACHED = Event.of("gamification.level.reached", LevelReached.class);

  public record LevelReached(UUID userId, int level) {}

  public static final Event<BadgeUnlocked> BADGE_UNLOCKED =
      Event.of("gamification.badge.unlocked", BadgeUnlocked.class);

  public record BadgeUnlocked(UUID userId, String badgeId) {}
}
