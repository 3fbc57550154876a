package com.mas.domain.commerce.token;

import com.mas.bus.Bus;
import com.mas.bus.Capacity;
import com.mas.bus.DomainVerticle;

/** Tokens on the bus, until there is a ledger: every request is refused as not configured. */
public final class TokenVerticle extends DomainVerticle {
  public TokenVerticle(Bus bus, Capacity capacity) {
    super(bus, capacity);
  }

  @Override
  protected void open() {
    answer(TokenContract.PLACE_HOLD, (call, ask) -> {
      throw TokenContract.TOKENS_MISSING.refusal();
    });
    answer(TokenContract.SETTLE_HOLD, (call, ask) -> {
      throw TokenContract.TOKENS_MISSING.refusal();
    });
  }
}
