package com.mas.domain.learning.sync;

import com.mas.bus.Call;
import com.mas.bus.Listing;
import com.mas.bus.Page;
import com.mas.db.Database;
import com.mas.db.PageWindow;
import com.mas.db.Tx;
import com.mas.domain.learning.sync.LinkContract.Decided;
import com.mas.domain.learning.sync.LinkContract.LearnerAccount;
import com.mas.domain.learning.sync.LinkContract.Link;
import com.mas.domain.learning.sync.LinkContract.ListAccounts;
import com.mas.domain.learning.sync.LinkContract.ListLog;
import com.mas.domain.learning.sync.LinkContract.ListWrong;
import com.mas.domain.learning.sync.LinkContract.LogEntry;
import com.mas.domain.learning.sync.LinkContract.ModuleWithdrawn;
import com.mas.domain.learning.sync.LinkContract.Repaired;
import com.mas.domain.learning.sync.LinkContract.TakenBack;
import com.mas.domain.learning.sync.LinkContract.Undecide;
import com.mas.domain.learning.sync.LinkContract.Unlink;
import com.mas.domain.learning.sync.LinkContract.WrongTie;
import com.mas.domain.learning.sync.TieRepository.Award;
import com.mas.domain.learning.sync.TieRepository.Waiting;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ties learners to accounts: decisions by hand, their consequences, and the repair of wrong ties. */
final class LinkService {
  private static final Logger LOG = LoggerFactory.getLogger(LinkService.class);
  private static final Duration TAKE_BACK = Duration.ofSeconds(10);
  private static final int BATCH = 200;
  /** Reason that the student reads in the ledger. */
  private static final String REASON = "This was another person's progress, credited to you by mistake.";

  private final Stores stores;

  LinkService(Stores stores) {
    this.stores = stores;
  }

  Page<LearnerAccount> list(Call call, ListAccounts ask) {
    String state = ask.state() == null ? "unlinked" : ask.state();
    PageWindow window = window(ask.limit(), ask.offset());
    String words = ask.search() == null ? "" : ask.search().strip().toLowerCase(Locale.ROOT);
    String pattern = words.isEmpty() ? null : "%" + words.replaceAll("([\\\\%_])", "\\\\$1") + "%";
    return new Page<>(stores.links().list(call.tenant(), state, pattern, window), window.limit(), window.offset(),
        null);
  }

  Page<LogEntry> log(Call call, ListLog ask) {
    return stores.links().log(call.tenant(), ask.graphyUserId(), window(ask.limit(), ask.offset()));
  }

  Page<WrongTie> wrong(Call call, ListWrong ask) {
    return stores.links().wrong(call.tenant(), ask.state(), window(ask.limit(), ask.offset()));
  }

  Decided link(Call call, Link ask) {
    return decide(call, ask.graphyUserId(), "linked", ask.accountId(), ask.reason());
  }

  Decided unlink(Call call, Unlink ask) {
    return decide(call, ask.graphyUserId(), "kept_apart", null, ask.reason());
  }

  Decided undecide(Call call, Undecide ask) {
    return decide(call, ask.graphyUserId(), "left_to_addresses", null, null);
  }

  /** The decision, what follows from it, the log and the request to repair are one commit. */
  private Decided decide(Call call, String userId, String act, UUID account, String reason) {
    String tenant = call.tenant();
    Instant now = stores.bus().clock().instant();
    Decided decided = stores.db().transaction(tx -> {
      if (!stores.links().lock(tx, tenant, userId)) {
        throw LinkContract.LEARNER_UNKNOWN.refusal();
      }
      if (account != null && !stores.links().isAccount(tx, tenant, account)) {
        throw LinkContract.ACCOUNT_UNKNOWN.refusal().at("/accountId");
      }
      List<UUID> before = stores.links().tied(tx, tenant, userId);
      boolean news = act.equals("left_to_addresses") ? stores.links().undecide(tx, tenant, userId)
          : stores.links().decide(tx, tenant, userId, account, call.userId(), now);
      List<UUID> after = stores.links().tied(tx, tenant, userId);
      UUID first = before.isEmpty() ? null : before.getFirst();
      UUID last = after.isEmpty() ? null : after.getFirst();
      if (!news) {
        return new Decided(userId, first, last, 0, 0);
      }
      Decided done = follow(tx, call, new Decided(userId, first, last, 0, 0), before, act, now);
      stores.links().keep(tx, tenant,
          new LogEntry(act, userId, first, last, null, reason, call.userId(), now));
      return done;
    });
    LOG.info("admin {} decided of learner {}: {} {}; {} awards go back", call.userId(), userId, act,
        account == null ? "" : account, decided.awardsToTakeBack());
    return decided;
  }

  private Decided follow(Tx tx, Call call, Decided decided, List<UUID> before, String act, Instant now) {
    String tenant = call.tenant();
    stores.ties().clear(tx, tenant, decided.graphyUserId(), now);
    int awards = act.equals("left_to_addresses") ? 0 : stores.ties().settle(tx, tenant, decided.graphyUserId(), now);
    awards += stores.ties().lose(tx, tenant, decided.graphyUserId(), before, now);
    int phones = stores.ties().forgetPhones(tx, tenant, decided.graphyUserId(), now);
    if (awards > 0) {
      stores.outbox().repair(tx, call, null);
    }
    return new Decided(decided.graphyUserId(), decided.accountBefore(), decided.accountId(), awards, phones);
  }

  /** Resumes at a start what an upgrade, or a node that was killed, has left. */
  void restore() {
    for (Waiting waiting : stores.ties().waiting()) {
      LOG.warn("{}: {} ties of learners to wrong accounts are being repaired, {} wait for a person's decision; GET"
          + " /api/graphy/sync/wrong-ties lists them", waiting.tenant(), waiting.found(), waiting.doubtful());
      if (waiting.found() > 0) {
        Call call = stores.bus().systemCall(waiting.tenant(), TAKE_BACK);
        stores.db()
            .repeatable(tx -> Database.await(stores.outbox().repair(tx, call, "mrlearn-repair-" + waiting.tenant())));
      }
    }
  }

  /** Withdraws all that is to go back; {@link LinkContract#TAKEN_BACK} tells when it is. */
  Repaired repair(Call call) {
    int awards = 0;
    List<Award> batch;
    Award last = Award.NONE;
    do {
      batch = stores.ties().open(call.tenant(), last, BATCH);
      List<ModuleWithdrawn> modules = batch.stream().map(award -> new ModuleWithdrawn(award.tie(), award.account(),
          award.courseId(), award.moduleId(), award.times(),
          LinkRules.source(award.courseId(), award.moduleId(), award.times()), REASON)).toList();
      stores.db().transaction(tx -> stores.outbox().withdraw(tx, call, modules));
      awards += batch.size();
      last = batch.isEmpty() ? last : batch.getLast();
    } while (batch.size() == BATCH);
    LOG.info("{} awards are taken back from wrong accounts", awards);
    return new Repaired(awards);
  }

  Void takenBack(Call call, TakenBack ask) {
    ModuleWithdrawn module = ask.module();
    stores.ties().taken(call.tenant(), module, ask.xp(), module.id() + ": " + ask.xp() + " XP were taken back",
        stores.bus().clock().instant());
    LOG.info("{} XP were taken back from account {}", ask.xp(), module.accountId());
    return null;
  }

  private static PageWindow window(Integer limit, Long offset) {
    return PageWindow.of(limit, offset, Listing.DEFAULT_LIMIT, Listing.MAX_LIMIT);
  }
}
