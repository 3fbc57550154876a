package com.mas.realtime.terminal;

import com.mas.realtime.terminal.TerminalContract.NotRecorded;
import java.util.Optional;

/** Bounds what is recorded: of a session, of an account and its day, of a tenant, of all together. */
final class QuotaRules {
  /** Bytes left for the line that says why a recording stopped. */
  private static final int FOR_THE_LAST_LINE = 1 << 10;
  /** Bytes that all sessions of an account may still write at their end. */
  private static final int FOR_LAST_LINES = 64 << 10;

  /**
   * Holds what is recorded, in bytes.
   *
   * @param tenant and {@code all}: in whole MB of each account
   */
  record Used(long session, long account, long day, long tenant, long all) {
    Used plus(long bytes) {
      return new Used(session + bytes, account + bytes, day + bytes, tenant, all);
    }
  }

  private final TerminalVerticle.Quotas quotas;

  QuotaRules(TerminalVerticle.Quotas quotas) {
    this.quotas = quotas;
  }

  /** @param free bytes of the disk */
  Optional<NotRecorded> refusal(long free) {
    return free >= quotas.freeDisk() ? Optional.empty() : Optional.of(new NotRecorded("disk",
        "The server is short of disk space and records nothing at the moment. Please tell an administrator."));
  }

  /** Says why that is too much; the smallest bound first. */
  Optional<NotRecorded> refusal(Used used) {
    if (used.session > quotas.session() - FOR_THE_LAST_LINE) {
      return Optional.of(new NotRecorded("session",
          "A session records " + megabytes(quotas.session()) + " at most; this one has them. It goes on unrecorded."));
    }
    if (used.account > quotas.account() - FOR_LAST_LINES) {
      return Optional.of(new NotRecorded("account", "The recordings of this account take "
          + megabytes(quotas.account()) + ", which is as much as they may. Delete some to record again."));
    }
    if (used.day > quotas.day()) {
      return Optional.of(new NotRecorded("day", "This account has recorded " + megabytes(quotas.day())
          + " today, which is as much as it may. It may record again tomorrow."));
    }
    if (used.tenant > quotas.tenant() || used.all > quotas.all()) {
      return Optional.of(new NotRecorded(used.tenant > quotas.tenant() ? "tenant" : "all",
          "There is no room for more recordings of this tenant. Please ask an administrator to make some."));
    }
    return Optional.empty();
  }

  private static String megabytes(long bytes) {
    return (bytes >> 20) + " MB";
  }
}
