package com.mas.domain.learning.sync;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.mas.bus.Default;
import com.mas.bus.DurableEvent;
import com.mas.bus.Failure;
import com.mas.bus.Limit;
import com.mas.bus.Offset;
import com.mas.bus.OneOf;
import com.mas.bus.Page;
import com.mas.bus.Reason;
import com.mas.bus.Request;
import com.mas.bus.Visible;
import com.mas.db.View;
import jakarta.validation.constraints.Size;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/**
 * Ties learners to accounts, for administrators. An account is a learner's by its whole, verified address, which is
 * the one that the provider has or that without a known prefix of the organisation, or by an administrator's hand. All
 * is of the caller's tenant. Lists take {@code limit} (default 50, at most 500) and {@code offset}.
 */
@NullMarked
public final class LinkContract {
  public static final Reason LEARNER_UNKNOWN = Reason.of(Failure.NOT_FOUND, "learner_unknown",
      "No mirrored course has a learner with this id.");
  public static final Reason PREFIX_UNUSED = Reason.of(Failure.NOT_FOUND, "prefix_unused",
      "No address begins with this prefix.");
  public static final Reason PREFIX_RARE = Reason.of(Failure.UNPROCESSABLE, "prefix_rare",
      "Too few addresses begin with this prefix; it is probably part of a name.");
  public static final Reason PREFIX_UNKNOWN = Reason.of(Failure.NOT_FOUND, "prefix_unknown",
      "This prefix is not known; GET /api/graphy/sync/email-prefixes lists those that are.");
  public static final Reason PREFIX_OF_SETTINGS = Reason.of(Failure.CONFLICT, "prefix_of_settings",
      "This prefix comes from the settings: remove it from GRAPHY_EMAIL_PREFIXES and restart.");
  public static final Reason ACCOUNT_UNKNOWN = Reason.of(Failure.UNPROCESSABLE, "account_unknown",
      "There is no such account.");

  public static final int MAX_REASON = 300;

  private static final Duration READ = Duration.ofSeconds(20);
  /** A prefix changes the keys of most learners. */
  private static final Duration LONG = Duration.ofMinutes(2);

  /** Lists the accounts by the provider's id. The total is not told. */
  public static final Request<ListAccounts, Page<LearnerAccount>> LIST =
      Request.list("mrlearn.accounts.list", ListAccounts.class, LearnerAccount.class, READ);

  /**
   * Decides that this is the learner's account, in all courses and whatever the addresses say. What the account of
   * before was given for it is taken back behind the answer. Idempotent. Fails with NOT_FOUND for a learner that no
   * course has, and UNPROCESSABLE for an unknown account.
   */
  public static final Request<Link, Decided> LINK =
      Request.of("mrlearn.accounts.link", Link.class, Decided.class, READ);

  /** Decides that the learner has none of the accounts; else as {@link #LINK}. */
  public static final Request<Unlink, Decided> UNLINK =
      Request.of("mrlearn.accounts.unlink", Unlink.class, Decided.class, READ);

  /** Forgets what was decided: the addresses tell again. Nothing happens when nothing was decided. */
  public static final Request<Undecide, Decided> UNDECIDE =
      Request.of("mrlearn.accounts.undecide", Undecide.class, Decided.class, READ);

  /** Lists decisions, the newest first, with what the product itself found and repaired. */
  public static final Request<ListLog, Page<LogEntry>> LOG =
      Request.list("mrlearn.accounts.log", ListLog.class, LogEntry.class, READ);

  /** Lists what went to a wrong account, the newest first. */
  public static final Request<ListWrong, Page<WrongTie>> WRONG =
      Request.list("mrlearn.accounts.wrong", ListWrong.class, WrongTie.class, READ);

  /** The prefixes that are known, and what might be one: first parts of addresses that three people or more have. */
  public static final Request<ListPrefixes, Page<Prefix>> PREFIXES =
      Request.list("mrlearn.prefixes.list", ListPrefixes.class, Prefix.class, READ);

