package com.mas.domain.engagement.gamification;

import static com.mas.domain.engagement.gamification.Fixtures.ist;
import static com.mas.domain.engagement.gamification.RulesContract.GET_RULES;
import static com.mas.domain.engagement.gamification.RulesContract.PUBLISH;
import static com.mas.domain.engagement.gamification.RulesContract.REHEARSAL;
import static com.mas.domain.engagement.gamification.RulesContract.REHEARSE;
import static com.mas.domain.engagement.gamification.RulesContract.RUN_REHEARSAL;
import static com.mas.domain.engagement.gamification.RulesContract.VERSIONS;
import static com.mas.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.mas.bus.Failure;
import com.mas.bus.FailureException;
import com.mas.bus.Json;
import com.mas.bus.Principal.Role;
import com.mas.domain.engagement.gamification.GamificationContract.Progress;
import com.mas.domain.engagement.gamification.RulesContract.Change;
import com.mas.domain.engagement.gamification.RulesContract.GetRehearsal;
import com.mas.domain.engagement.gamification.RulesContract.GetRules;
import com.mas.domain.engagement.gamification.RulesContract.ListVersions;
import com.mas.domain.engagement.gamification.RulesContract.Publish;
import com.mas.domain.engagement.gamification.RulesContract.Rehearsal;
import com.mas.domain.engagement.gamification.RulesContract.RehearsalResult;
import com.mas.domain.engagement.gamification.RulesContract.Rehearse;
import com.mas.domain.engagement.gamification.RulesContract.RunRehearsal;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RulesIT {
  private static final LocalDate TODAY = LocalDate.of(2026, 3, 12);

  private GamificationFixture domain;
  private UUID student;

  @BeforeEach
  void aSchoolOfItsOwn() {
    domain = new GamificationFixture();
    domain.clock.set(ist(TODAY));
    student = domain.student();
  }

  @AfterEach
  void close() {
    domain.close();
  }

  private static ObjectNode changes(String json) {
    return Json.read(json, ObjectNode.class);
  }

  private RehearsalResult rehearsed(String changes) {
    Rehearsal started = domain.ask(domain.admin(), REHEARSE, new Rehearse(changes(changes)));
    assertFalse(started.finished());
    domain.ask(domain.product(), RUN_REHEARSAL, new RunRehearsal(started.id()));
    assertEquals(Failure.NOT_FOUND, domain.refusal(domain.as(UUID.randomUUID(), Role.ADMIN, "mr-mentor"), REHEARSAL,
        new GetRehearsal(started.id())).failure());
    return domain.ask(domain.admin(), REHEARSAL, new GetRehearsal(started.id())).result();
  }

  @Test
  void aRehearsalWithoutARealChangeComesToWhatThereIs() {
    for (int day = 0; day < 30; day++) {
      domain.award(student, "module_completed", "m" + day, ist(TODAY.minusDays(day)));
      domain.award(student, "daily_login", "d" + day, ist(TODAY.minusDays(day)));
    }
    Progress before = domain.progress(student);
    RehearsalResult same = rehearsed("{\"streaks\":{\"graceDays\":1}}");
    assertEquals(1, same.students());
    assertEquals(0, same.higher() + same.lower());
    assertEquals(before.level(), same.levels().getFirst().level());
    assertEquals(before, domain.progress(student));
  }

  @Test
  void aRehearsalTellsWhoWouldGainAndWhoWouldLoseLevels() {
    for (int week = 0; week < 4; week++) { // on Mondays: five days too many are missed
      domain.award(student, "module_completed", "m" + week, ist(TODAY.minusDays(3 + 7 * week)));
      domain.award(student, "test_taken", "t" + week, ist(TODAY.minusDays(3 + 7 * week)));
    }
    UUID steady = domain.student();
    for (int day = 0; day < 9; day++) {
      domain.award(steady, "assignment_submitted", "a" + day, ist(TODAY.minusDays(8 - day)));
    }
    int levelNow = domain.progress(student).level();
    RehearsalResult kinder = rehearsed("{\"streaks\":{\"graceDays\":6}}");
    assertEquals(2, kinder.students());
    assertEquals(1, kinder.higher());
    assertEquals(0, kinder.lower());
    Change gains = kinder.changes().getFirst();
    assertEquals(student, gains.userId());
    assertEquals(levelNow, gains.levelNow());
    assertTrue(gains.levelThen() > levelNow);

    RehearsalResult harder = rehearsed("{\"xp\":{\"types\":{\"assignment_submitted\":{\"base\":1}}}}");
    assertEquals(1, harder.lower());
    assertEquals(steady, harder.changes().getFirst().userId());
    assertTrue(harder.changes().getFirst().xpThen() < harder.changes().getFirst().xpNow());
    RehearsalResult rich = rehearsed("{\"multipliers\":{\"freshness\":3,\"clamp\":{\"max\":9}}}");
    assertEquals(0, rich.lower());
  }

  @Test
  void publishedRulesHoldFromTheirDayOnEveryNodeAndForTheirSchoolOnly() {
    assertEquals(60, domain.award(student, "module_completed", "before").baseXp());
    ObjectNode changes = changes("{\"xp\":{\"types\":{\"module_completed\":{\"base\":90}}}}");
    LocalDate day = TODAY.plusDays(1);
    var version = domain.ask(domain.admin(), PUBLISH, new Publish(changes, day, "Modules have grown"));
    assertEquals(List.of(version),
        domain.ask(domain.admin(), VERSIONS, new ListVersions(null, null)).items());
    assertEquals(1, domain.ask(domain.admin(), VERSIONS, new ListVersions(500, 1L)).total());
    assertNull(domain.ask(domain.admin(), GET_RULES, new GetRules()).validFrom());
    assertEquals(60, domain.award(student, "module_completed", "still").baseXp());

    domain.clock.set(ist(day, 0, 0));
    assertEquals(90, domain.award(student, "module_completed", "from midnight in India").baseXp());
    var rules = domain.ask(domain.admin(), GET_RULES, new GetRules());
    assertEquals(day, rules.validFrom());
    assertEquals(90, rules.rules().at("/xp/types/module_completed/base").asInt());
    assertEquals(50, domain.award(student, "test_taken", "t").baseXp());
    var elsewhere = domain.as(UUID.randomUUID(), Role.ADMIN, "mr-mentor");
    assertEquals(60, domain.ask(elsewhere, GET_RULES, new GetRules()).rules().at("/xp/types/module_completed/base")
        .asInt());

    // another node reads what was published
    domain.restart();
    assertEquals(90, domain.award(student, "module_completed", "on another node").baseXp());
  }

  @Test
  void whatCannotBeARuleIsRefusedWithEveryMistake() {
    FailureException wrong = domain.refusal(domain.admin(), REHEARSE, new Rehearse(changes(
        "{\"xp\":{\"types\":{\"test_taken\":{\"base\":-1}}},\"streaks\":{\"graceDays\":-2},\"coffee\":true}")));
    assertEquals(Failure.INVALID, wrong.failure());
    for (String mistake : List.of("xp.types.test_taken.base", "streaks.graceDays", "coffee is unknown")) {
      assertTrue(wrong.getMessage().contains(mistake), wrong.getMessage());
    }
    String own = "{\"id\":\"own\",\"name\":\"Own\",\"about\":\"x\",\"xp\":1,\"when\":{\"level\":2}}";
    for (String fixed : List.of("{\"badges\":[" + own + "]}", "{\"xp\":{\"tenureEveryDays\":1}}",
        "{\"xp\":{\"types\":{\"daily_login\":{\"kind\":\"action\"}}}}", "{}")) {
      assertEquals(Failure.UNPROCESSABLE, domain.refusal(domain.admin(), PUBLISH,
          new Publish(changes(fixed), TODAY.plusDays(1), "x")).failure(), fixed);
    }
    assertEquals(Failure.UNPROCESSABLE, domain.refusal(domain.admin(), PUBLISH,
        new Publish(changes("{\"streaks\":{\"graceDays\":2}}"), TODAY, "too soon")).failure());
    eventually("nothing was published", Duration.ofSeconds(5),
        () -> domain.ask(domain.admin(), VERSIONS, new ListVersions(null, null)).total() == 0);
  }
}
