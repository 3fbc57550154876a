package com.mas.domain.sync;

import com.mas.bus.Call;
import com.mas.bus.FailureException;
import com.mas.domain.identity.IdentityContract;
import com.mas.domain.identity.IdentityContract.FindUsers;
import com.mas.domain.identity.IdentityContract.Person;
import com.mas.domain.sync.LearnerRepository.Award;
import com.mas.domain.sync.LearnerRepository.Due;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Third phase: modules that were completed before their learner had an account. As soon as a run sees the account, they
 * are awarded, with the time at which they were completed.
 */
final class Awards {
  private static final Logger LOG = LoggerFactory.getLogger(Awards.class);
  private static final int BATCH = 500;
  private static final Duration LOOK_UP = Duration.ofSeconds(5);

  private final Stores stores;

  Awards(Stores stores) {
    this.stores = stores;
  }

  RunRow run(Slice slice, RunRow from) {
    RunRow run = from;
    while (true) {
      List<Due> due = stores.learners().awardsDue(run, run.nextAfter(), BATCH);
      if (due.isEmpty()) {
        return run;
      }
      RunRow batchOf = run;
      Map<String, UUID> accounts = accounts(slice.call(), run, due);
      run = slice.told(slice.write(tx -> {
        List<Award> awards = accounts.isEmpty() ? List.of() : stores.learners().award(tx, batchOf, accounts,
            slice.now());
        if (!awards.isEmpty()) {
          stores.outbox().award(tx, slice.call(), batchOf, awards);
        }
        return stores.runs().setAfter(tx, batchOf.id(), due.getLast().userId());
      }));
      if (slice.isOver()) {
        return run; // each slice gets on by a batch at the least
      }
    }
  }

  /** Whether the sweep has come to its end. */
  boolean isDone(RunRow run) {
    return stores.learners().awardsDue(run, run.nextAfter(), 1).isEmpty();
  }

  /**
   * MAS accounts by the provider's user id. The exact address comes first: without its prefix an address may be another
   * person's. While identity is away nobody has an account, and the awards wait for a later run.
   */
  Map<String, UUID> accounts(Call call, RunRow run, List<Due> learners) {
    List<String> emails = learners.stream().map(Due::emailStripped).filter(email -> email != null).distinct().toList();
    if (emails.isEmpty()) {
      return Map.of();
    }
    try {
      Call asking = stores.bus().systemCall(run.tenant(), LOOK_UP);
      return match(learners, stores.bus().send(asking, IdentityContract.FIND_USERS, new FindUsers(null,
          emails)).await().users());
    } catch (FailureException e) {
      LOG.warn("run {}: accounts cannot be looked up, awards wait: {} (request {})", run.id(), e.getMessage(),
          call.requestId());
      return Map.of();
    }
  }

  static Map<String, UUID> match(List<Due> learners, List<Person> people) {
    Map<String, UUID> byEmail = new HashMap<>();
    Map<String, UUID> byStripped = new HashMap<>();
    for (Person person : people) {
      byEmail.put(person.email(), person.id());
      byStripped.putIfAbsent(person.emailStripped(), person.id());
    }
    Map<String, UUID> accounts = new HashMap<>();
    for (Due learner : learners) {
      UUID id = byEmail.get(learner.email());
      id = id != null ? id : byEmail.get(learner.emailStripped());
      id = id != null ? id : byStripped.get(learner.emailStripped());
      if (id != null) {
        accounts.put(learner.userId(), id);
      }
    }
    return accounts;
  }
}
