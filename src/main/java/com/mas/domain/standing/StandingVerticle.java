package com.mas.domain.standing;

import static com.mas.domain.standing.StandingContract.ISSUE_WARNINGS;
import static com.mas.domain.standing.StandingContract.LED_ESCALATED;
import static com.mas.domain.standing.StandingContract.LED_RESOLVE;
import static com.mas.domain.standing.StandingContract.LED_WARN;
import static com.mas.domain.standing.StandingContract.LED_WARNINGS;
import static com.mas.domain.standing.StandingContract.MENTEE_RESOLVE;
import static com.mas.domain.standing.StandingContract.MENTEE_WARN;
import static com.mas.domain.standing.StandingContract.MY_WARNINGS;

import com.mas.bus.Bus;
import com.mas.bus.Capacity;
import com.mas.bus.DomainVerticle;
import com.mas.db.Database;
import com.mas.db.UuidV7;
import com.mas.jobs.Jobs;

/** Standing on the bus: one line for each address. Holds nothing between two requests; any number of instances. */
public final class StandingVerticle extends DomainVerticle {
  private final Care care;
  private final WarningService warnings;

  public StandingVerticle(Bus bus, Capacity capacity, Database db, Jobs jobs, UuidV7 ids) {
    super(bus, capacity);
    care = new Care(bus);
    warnings = new WarningService(db, new News(jobs), ids, bus.clock());
  }

  @Override
  protected void open() {
    answer(ISSUE_WARNINGS, warnings::issue);
    answer(MY_WARNINGS, warnings::mine);
    answer(LED_ESCALATED, warnings::escalated);
    answer(LED_WARNINGS, (call, ask) -> {
      care.mustLead(call, ask.userId());
      return warnings.list(call, ask);
    });
    answer(LED_WARN, (call, ask) -> {
      care.mustLead(call, ask.userId());
      return warnings.warn(call, ask);
    });
    answer(LED_RESOLVE, (call, ask) -> warnings.resolve(call, ask, care::mustLead));
    answer(MENTEE_WARN, (call, ask) -> {
      care.mustMentor(call, ask.userId());
      return warnings.warn(call, ask);
    });
    answer(MENTEE_RESOLVE, (call, ask) -> warnings.resolve(call, ask, care::mustMentor));
  }
}
