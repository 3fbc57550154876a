package com.mas.domain.engagement.dailycards;

import com.mas.bus.Call;
import com.mas.bus.Page;
import com.mas.db.Database;
import com.mas.db.Tx;
import com.mas.db.UuidV7;
import com.mas.domain.engagement.dailycards.CardRepository.Dealt;
import com.mas.domain.engagement.dailycards.CardRepository.Hand;
import com.mas.domain.engagement.dailycards.CardRepository.Student;
import com.mas.domain.engagement.dailycards.DailyCardsContract.DailyCard;
import com.mas.domain.engagement.dailycards.DailyCardsContract.DayMade;
import com.mas.domain.engagement.dailycards.DailyCardsContract.DismissCard;
import com.mas.domain.engagement.dailycards.DailyCardsContract.MakeDay;
import com.mas.domain.engagement.dailycards.DailyCardsContract.MyCards;
import com.mas.runs.About;
import com.mas.runs.Budget;
import com.mas.runs.Counts;
import com.mas.runs.Move;
import com.mas.runs.Phases;
import com.mas.runs.Runs;
import com.mas.runs.Slice;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;

final class CardService {
  private static final ZoneId IST = ZoneId.of("Asia/Kolkata");
  private static final Duration LIFE = Duration.ofHours(24);
  /** Students in one transaction. */
  private static final int PAGE = 1_000;
  /** Hands on their way to Redis at a time; more would make others wait who share the connection. */
  private static final int IN_FLIGHT = 50;

  private final Database db;
  private final Runs runs;
  private final CardRepository repository;
  private final CardCache cache;
  private final UuidV7 ids;
  private final Clock clock;

  CardService(Database db, Runs runs, CardCache cache, UuidV7 ids, Clock clock) {
    this.db = db;
    this.runs = runs;
    this.repository = new CardRepository(db);
    this.cache = cache;
    this.ids = ids;
    this.clock = clock;
  }

  DayMade make(Call call, MakeDay ask, BooleanSupplier stopping) {
    String tenant = call.principal() == null ? null : call.tenant();
    LocalDate today = LocalDate.ofInstant(clock.instant(), IST);
    Phases<After> phases = Phases.from(After.NOBODY)
        .then("deal", (slice, from) -> page(slice, from, tenant, today))
        .then("forget", (slice, from) -> slice.write(tx -> {
          repository.forget(tx, clock.instant());
          return Move.done(from);
        }));
    Counts counts = runs.work(call, new About("dailycards.make", tenant, today.toString()), phases,
        Budget.of(DailyCardsContract.MAKE_DAY.timeout(), stopping)).sums();
    return new DayMade((int) counts.get(Counts.WRITTEN), (int) counts.get("cards"), (int) counts.get("cached"));
  }

  /** @param id of the last student who is done */
  record After(UUID id) {
    static final After NOBODY = new After(new UUID(0, 0));
  }

  private Move<After> page(Slice slice, After from, String tenant, LocalDate today) {
    List<Student> page = repository.students(from.id(), tenant, today, PAGE);
    if (page.isEmpty()) {
      return Move.done(from);
    }
    Instant now = clock.instant();
    Map<UUID, Known> known = repository.known(page, today);
    Map<UUID, Hand> hands = new HashMap<>();
    Move<After> move = slice.write(tx -> {
      hands.putAll(deal(tx, page, known, today, now));
      After last = new After(page.getLast().id());
      return (page.size() < PAGE ? Move.done(last) : Move.to(last)).count(Counts.READ, page.size())
          .count(Counts.WRITTEN, hands.size()).count(Counts.SKIPPED, page.size() - hands.size())
          .count("cards", hands.values().stream().mapToInt(hand -> hand.cards().size()).sum());
    });
    slice.count("cached", keep(page, hands));
    return move;
  }

  private Map<UUID, Hand> deal(Tx tx, List<Student> students, Map<UUID, Known> known, LocalDate today, Instant now) {
    Instant until = now.plus(LIFE);
    Map<UUID, Long> versions = repository.deal(tx, students, today, until);
    Map<UUID, Hand> hands = new HashMap<>();
    List<Dealt> cards = new ArrayList<>();
    versions.forEach((student, version) -> {
      Hand hand = new Hand(version, until, CardRules.deal(known.get(student), now).stream()
          .map(card -> new DailyCard(ids.next(), card.type(), card.title(), card.body(), card.priority(),
              card.ctaLabel(), card.ctaLink(), until, false))
          .toList());
      hands.put(student, hand);
      hand.cards().forEach(card -> cards.add(new Dealt(student, card)));
    });
    repository.replace(tx, versions.keySet().toArray(UUID[]::new), cards, until, now);
    return hands;
  }

  /** @return how many are in Redis now */
  private int keep(List<Student> students, Map<UUID, Hand> hands) {
    int kept = 0;
    for (int from = 0; from < students.size(); from += IN_FLIGHT) {
      List<Future<Boolean>> puts = students.subList(from, Math.min(from + IN_FLIGHT, students.size())).stream()
          .filter(student -> hands.containsKey(student.id()))
          .map(student -> cache.put(student.tenant(), student.id(), hands.get(student.id()))).toList();
      Database.await(Future.all(puts));
      kept += (int) puts.stream().filter(Future::result).count();
    }
    return kept;
  }

  Page<DailyCard> mine(Call call, MyCards ask) {
    UUID student = call.userId();
    Instant now = clock.instant();
    Optional<Hand> hand = cache.get(call.tenant(), student).filter(cached -> now.isBefore(cached.until()));
    if (hand.isEmpty()) {
      hand = repository.hand(call.tenant(), student).filter(stored -> now.isBefore(stored.until()))
          .or(() -> dealNow(call.tenant(), student, now));
      hand.ifPresent(stored -> cache.put(call.tenant(), student, stored));
    }
    List<DailyCard> cards = hand.stream().flatMap(each -> each.cards().stream())
        .filter(card -> now.isBefore(card.expiresAt())).toList();
    return new Page<>(cards, DailyCardsContract.MOST, 0, (long) cards.size());
  }

  /** Deals the hand of a student who came after the day's run; empty for who has no seat. */
  private Optional<Hand> dealNow(String tenant, UUID id, Instant now) {
    LocalDate today = LocalDate.ofInstant(now, IST);
    return repository.student(tenant, id, today).flatMap(student -> {
      List<Student> one = List.of(student);
      Map<UUID, Known> known = repository.known(one, today);
      Hand dealt = db.transaction(tx -> deal(tx, one, known, today, now)).get(id);
      return dealt == null ? repository.hand(tenant, id) : Optional.of(dealt); // another request was first
    });
  }

  DailyCard dismiss(Call call, DismissCard ask) {
    DailyCard card = db.transaction(tx -> repository.dismiss(tx, call.tenant(), call.userId(), ask.id()))
        .orElseThrow(DailyCardsContract.CARD_UNKNOWN::refusal);
    repository.hand(call.tenant(), call.userId())
        .ifPresent(hand -> Database.await(cache.put(call.tenant(), call.userId(), hand)));
    return card;
  }
}
