package com.mas.domain.people.google;

import com.mas.bus.Bus;
import com.mas.bus.Capacity;
import com.mas.bus.DomainVerticle;
import com.mas.db.Database;
import com.mas.domain.people.google.ConnectionRepository.Key;
import com.mas.domain.people.identity.LoginContract.Ready;
import com.mas.domain.people.identity.PersonContract;
import com.mas.jobs.Jobs;
import com.mas.outbound.HttpCaller;
import com.mas.redis.RateLimit;
import com.mas.secrets.Vault;

/** Google on the bus: one line for each address. Holds nothing between two requests; any number of instances. */
public final class GoogleVerticle extends DomainVerticle {
  /**
   * Holds what the domain works with.
   *
   * @param publicUrl of the console, without a slash at its end; may be empty
   */
  record Tools(Database db, Jobs jobs, Vault vault, RateLimit limit, String publicUrl) {}

  private final Tools tools;
  private final HttpCaller oauth;
  private final HttpCaller api;
  private final HttpCaller drive;
  private final HttpCaller documents;
  private final SignInService.Config config;

  /**
   * @param oauth gives tokens, and the others answer to them; null when Google is not set up
   * @param drive as {@link DriveService} needs it, and {@code documents}
   */
  GoogleVerticle(Bus bus, Capacity capacity, Tools tools, HttpCaller oauth, HttpCaller api, HttpCaller drive,
      HttpCaller documents, SignInService.Config config) {
    super(bus, capacity);
    this.tools = tools;
    this.oauth = oauth;
    this.api = api;
    this.drive = drive;
    this.documents = documents;
    this.config = config;
  }

  @Override
  protected void open() {
    GoogleClient google = oauth == null ? null : new GoogleClient(vertx, oauth, api, config.client(), bus().clock());
    SignInService signIns =
        new SignInService(new SignInRepository(tools.db), google, config, tools.limit, bus().clock());
    answer(GoogleContract.READY, (call, ask) -> new Ready(google != null));
    answer(GoogleContract.BEGIN, signIns::begin);
    answer(GoogleContract.FINISH, signIns::finish);
    Connections connections =
        new Connections(tools.db, tools.jobs, tools.vault, signIns, google, config, bus().clock());
    CalendarService calendars =
        new CalendarService(tools.db, tools.jobs, connections, tools.publicUrl, bus().clock());
    answer(ConnectionContract.CALENDAR, (call, ask) -> connections.status(call, Purpose.CALENDAR));
    answer(ConnectionContract.CONNECT_CALENDAR, (call, ask) -> connections.begin(call, Purpose.CALENDAR, ask));
    answer(ConnectionContract.CALENDAR_CALLBACK, calendars::connect);
    answer(ConnectionContract.DISCONNECT_CALENDAR, (call, ask) -> connections.disconnect(call, Purpose.CALENDAR));
    answer(ConnectionContract.REVOKE, (call, ask) -> connections.revoke(ask));
    answer(ConnectionContract.ENTER, calendars::enter);
    answer(ConnectionContract.PUSH, (call, ask) -> calendars.push(call, ask, this::isStopping));
    answer(ConnectionContract.SWEEP, (call, ask) -> calendars.sweep(call));
    DriveService drives = new DriveService(bus(), connections, drive, documents);
    answer(DriveContract.STATUS, (call, ask) -> connections.status(call, Purpose.DRIVE));
    answer(DriveContract.CONNECT, (call, ask) -> connections.begin(call, Purpose.DRIVE, ask));
    answer(DriveContract.CALLBACK, (call, ask) -> connections.finish(call, Purpose.DRIVE, ask, tx -> {}));
    answer(DriveContract.DISCONNECT, (call, ask) -> connections.disconnect(call, Purpose.DRIVE));
    answer(DriveContract.SEARCH, drives::search);
    answer(DriveContract.FETCH, drives::fetch);
    on(PersonContract.ERASED, (call, erased) -> {
      for (Purpose purpose : Purpose.values()) {
        connections.forget(call, new Key(erased.tenant(), erased.userId(), purpose));
      }
      return null;
    });
  }
}
