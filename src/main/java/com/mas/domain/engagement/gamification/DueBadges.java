package com.mas.domain.engagement.gamification;

import static com.mas.domain.engagement.gamification.GamificationContract.EVALUATE_SOME;

import com.mas.bus.Bus;
import com.mas.domain.engagement.gamification.GamificationContract.EvaluateSome;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Students who may have come to deserve a badge by an award just now. They are looked at behind the award: at once when
 * nothing is going on, else a hundred a second, since each badge is told to its student and so costs more than the
 * award that led to it, and whoever waits for an award goes first. Of one node, and kept in memory only: what is lost
 * when it is killed, or when too many wait, the daily look finds.
 */
final class DueBadges {
  private static final int PAGE = 100;
  private static final int MOST = 20_000;

  private final Bus bus;
  private final GamificationConfig rules;
  private final Supplier<Future<Set<String>>> load;
  private final Consumer<Runnable> pause;
  private final Set<UUID> due = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean looking = new AtomicBoolean();
  private volatile Set<String> followed = Set.of();

  /**
   * @param load the courses and exams that any batch follows
   * @param pause runs something a second later
   */
  DueBadges(Bus bus, GamificationConfig rules, Supplier<Future<Set<String>>> load, Consumer<Runnable> pause) {
    this.pause = pause;
    this.bus = bus;
    this.rules = rules;
    this.load = load;
  }

  /** Reads anew which courses are followed; the old answer stays when that fails. */
  Future<Set<String>> refresh() {
    return load.get().onSuccess(courses -> followed = courses);
  }

  boolean mayUnlock(Snapshot before, Decision decision) {
    return BadgeRules.mayUnlock(rules, before, decision, followed);
  }

  void look(Set<UUID> users) {
    if (due.size() < MOST && due.addAll(users)) {
      next();
    }
  }

  private void next() {
    if (due.isEmpty() || !looking.compareAndSet(false, true)) {
      return;
    }
    List<UUID> page = new ArrayList<>();
    for (Iterator<UUID> waiting = due.iterator(); waiting.hasNext() && page.size() < PAGE;) {
      page.add(waiting.next());
      waiting.remove();
    }
    bus.send(bus.systemCall(null, Duration.ofSeconds(30)), EVALUATE_SOME, new EvaluateSome(page))
        .onComplete(done -> pause.accept(() -> {
          looking.set(false);
          next();
        }));
  }
}
