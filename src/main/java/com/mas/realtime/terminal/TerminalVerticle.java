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
import com.mas.domain.identity.IdentityContract;
import com.mas.realtime.terminal.TerminalContract.Purged;
import java.time.Duration;

/** Sessions, links and recordings on the bus. */
public final class TerminalVerticle extends DomainVerticle {
  /** @param recordingsKept after the last event of a recording */
  public record Config(Duration recordingsKept) {}

  private final TerminalService sessions;
  private final RecordingService recordings;

  public TerminalVerticle(Bus bus, Capacity capacity, Database db, UuidV7 ids, Config config) {
    super(bus, capacity);
    sessions = new TerminalService(bus, db, new TerminalRepository(db), ids);
    recordings = new RecordingService(new RecordingRepository(db), bus.clock(), config.recordingsKept());
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
