package com.mas.domain.engagement.gamification;

import com.mas.bus.Call;
import com.mas.bus.Capacity;
import com.mas.bus.DomainVerticle;
import com.mas.bus.Principal.Role;
import com.mas.domain.engagement.gamification.GamificationContract.AwardXp;
import com.mas.domain.engagement.gamification.GamificationContract.Progress;
import com.mas.domain.engagement.gamification.GamificationContract.XpAwarded;
import com.mas.domain.people.identity.DirectoryContract;
import com.mas.domain.people.identity.DirectoryContract.FoundUsers;
import com.mas.domain.people.identity.DirectoryContract.Person;
import com.mas.domain.people.identity.IdentityContract;
import com.mas.domain.people.identity.IdentityContract.Account;
import com.mas.jobs.Jobs;
import com.mas.secrets.DocumentSigner;
import com.mas.testkit.House;
import io.vertx.core.Future;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** The domain, deployed on a real database; next to it an identity that knows {@link #people}. */
final class GamificationFixture extends House {
  static final String TENANT = "my-analytics-school";
  private static final Path SHIPPED = Path.of("conf", "rules", "gamification.yaml");

  final Set<UUID> people = ConcurrentHashMap.newKeySet();
  private final Path rules;
  private String deployment;

  /** Without badges, whose XP comes behind an award and would be in the way of exact sums. */
  GamificationFixture() {
    this(withoutBadges(""));
  }

  /** An institute whose students have the weekends off. */
  static GamificationFixture withWeekendsOff() {
    return new GamificationFixture(withoutBadges("SATURDAY, SUNDAY"));
  }

  static GamificationFixture withBadges() {
    return new GamificationFixture(SHIPPED);
  }

  private GamificationFixture(Path rules) {
    super("2026-03-10T12:00:00+05:30", TENANT);
    this.rules = rules;
    deployment = deploy(rules);
    deploy(new DomainVerticle(bus, new Capacity("people", 1, 1000)) {
      @Override
      protected void open() {
        answer(DirectoryContract.FIND_USERS, (call, ask) -> new FoundUsers(ask.ids().stream().filter(people::contains)
            .map(id -> new Person(id, "a@b.in", null, "Asha")).toList()));
        answer(IdentityContract.ME, (call, ask) -> new Account(call.userId(), "asha@learner.example", "Asha", null,
            Role.USER, Set.of(), IdentityContract.Status.ACTIVE, true, false, null, clock.instant(),
            null, null, null));
      }
    });
  }

  /** Replaces the node by a new one with nothing in its memory. */
  void restart() {
    await(vertx.undeploy(deployment));
    deployment = deploy(rules);
  }

  private String deploy(Path rules) {
    return deploy(new GamificationVerticle(bus, new Capacity("gamification", 1, 1000), db, new Jobs(clock),
        new GamificationVerticle.Config(rules,
            DocumentSigner.of(null, "a secret of the test, long enough"))));
  }

  /** @param weeklyOff days, parted by commas */
  private static Path withoutBadges(String weeklyOff) {
    try {
      Path file = Files.createTempFile("rules", ".yaml");
      file.toFile().deleteOnExit();
      String shipped = Files.readString(SHIPPED);
      String rules = shipped.replaceFirst("(?s)\nbadges:\n.*?\n\n", "\nbadges: []\n\n")
          .replace("weeklyOff: []", "weeklyOff: [" + weeklyOff + "]");
      return Files.writeString(file, rules);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  UUID student() {
    UUID id = UUID.randomUUID();
    people.add(id);
    return id;
  }

  Call admin() {
    return as(UUID.randomUUID(), Role.ADMIN);
  }

  static AwardXp of(UUID user, String type, String source, Instant occurredAt) {
    return new AwardXp(user, type, source, occurredAt, null, null, false, null);
  }

  XpAwarded award(UUID user, String type, String source, Instant occurredAt) {
    return ask(product(), GamificationContract.AWARD_XP, of(user, type, source, occurredAt));
  }

  XpAwarded award(UUID user, String type, String source) {
    return award(user, type, source, null);
  }

  /** All at once, none waiting for another. */
  List<XpAwarded> awardAtOnce(List<AwardXp> asks) {
    List<Future<XpAwarded>> answers = new ArrayList<>();
    asks.forEach(ask -> answers.add(bus.send(product(), GamificationContract.AWARD_XP, ask)));
    return answers.stream().map(House::await).toList();
  }

  Progress progress(UUID user) {
    return ask(as(user), GamificationContract.MY_PROGRESS, new GamificationContract.MyProgress());
  }

  /** The invariants that {@code scripts/bench} checks too, as JSON. */
  String invariants() throws IOException {
    return text(Files.readString(Path.of("src/test/resources/bench/verify.sql")));
  }
}
