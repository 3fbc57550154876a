package com.mas.realtime.terminal;

import com.mas.bus.Bus;
import com.mas.bus.Capacity;
import com.mas.bus.DomainVerticle;
import com.mas.db.Database;
import com.mas.db.UuidV7;
import com.mas.domain.people.identity.IdentityContract;
import com.mas.realtime.terminal.TerminalContract.Purged;
import java.time.Duration;
import java.util.function.LongSupplier;

/** Sessions, links and recordings on the bus. */
public final class TerminalVerticle extends DomainVerticle {
  /**
   * Bounds the bytes that are recorded; none may be larger than the next of session, account, tenant, all.
   *
   * @param day of one account, from midnight to midnight UTC, also of what is deleted again
   * @param freeDisk that the disk has at least, where that can be known
   */
  public record Quotas(long session, long account, long day, long tenant, long all, long freeDisk) {
    public static final Quotas DEFAULT =
        new Quotas(50L << 20, 500L << 20, 1000L << 20, 20_000L << 20, 100_000L << 20, 1024L << 20);
  }

  /**
   * @param recordingsKept after the last event of a recording
   * @param freeDisk bytes of the disk with the database; {@link Long#MAX_VALUE} where that cannot be known
   */
  public record Config(Duration recordingsKept, Quotas quotas, LongSupplier freeDisk) {
    public Config(Duration recordingsKept) {
      this(recordingsKept, Quotas.DEFAULT, () -> Long.MAX_VALUE);
    }
  }

  private final TerminalService sessions;
  private final RecordingService recordings;

  public TerminalVerticle(Bus bus, Capacity capacity, Database db, UuidV7 ids, Config config) {
    super(bus, capacity);
    recordings = new RecordingService(db, new RecordingRepository(db), bus.clock(), config);
    sessions = new TerminalService(bus, db, new TerminalRepository(db), ids, recordings);
  }

  @Override
  protected void open() {
    answer(TerminalContract.SESSIONS_CREATE, sessions::create);
    answer(TerminalContract.SESSIONS_LIST, sessions::list);
    answer(TerminalContract.SESSIONS_GET, sessions::get);
    answer(TerminalContract.SESSIONS_CLOSE, sessions::close);
    answer(TerminalContract.SESSIONS_END, sessions::end);
    answer(TerminalContract.LINKS_CREATE, sessions::createLink);
    answer(TerminalContract.LINKS_REVOKE, sessions::revokeLink);
    answer(TerminalContract.KEYBOARD_GRANT, sessions::grantKeyboard);
    answer(TerminalContract.KEYBOARD_REVOKE, sessions::revokeKeyboard);
    answer(TerminalContract.ADMIT, sessions::admit);
    answer(TerminalContract.SESSIONS_OVER, sessions::over);
    observe(IdentityContract.SESSIONS_ENDED, (call, end) -> {
      sessions.endDisabled(call, end.userId(), null);
      return null;
    });

    answer(TerminalContract.RECORDINGS_LIST, recordings::list);
    answer(TerminalContract.RECORDINGS_DOWNLOAD, recordings::download);
    answer(TerminalContract.RECORDINGS_READ, recordings::read);
    answer(TerminalContract.RECORDINGS_REMOVE, recordings::remove);
    answer(TerminalContract.RECORDINGS_APPEND, recordings::append);
    answer(TerminalContract.PURGE, (call, ask) -> new Purged(sessions.endExpired(call), recordings.purge()));
  }
}
