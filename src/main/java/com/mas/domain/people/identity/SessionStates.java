package com.mas.domain.people.identity;

import com.mas.bus.Bus;
import com.mas.bus.Capacity;
import com.mas.bus.DomainVerticle;

/**
 * Answers whether sessions go on. Apart from {@link IdentityVerticle}, so that those who are signed in do not wait
 * behind those who are at the door: log-ins take up what that may hold for as long as bcrypt is busy.
 */
final class SessionStates extends DomainVerticle {
  private final EndRepository ends;

  SessionStates(Bus bus, Capacity capacity, EndRepository ends) {
    super(bus, capacity);
    this.ends = ends;
  }

  @Override
  protected void open() {
    answerUnblocked(IdentityContract.CHECK_SESSION, (call, body) -> ends.state(body));
    answerUnblocked(IdentityContract.LIST_ENDS, (call, body) -> ends.since(body.since()));
  }
}
