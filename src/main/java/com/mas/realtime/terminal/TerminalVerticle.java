package com.mas.realtime.terminal;

import static com.mas.realtime.terminal.TerminalContract.ADMIT;
import static com.mas.realtime.terminal.TerminalContract.KEYBOARD_GRANT;
import static com.mas.realtime.terminal.TerminalContract.KEYBOARD_REVOKE;
import static com.mas.realtime.terminal.TerminalContract.LINKS_CREATE;
import static com.mas.realtime.terminal.TerminalContract.LINKS_REVOKE;
import static com.mas.realtime.terminal.TerminalContract.PURGE;
import static com.mas.realtime.terminal.TerminalContract.RECORDINGS_APPEND;
import static com.mas.realtime.terminal.TerminalContract.RECORDINGS_DOWNLOAD;
import static com.mas.realtime.terminal.TerminalContract.RECORDINGS_LIST;
import static com.mas.realtime.terminal.TerminalContract.RECORDINGS_READ;
import static com.mas.realtime.terminal.TerminalContract.RECORDINGS_REMOVE;
import static com.mas.realtime.terminal.TerminalContract.SESSIONS_CLOSE;
import static com.mas.realtime.terminal.TerminalContract.SESSIONS_CREATE;
import static com.mas.realtime.terminal.TerminalContract.SESSIONS_END;
import static com.mas.realtime.terminal.TerminalContract.SESSIONS_GET;
import static com.mas.realtime.terminal.TerminalContract.SESSIONS_LIST;
import static com.mas.realtime.terminal.TerminalContract.SESSIONS_OVER;

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
    answer(SESSIONS_CREATE, sessions::create);
    answer(SESSIONS_LIST, sessions::list);
    answer(SESSIONS_GET, sessions::get);
    answer(SESSIONS_CLOSE, sessions::close);
    answer(SESSIONS_END, sessions::end);
    answer(LINKS_CREATE, sessions::createLink);
    answer(LINKS_REVOKE, sessions::revokeLink);
    answer(KEYBOARD_GRANT, sessions::grantKeyboard);
    answer(KEYBOARD_REVOKE, sessions::revokeKeyboard);
    answer(ADMIT, sessions::admit);
    answer(SESSIONS_OVER, sessions::over);
    observe(IdentityContract.SESSIONS_ENDED, (call, end) -> {
      sessions.endDisabled(call, end.userId(), null);
      return null;
    });

    answer(RECORDINGS_LIST, recordings::list);
    answer(RECORDINGS_DOWNLOAD, recordings::download);
    answer(RECORDINGS_READ, recordings::read);
    answer(RECORDINGS_REMOVE, recordings::remove);
    answer(RECORDINGS_APPEND, recordings::append);
    answer(PURGE, (call, ask) -> new Purged(sessions.endExpired(call), recordings.purge()));
  }
}