  /**
   * Takes the prefix off from now on. Idempotent. NOT_FOUND when nobody carries it, UNPROCESSABLE
   * when fewer than three people do.
   */
  public static final Request<ConfirmPrefix, PrefixChanged> CONFIRM_PREFIX =
      Request.of("mrlearn.prefixes.confirm", ConfirmPrefix.class, PrefixChanged.class, LONG);

  /** Takes it off no more. NOT_FOUND for one that is not known, CONFLICT for one of the settings. */
  public static final Request<RemovePrefix, PrefixChanged> REMOVE_PREFIX =
      Request.of("mrlearn.prefixes.remove", RemovePrefix.class, PrefixChanged.class, LONG);

  /** Withdraws what went to wrong accounts, as a stored request. Idempotent. */
  public static final Request<Repair, Repaired> REPAIR =
      Request.of("mrlearn.accounts.repair", Repair.class, Repaired.class, Duration.ofMinutes(14));

  /**
   * A module that an account was told to have completed was somebody else's. Who gave something for it takes that back,
   * and tells by {@link #TAKEN_BACK}.
   */
  public static final DurableEvent<ModuleWithdrawn> MODULE_WITHDRAWN =
      DurableEvent.of("mrlearn.module.withdrawn", ModuleWithdrawn.class);

  /** Keeps that the XP of a withdrawn module is back, and lets its right owner have it. Idempotent. */
  public static final Request<TakenBack, Void> TAKEN_BACK =
      Request.of("mrlearn.accounts.taken_back", TakenBack.class, Void.class);

  /**
   * Shows the SQL of other domains a row for each enrolment whose learner has an account, {@code tied_by} address or
   * hand; each {@code learner_id} once, disabled accounts too. Quick by {@code learner_id} and by {@code account_id}.
   */
  public static final View LEARNER_ACCOUNTS = View.of("mrlearn.shared_learner_accounts",
      "learner_id, tenant, course_id, graphy_user_id, email_key, account_id, tied_by");
  /** Shows the SQL of other domains the known prefixes of organisations. */
  public static final View KNOWN_PREFIXES = View.of("mrlearn.shared_prefixes", "tenant, prefix");
  /** A note for each person whose enrolments, or tie to an account, changed. */
  public static final View LEARNER_CHANGES = View.taken("mrlearn.shared_learner_changes", "id, tenant, email_key");

  private LinkContract() {}

  /**
   * @param state unlinked (the default: all who have no account), ambiguous, kept_apart, linked, or by_hand
   * @param search part of a name or an address
   */
  public record ListAccounts(@Nullable @OneOf({"unlinked", "ambiguous", "kept_apart", "linked",
      "by_hand"}) @Default("unlinked") String state, @Nullable @Size(min = 1, max = 200) String search,
      @Nullable @Limit Integer limit, @Nullable @Offset Long offset) {}

  /**
   * @param name and {@code email}: of the enrolment used last; {@code emailKey} without a known prefix
   * @param state linked; kept_apart, by hand; ambiguous, since two verified accounts have an address of the learner's;
   *     else unlinked
   * @param tiedBy address or hand; null without an account
   * @param candidates accounts that may be the learner's, to be judged by a person; none for who has one
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record LearnerAccount(String graphyUserId, @Nullable String name, @Nullable String email,
      @Nullable String emailKey, int courses, @OneOf({"linked", "kept_apart", "ambiguous", "unlinked"}) String state,
      @Nullable UUID accountId, @Nullable @OneOf({"address", "hand"}) String tiedBy, List<Candidate> candidates) {}

  /** @param why verified or not_verified, for an account with an address of the learner's; else alike */
  public record Candidate(UUID accountId, String email, String fullName,
      @OneOf({"verified", "not_verified", "alike"}) String why) {}

