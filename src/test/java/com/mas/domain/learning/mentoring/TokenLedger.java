package com.mas.domain.learning.mentoring;

import com.mas.bus.Bus;
import com.mas.bus.Capacity;
import com.mas.bus.DomainVerticle;
import com.mas.domain.commerce.token.TokenContract;
import com.mas.domain.commerce.token.TokenContract.Hold;
import com.mas.domain.commerce.token.TokenContract.Settled;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A ledger with enough tokens for everybody, which remembers what it was asked. */
final class TokenLedger extends DomainVerticle {
  /** Each as {@code hold KEY TOKENS} or {@code back KEY}. */
  final List<String> asked = new CopyOnWriteArrayList<>();

  TokenLedger(Bus bus) {
    super(bus, new Capacity("tokens", 1, 500));
  }

  @Override
  protected void open() {
    answer(TokenContract.PLACE_HOLD, (call, ask) -> {
      asked.add("hold " + ask.key() + " " + ask.tokens());
      return new Hold(ask.key(), ask.tokens());
    });
    answer(TokenContract.SETTLE_HOLD, (call, ask) -> {
      asked.add("back " + ask.key());
      return new Settled(ask.key());
    });
  }
}
