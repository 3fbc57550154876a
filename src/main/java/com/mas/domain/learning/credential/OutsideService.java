package com.mas.domain.learning.credential;

import com.mas.bus.Call;
import com.mas.domain.learning.credential.OutsideContract.*;
import java.util.Optional;

/** Does what is due outside this server, and tells administrators how far it has come. */
final class OutsideService {
  private static final ChainMoved NO_CHAIN = new ChainMoved(0, 0, 0);
  private static final StoreMoved NO_STORE = new StoreMoved(0, 0, 0);

  private final Optional<ChainService> chain;
  private final ChainRepository roots;
  private final Optional<StoreService> store;
  private final StoreRepository files;

  OutsideService(Optional<ChainService> chain, ChainRepository roots, Optional<StoreService> store,
      StoreRepository files) {
    this.chain = chain;
    this.roots = roots;
    this.store = store;
    this.files = files;
  }

  ChainMoved advanceChain(Call call, AdvanceChain ask) {
    return chain.map(ChainService::advance).orElse(NO_CHAIN);
  }

  StoreMoved advanceStore(Call call, AdvanceStore ask) {
    return store.map(StoreService::advance).orElse(NO_STORE);
  }

  Outside get(Call call, GetOutside ask) {
    return new Outside(chain.map(ChainService::shown).orElse(null), store.map(StoreService::shown).orElse(null));
  }

  Retried retry(Call call, RetryOutside ask) {
    return new Retried(roots.retry(), store.isEmpty() ? 0 : files.retry());
  }
}
