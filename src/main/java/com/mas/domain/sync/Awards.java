package com.mas.domain.sync;

import com.mas.bus.Call;
import com.mas.bus.FailureException;
import com.mas.db.Tx;
import com.mas.domain.identity.IdentityContract;
import com.mas.domain.identity.IdentityContract.FindUsers;
import com.mas.domain.identity.IdentityContract.Person;
import com.mas.domain.sync.AwardRepository.Award;
import com.mas.domain.sync.AwardRepository.Completed;
import com.mas.domain.sync.AwardRepository.Learner;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * XP for completed modules, with the time at which they were completed, and a notice to who completed the whole course.
 * Reports give what is due at once; the last phase gives it to those who had no account then, as soon as a run sees it.
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
      List<Learner> due = stores.awards().due(run, run.nextAfter(), BATCH);
      if (due.isEmpty()) {
        return run;
      }
      RunRow batchOf = run;
      Map<String, UUID> accounts = accounts(slice.call(), run, due);
      run = slice.told(slice.write(tx -> {
        take(slice, tx, batchOf, accounts);
        return stores.runs().setAfter(tx, batchOf.id(), due.getLast().userId());
      }));
      if (slice.isOver()) {
        return run; // each slice gets on by a batch at the least
      }
    }
  }

  /** What is due of these accounts, and the requests that give it to them, in the caller's transaction. */
  void take(Slice slice, Tx tx, RunRow run, Map<String, UUID> accounts) {
    if (accounts.isEmpty()) {
      return;
    }
    List<Award> awards = stores.awards().award(tx, run, accounts, slice.now());
    if (!awards.isEmpty()) {
      stores.outbox().award(tx, slice.call(), run, awards);
    }
    List<Completed> completed = stores.awards().completed(tx, run, accounts);
    if (!completed.isEmpty()) {
      stores.outbox().tellCompleted(tx, slice.call(), run, completed);
    }
  }

  /** Whether the sweep has come to its end. */
  boolean isDone(RunRow run) {
    return stores.awards().due(run, run.nextAfter(), 1).isEmpty();
  }

  /** MAS accounts by the provider's user id. */
  Map<String, UUID> accounts(Call call, RunRow run, List<Learner> learners) {
    Map<String, UUID> accounts = new HashMap<>();
    people(call, run, learners).forEach((userId, person) -> accounts.put(userId, person.id()));
    return accounts;
  }

  /**
   * By the provider's user id. The exact address comes first: without its prefix an address may be another person's.
   * While identity is away nobody has an account, and what is due waits for a later run.
   */
  Map<String, Person> people(Call call, RunRow run, List<Learner> learners) {
    List<String> emails = learners.stream().map(Learner::emailStripped).filter(email -> email != null).distinct()
        .toList();
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

  static Map<String, Person> match(List<Learner> learners, List<Person> people) {
    Map<String, Person> byEmail = new HashMap<>();
    Map<String, Person> byStripped = new HashMap<>();
    for (Person person : people) {
      byEmail.put(person.email(), person);
      byStripped.putIfAbsent(person.emailStripped(), person);
    }
    Map<String, Person> found = new HashMap<>();
    for (Learner learner : learners) {
      Person person = byEmail.get(learner.email());
      person = person != null ? person : byEmail.get(learner.emailStripped());
      person = person != null ? person : byStripped.get(learner.emailStripped());
      if (person != null) {
        found.put(learner.userId(), person);
      }
    }
    return found;
  }
}
