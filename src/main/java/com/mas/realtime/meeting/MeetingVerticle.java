package com.mas.realtime.meeting;

import com.mas.bus.Bus;
import com.mas.bus.Capacity;
import com.mas.bus.DomainVerticle;
import com.mas.db.Database;
import com.mas.db.UuidV7;
import com.mas.domain.learning.mentoring.MentoringContract;
import com.mas.domain.people.files.FilesContract;
import com.mas.jobs.Jobs;
import com.mas.redis.RateLimit;
import java.util.List;

/** Meetings on the bus: one line for each address. Holds nothing between two requests; any number of instances. */
public final class MeetingVerticle extends DomainVerticle {
  /**
   * @param bufferMinutes before the start, when people may come unless {@code earlyJoin} lets them in at any time
   * @param turnSecret that the TURN servers have too; not printed
   */
  public record Config(boolean earlyJoin, int bufferMinutes, List<String> stunUrls, List<String> turnUrls,
      String turnSecret) {
    @Override
    public String toString() {
      return "Config[turn=" + turnUrls + "]";
    }
  }

  private final RoomService rooms;
  private final LobbyService lobby;
  private final EndService ends;
  private final RecordingService recordings;
  private final RecordService records;

  public MeetingVerticle(Bus bus, Capacity capacity, Database db, Jobs jobs, RateLimit limits, UuidV7 ids,
      Config config) {
    super(bus, capacity);
    MeetingStores stores = MeetingStores.of(db);
    Rooms found = new Rooms(bus, stores.rooms());
    MeetingNames people = new MeetingNames(bus);
    RecordingEnd end = new RecordingEnd(stores.records(), jobs);
    lobby = new LobbyService(bus, db, found, stores, people, end);
    rooms = new RoomService(bus, db, jobs, ids, found, stores, people,
        new RoomRules.Early(config.earlyJoin(), config.bufferMinutes()));
    ends = new EndService(bus, db, jobs, found, stores);
    recordings = new RecordingService(bus, db, ids, found, stores, end);
    records = new RecordService(bus, limits, found, stores,
        new IceServers(config.stunUrls(), config.turnUrls(), config.turnSecret()));
  }

  @Override
  protected void open() {
    answer(MeetingContract.JOIN, rooms::join);
    answer(MeetingContract.LEAVE, rooms::leave);
    answer(MeetingContract.TOUCH, (call, ask) -> rooms.touch(ask));
    answer(MeetingContract.RESUME, rooms::resume);
    answer(MeetingContract.ADMIT, lobby::admit);
    answer(MeetingContract.LOBBY, lobby::lobby);
    answer(MeetingContract.NAME_DEPUTY, (call, ask) -> {
      lobby.nameDeputy(call, ask);
      return rooms.get(call, new MeetingContract.GetRoom(ask.id()));
    });
    answer(MeetingContract.GET_ROOM, rooms::get);
    answer(MeetingContract.END, (call, ask) -> rooms.view(ends.end(call, ask)));
    answer(MeetingContract.SWEEP, (call, ask) -> ends.sweep(call));
    answer(MeetingContract.TICK, ends::tick);
    answer(MeetingContract.ATTENDANCE, ends::attendance);
    answer(MeetingContract.SAY, records::say);
    answer(MeetingContract.HISTORY, records::history);
    answer(MeetingContract.LOG, records::log);
    answer(MeetingContract.START_RECORDING, recordings::start);
    answer(MeetingContract.STOP_RECORDING, recordings::stop);
    answer(MeetingContract.CONSENT, recordings::consent);
    answer(MeetingContract.DESCRIBE_RECORDING, recordings::describe);
    answer(MeetingContract.RECORDINGS, recordings::recordings);
    answer(MeetingContract.ADD_PIECE, recordings::add);
    answer(MeetingContract.PLAY, recordings::play);
    on(FilesContract.READY, (call, file) -> {
      recordings.ready(file);
      return null;
    });
    observe(MentoringContract.BOOKING_CANCELLED, (call, news) -> {
      ends.cancelled(call, news.id());
      return null;
    });
    observe(MentoringContract.BOOKING_MOVED, (call, news) -> {
      ends.moved(news);
      return null;
    });
    answer(MeetingContract.ICE_SERVERS, records::iceServers);
  }
}
