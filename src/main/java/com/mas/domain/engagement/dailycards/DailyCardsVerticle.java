package com.mas.domain.engagement.dailycards;

import com.mas.bus.Bus;
import com.mas.bus.Capacity;
import com.mas.bus.DomainVerticle;
import com.mas.db.Database;
import com.mas.db.UuidV7;
import com.mas.domain.people.identity.PersonContract;
import com.mas.redis.RedisLink;
import com.mas.runs.Runs;

/** Daily cards on the bus: one line for each address. Any number of instances. */
public final class DailyCardsVerticle extends DomainVerticle {
  private final CardCache cache;
  private final CardService cards;

  public DailyCardsVerticle(Bus bus, Capacity capacity, Database db, RedisLink redis, UuidV7 ids) {
    super(bus, capacity);
    cache = new CardCache(redis);
    cards = new CardService(db, new Runs(bus, db), cache, ids, bus.clock());
  }

  @Override
  protected void open() {
    answer(DailyCardsContract.MY_CARDS, cards::mine);
    answer(DailyCardsContract.DISMISS, cards::dismiss);
    on(PersonContract.ERASED, (call, erased) -> {
      cache.forget(erased.tenant(), erased.userId());
      return null;
    });
    answer(DailyCardsContract.MAKE_DAY, (call, ask) -> cards.make(call, ask, this::isStopping));
  }
}
