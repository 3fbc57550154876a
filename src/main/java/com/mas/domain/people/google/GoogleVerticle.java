package com.mas.domain.people.google;

import com.mas.bus.Bus;
import com.mas.bus.Capacity;
import com.mas.bus.DomainVerticle;
import com.mas.db.Database;
import com.mas.domain.people.identity.LoginContract.Ready;
import com.mas.outbound.HttpCaller;
import com.mas.redis.RateLimit;

/** Google on the bus: one line for each address. Holds nothing between two requests; any number of instances. */
public final class GoogleVerticle extends DomainVerticle {
  private final Database db;
  private final HttpCaller oauth;
  private final HttpCaller api;
  private final SignInService.Config config;
  private final RateLimit limit;

  /** @param oauth exchanges codes, and {@code api} has the keys; null when nobody signs in with Google here */
  GoogleVerticle(Bus bus, Capacity capacity, Database db, HttpCaller oauth, HttpCaller api,
      SignInService.Config config, RateLimit limit) {
    super(bus, capacity);
    this.db = db;
    this.oauth = oauth;
    this.api = api;
    this.config = config;
    this.limit = limit;
  }

  @Override
  protected void open() {
    GoogleClient google = oauth == null ? null : new GoogleClient(vertx, oauth, api, config.client(), bus().clock());
    SignInService signIns = new SignInService(new SignInRepository(db), google, config, limit, bus().clock());
    answer(GoogleContract.READY, (call, ask) -> new Ready(google != null));
    answer(GoogleContract.BEGIN, signIns::begin);
    answer(GoogleContract.FINISH, signIns::finish);
  }
}