  /** @param reason for the log, at most {@value #MAX_REASON} characters; may be null */
  public record Link(@Size(min = 1, max = 200) String graphyUserId, UUID accountId,
      @Nullable @Visible @Size(max = 300) String reason) {}

  public record Unlink(@Size(min = 1, max = 200) String graphyUserId,
      @Nullable @Visible @Size(max = 300) String reason) {}

  public record Undecide(@Size(min = 1, max = 200) String graphyUserId) {}

  /**
   * @param accountBefore and {@code accountId}: null for none
   * @param awardsToTakeBack modules whose XP goes back behind this answer
   * @param phonesRemoved enrolments that had the phone of an account that is not the learner's
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Decided(String graphyUserId, @Nullable UUID accountBefore, @Nullable UUID accountId,
      int awardsToTakeBack, int phonesRemoved) {}

  /** @param graphyUserId null: of everybody */
  public record ListLog(@Nullable @Size(min = 1, max = 200) String graphyUserId,
      @Nullable @Limit Integer limit, @Nullable @Offset Long offset) {}

  /**
   * @param act linked, kept_apart, left_to_addresses, prefix_confirmed, prefix_removed; found or repaired, by the
   *     product
   * @param by the administrator; null: the product
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record LogEntry(@OneOf({"linked", "kept_apart", "left_to_addresses", "prefix_confirmed", "prefix_removed",
      "found", "repaired"}) String act, @Nullable String graphyUserId, @Nullable UUID accountBefore,
      @Nullable UUID accountAfter, @Nullable String prefix, @Nullable String detail, @Nullable UUID by, Instant at) {}

  /** @param state found, doubtful, repaired or right; null: all */
  public record ListWrong(@Nullable @OneOf({"found", "doubtful", "repaired", "right"}) String state,
      @Nullable @Limit Integer limit, @Nullable @Offset Long offset) {}

  /**
   * @param cause alike_address, unknown_prefix, ambiguous, not_verified, unlinked or prefix_removed
   * @param state found (is being repaired), doubtful (waits for a person's decision: link, unlink or a prefix),
   *     repaired, or right after all
   * @param modules whose XP is still with the account
   * @param phoneRemoved whether the learner had the account's phone
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record WrongTie(UUID id, String graphyUserId, String graphyCourseId, UUID learnerId,
      @Nullable String learnerEmail, UUID accountId, @Nullable String accountEmail,
      @OneOf({"alike_address", "unknown_prefix", "ambiguous", "not_verified", "unlinked",
          "prefix_removed"}) String cause,
      @OneOf({"found", "doubtful", "repaired", "right"}) String state, List<String> modules,
      List<String> modulesTakenBack, int xpTakenBack, boolean phoneRemoved, @Nullable UUID phoneRemovedFrom,
      Instant foundAt, @Nullable Instant repairedAt) {}

  public record ListPrefixes() {}

  /**
   * @param known whether it is taken off; {@code source} is then setting, admin or upgrade (an upgrade found it with
   *     most people)
   * @param people at the provider who carry it
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Prefix(String prefix, boolean known, @Nullable @OneOf({"setting", "admin", "upgrade"}) String source,
      int people, @Nullable UUID knownBy, @Nullable Instant knownAt) {}

  public record ConfirmPrefix(@Size(min = 1, max = 61) String prefix) {}

  public record RemovePrefix(@Size(min = 1, max = 61) String prefix) {}

  /** @param learners enrolments whose key changed */
  public record PrefixChanged(String prefix, boolean known, int learners) {}

  public record Repair() {}

  /** @param awards that were withdrawn */
  public record Repaired(int awards) {}

  /**
   * @param id of the completion, as {@link SyncContract.CompletedModule} names it
   * @param times how often the module had been withdrawn from the account before
   * @param reason for the student
   */
  public record ModuleWithdrawn(UUID tieId, UUID accountId, String graphyCourseId, String moduleId, int times,
      String id, String reason) {}

  public record TakenBack(ModuleWithdrawn module, int xp) {}
}
