package com.mas.domain.learning.sync;

import com.mas.bus.Call;
import com.mas.bus.Failure;
import com.mas.bus.FailureException.FieldError;
import com.mas.bus.Page;
import com.mas.db.Tx;
import com.mas.domain.learning.sync.LinkContract.ConfirmPrefix;
import com.mas.domain.learning.sync.LinkContract.LogEntry;
import com.mas.domain.learning.sync.LinkContract.Prefix;
import com.mas.domain.learning.sync.LinkContract.PrefixChanged;
import com.mas.domain.learning.sync.LinkContract.RemovePrefix;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps which prefixes are the organisation's. Each change makes the keys of the learners again in its own transaction.
 */
final class PrefixService {
  private static final Logger LOG = LoggerFactory.getLogger(PrefixService.class);

  private final Stores stores;

  PrefixService(Stores stores) {
    this.stores = stores;
  }

  Page<Prefix> list(Call call) {
    List<Prefix> prefixes = stores.prefixes().list(call.tenant());
    return new Page<>(prefixes, Math.max(1, prefixes.size()), 0, (long) prefixes.size());
  }

  PrefixChanged confirm(Call call, ConfirmPrefix ask) {
    String prefix = prefix(ask.prefix());
    if (stores.prefixes().source(call.tenant(), prefix).isEmpty()) {
      check(prefix, stores.prefixes().people(call.tenant(), prefix));
    }
    int learners = stores.db().transaction(tx -> add(tx, call.tenant(), prefix, "admin", call.userId()));
    LOG.info("admin {} confirmed the prefix {}: {} learners have another key", call.userId(), prefix, learners);
    return new PrefixChanged(prefix, true, learners);
  }

  private static void check(String prefix, int people) {
    String anyway = " To have it taken off anyway, put it into GRAPHY_EMAIL_PREFIXES.";
    if (people == 0) {
      throw LinkContract.PREFIX_UNUSED.with("No address begins with " + prefix + "-." + anyway);
    }
    if (people < LinkRules.FEWEST_PEOPLE) {
      throw LinkContract.PREFIX_RARE.with("Fewer than " + LinkRules.FEWEST_PEOPLE + " people's addresses begin with "
          + prefix + "-, so it is rather a part of a name." + anyway);
    }
  }

  PrefixChanged remove(Call call, RemovePrefix ask) {
    String prefix = prefix(ask.prefix());
    String source = stores.prefixes().source(call.tenant(), prefix).orElseThrow(LinkContract.PREFIX_UNKNOWN::refusal);
    if (source.equals("setting")) {
      throw LinkContract.PREFIX_OF_SETTINGS.refusal();
    }
    int learners = stores.db().transaction(tx -> remove(tx, call.tenant(), prefix, call.userId()));
    LOG.info("admin {} removed the prefix {}: {} learners have another key", call.userId(), prefix, learners);
    return new PrefixChanged(prefix, false, learners);
  }

  /** Makes the settings' prefixes known, and forgets those that were of the settings. Idempotent. */
  void adopt(String tenant, List<String> wanted) {
    List<String> known = stores.prefixes().ofSettings(tenant);
    List<String> gone = known.stream().filter(prefix -> !wanted.contains(prefix)).toList();
    List<String> fresh = wanted.stream().filter(prefix -> !known.contains(prefix)).toList();
    if (!gone.isEmpty() || !fresh.isEmpty()) {
      int learners = stores.db().repeatable(tx -> {
        int changed = 0;
        for (String prefix : gone) {
          changed += remove(tx, tenant, prefix, null);
        }
        for (String prefix : fresh) {
          changed += add(tx, tenant, prefix, "setting", null);
        }
        return changed;
      });
      LOG.info("GRAPHY_EMAIL_PREFIXES: {} are known from now on, {} no more; {} learners have another key", fresh, gone,
          learners);
    }
  }

  private int add(Tx tx, String tenant, String prefix, String source, UUID by) {
    Instant now = stores.bus().clock().instant();
    stores.prefixes().lock(tx);
    if (!stores.prefixes().add(tx, tenant, prefix, source, by, now)) {
      return 0;
    }
    return changed(tx, tenant, "prefix_confirmed", prefix, by, now);
  }

  private int remove(Tx tx, String tenant, String prefix, UUID by) {
    Instant now = stores.bus().clock().instant();
    stores.prefixes().lock(tx);
    if (!stores.prefixes().remove(tx, tenant, prefix)) {
      return 0;
    }
    int learners = changed(tx, tenant, "prefix_removed", prefix, by, now);
    stores.prefixes().doubt(tx, tenant, prefix, now);
    return learners;
  }

  private int changed(Tx tx, String tenant, String act, String prefix, UUID by, Instant now) {
    int learners = stores.prefixes().rekey(tx, tenant);
    stores.ties().clear(tx, tenant, null, now);
    int phones = stores.ties().forgetPhones(tx, tenant, null, now);
    stores.links().keep(tx, tenant, new LogEntry(act, null, null, null, prefix,
        learners + " learners have another key, " + phones + " lost a copied phone", by, now));
    return learners;
  }

  private static String prefix(String given) {
    String prefix = LinkRules.prefix(given);
    if (prefix == null) {
      String words = "is letters and digits, with single dots, hyphens or underscores between them, 60 at the most";
      throw Failure.INVALID.with("The prefix " + words + ".").errors(List.of(new FieldError("/prefix", words)));
    }
    return prefix;
  }
}
