package com.mas.realtime.meeting;

import com.mas.bus.Bus;
import com.mas.bus.Capacity;
import com.mas.bus.DomainVerticle;
import com.mas.db.Database;
import com.mas.db.UuidV7;
import com.mas.domain.learning.mentoring.MentoringContract;
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
  private final RecordService records;

  public MeetingVerticle(Bus bus, Capacity capacity, Database db, Jobs jobs, RateLimit limits, UuidV7 ids,
      Config config) {
    super(bus, capacity);
    MeetingStores stores = MeetingStores.of(db);
    Rooms found = new Rooms(bus, stores.rooms());
    MeetingNames people = new MeetingNames(bus);
    lobby = new LobbyService(bus, db, found, stores, people);
    rooms = new RoomService(bus, db, jobs, ids, found, stores, people,
        new RoomRules.Early(config.earlyJoin(), config.bufferMinutes()));
    ends = new EndService(bus, db, jobs, found, stores);
    records = new RecordService(bus, db, limits, ids, found, stores,
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
    answer(MeetingContract.START_RECORDING, records::start);
    answer(MeetingContract.STOP_RECORDING, records::stop);
    answer(MeetingContract.CONSENT, records::consent);
    answer(MeetingContract.DESCRIBE_RECORDING, records::describe);
    answer(MeetingContract.RECORDINGS, records::recordings);
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
