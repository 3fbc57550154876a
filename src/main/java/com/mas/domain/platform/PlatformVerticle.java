package com.mas.domain.platform;

import static com.mas.domain.platform.PlatformContract.BEGIN_IDEMPOTENT;
import static com.mas.domain.platform.PlatformContract.FINISH_IDEMPOTENT;
import static com.mas.domain.platform.PlatformContract.GET_CONFIG;
import static com.mas.domain.platform.PlatformContract.PURGE_IDEMPOTENT;
import static com.mas.domain.platform.PlatformContract.SET_CONFIG;

import com.mas.bus.Bus;
import com.mas.bus.Capacity;
import com.mas.bus.DomainVerticle;
import com.mas.db.Database;

public final class PlatformVerticle extends DomainVerticle {
  private final PlatformService service;

  public PlatformVerticle(Bus bus, Capacity capacity, Database db) {
    super(bus, capacity);
    this.service = new PlatformService(new PlatformRepository(db), bus.clock());
  }

  @Override
  protected void open() {
    answer(BEGIN_IDEMPOTENT, (call, body) -> service.begin(body));
    answer(FINISH_IDEMPOTENT, (call, body) -> service.finish(body));
    answer(PURGE_IDEMPOTENT, (call, body) -> service.purge());
    answer(GET_CONFIG, (call, body) -> service.config(body));
    answer(SET_CONFIG, (call, body) -> service.configure(body));
  }
}
