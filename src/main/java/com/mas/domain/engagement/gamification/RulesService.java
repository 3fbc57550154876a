package com.mas.domain.engagement.gamification;

import static com.mas.domain.engagement.gamification.RulesContract.RUN_REHEARSAL;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.mas.bus.Call;
import com.mas.bus.Failure;
import com.mas.bus.Json;
import com.mas.bus.Page;
import com.mas.bus.Text;
import com.mas.db.Database;
import com.mas.db.PageWindow;
import com.mas.db.UuidV7;
import com.mas.domain.engagement.gamification.RulesContract.GetRehearsal;
import com.mas.domain.engagement.gamification.RulesContract.GetRules;
import com.mas.domain.engagement.gamification.RulesContract.ListVersions;
import com.mas.domain.engagement.gamification.RulesContract.Publish;
import com.mas.domain.engagement.gamification.RulesContract.Rehearsal;
import com.mas.domain.engagement.gamification.RulesContract.Rehearse;
import com.mas.domain.engagement.gamification.RulesContract.Rules;
import com.mas.domain.engagement.gamification.RulesContract.RunRehearsal;
import com.mas.domain.engagement.gamification.RulesContract.Version;
import com.mas.domain.engagement.gamification.RulesRepository.Stored;
import com.mas.jobs.JobOptions;
import com.mas.jobs.Jobs;
import io.vertx.core.Future;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The rules of each tenant: read, changed from a day on, and tried out before. */
final class RulesService {
  private static final Logger LOG = LoggerFactory.getLogger(RulesService.class);
  private static final ZoneId IST = ZoneId.of("Asia/Kolkata");
  private static final String QUEUE = "databaseQueue";

  private final Database db;
  private final Jobs jobs;
  private final RulesRepository repository;
  private final RuleBooks books;
  private final RebuildService rebuilds;
  private final Clock clock;
  private final UuidV7 ids;
  /** Versions are never rewritten: each is parsed once. */
  private final Map<Stored, GamificationConfig> parsed = new ConcurrentHashMap<>();

  RulesService(Database db, Jobs jobs, RuleBooks books, RebuildService rebuilds, Clock clock) {
    this.db = db;
    this.jobs = jobs;
    this.repository = new RulesRepository(db);
    this.books = books;
    this.rebuilds = rebuilds;
    this.clock = clock;
    this.ids = new UuidV7(clock);
  }

  /** Reads what was published on any node. */
  Future<Void> refresh() {
    return repository.stored().compose(stored -> repository.holidays().map(holidays -> {
      Map<String, NavigableMap<LocalDate, GamificationConfig>> versions = new HashMap<>();
      for (Stored version : stored) {
        GamificationConfig rules = parsed.computeIfAbsent(version, this::parsed);
        versions.computeIfAbsent(version.tenant(), first -> new TreeMap<>()).put(version.validFrom(), rules);
      }
      books.publish(new RuleBooks.Published(versions, holidays));
      return null;
    }));
  }

  /** One that an earlier build has let pass and this one does not is those of the file. */
  private GamificationConfig parsed(Stored version) {
    try {
      return read(version.rules());
    } catch (IllegalArgumentException e) {
      LOG.error("the rules of {} from {} can not be used: {}", version.tenant(), version.validFrom(), e.getMessage());
      return books.shipped();
    }
  }

  Rules get(Call call, GetRules ask) {
    LocalDate today = StreakRules.dayOf(clock.instant());
    LocalDate from = Database.await(repository.stored()).stream()
        .filter(version -> version.tenant().equals(call.tenant()) && !version.validFrom().isAfter(today))
        .map(Stored::validFrom).max(LocalDate::compareTo).orElse(null);
    return new Rules(Json.MAPPER.valueToTree(books.at(call.tenant(), today)), from);
  }

  Page<Version> versions(Call call, ListVersions ask) {
    return repository.versions(call.tenant(), PageWindow.of(ask));
  }

  Version publish(Call call, Publish ask) {
    Instant now = clock.instant();
    LocalDate today = StreakRules.dayOf(now);
    if (!ask.validFrom().isAfter(today) || ask.validFrom().isAfter(today.plusYears(1))) {
      throw RulesContract.VALID_FROM.refusal();
    }
    Database.await(refresh());
    ObjectNode rules = changed(books.at(call.tenant(), ask.validFrom()), ask.changes());
    Version version = db.transaction(tx -> {
      Version stored = repository.publish(tx, call.tenant(), ask.validFrom(), ask.changes(), rules,
          Text.stripped(ask.note()), call.userId(), now);
      // by then every node has them; what the new gates and streaks give is given without waiting for an award
      rebuilds.follow(tx, call, ask.validFrom().atStartOfDay(IST).plusMinutes(1).toInstant());
      return stored;
    });
    Database.await(refresh());
    return version;
  }

  Rehearsal rehearse(Call call, Rehearse ask) {
    changed(books.at(call.tenant(), StreakRules.dayOf(clock.instant())), ask.changes());
    UUID id = ids.next();
    Instant now = clock.instant();
    db.transaction(tx -> {
      repository.start(tx, id, call.tenant(), ask.changes(), call.userId(), now);
      return jobs.store(tx, RUN_REHEARSAL, new RunRehearsal(id), JobOptions.on(QUEUE).because(call));
    });
    return new Rehearsal(id, false, null, now);
  }

  Rehearsal rehearsal(Call call, GetRehearsal ask) {
    return repository.find(call.tenant(), ask.id())
        .orElseThrow(RulesContract.REHEARSAL_UNKNOWN::refusal).rehearsal();
  }

  /** The rules with the changes. @throws com.mas.bus.FailureException INVALID with every mistake */
  static ObjectNode changed(GamificationConfig from, JsonNode changes) {
    ObjectNode before = Json.MAPPER.valueToTree(from);
    if (changes == null || !changes.isObject() || changes.isEmpty()) {
      throw RulesContract.NOTHING_TO_CHANGE.refusal();
    }
    ObjectNode rules = before.deepCopy();
    merge(rules, changes);
    GamificationConfig after;
    try {
      after = read(rules.toString());
    } catch (IllegalArgumentException e) {
      throw Failure.INVALID.with(e.getMessage());
    }
    boolean sameKinds = from.xp().types().entrySet().stream()
        .allMatch(type -> after.xp().types().get(type.getKey()).kind() == type.getValue().kind());
    if (!sameKinds || !after.badges().equals(from.badges())
        || !after.xp().tenureEveryDays().equals(from.xp().tenureEveryDays())) {
      throw RulesContract.KINDS_FIXED.refusal();
    }
    return rules;
  }

  /** RFC 7396. */
  private static void merge(ObjectNode target, JsonNode patch) {
    patch.properties().forEach(change -> {
      JsonNode held = target.get(change.getKey());
      if (change.getValue().isNull()) {
        target.remove(change.getKey());
      } else if (change.getValue().isObject() && held != null && held.isObject()) {
        merge((ObjectNode) held, change.getValue());
      } else {
        target.set(change.getKey(), change.getValue());
      }
    });
  }

  static GamificationConfig read(String rules) {
    try {
      return GamificationConfig.read(new ByteArrayInputStream(rules.getBytes(StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
