package com.mas.domain.engagement.gamification;

import static com.mas.domain.engagement.gamification.Fixtures.ist;
import static com.mas.domain.engagement.gamification.GamificationContract.EVALUATE_ALL;
import static com.mas.domain.engagement.gamification.GamificationContract.REBUILD_PAGES;
import static com.mas.domain.engagement.gamification.RulesContract.REHEARSAL;
import static com.mas.domain.engagement.gamification.RulesContract.REHEARSE;
import static com.mas.domain.engagement.gamification.RulesContract.RUN_REHEARSAL;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.mas.bus.Call;
import com.mas.bus.FailureException;
import com.mas.bus.Json;
import com.mas.bus.Request;
import com.mas.domain.engagement.gamification.GamificationContract.EvaluateAll;
import com.mas.domain.engagement.gamification.GamificationContract.Evaluated;
import com.mas.domain.engagement.gamification.GamificationContract.RebuildPages;
import com.mas.domain.engagement.gamification.GamificationContract.RebuiltAll;
import com.mas.domain.engagement.gamification.RulesContract.Done;
import com.mas.domain.engagement.gamification.RulesContract.GetRehearsal;
import com.mas.domain.engagement.gamification.RulesContract.RehearsalResult;
import com.mas.domain.engagement.gamification.RulesContract.Rehearse;
import com.mas.domain.engagement.gamification.RulesContract.RunRehearsal;
import java.time.LocalDate;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Long work whose stored request is cut off after each page, and comes again. */
class CutOffIT {
  private static final int STUDENTS = 1_250;

  @AutoClose private final GamificationFixture domain = GamificationFixture.withBadges();

  @BeforeEach
  void aSchool() throws Exception {
    domain.clock.set(ist(LocalDate.of(2026, 3, 10)));
    BadgeBench.school(domain, STUDENTS);
  }

  @Test
  void badgesAreUnlockedOnceAndAllAreCounted() throws Exception {
    Evaluated done = whenCutOff(EVALUATE_ALL, new EvaluateAll(), 7);
    assertEquals(STUDENTS, done.students());
    assertEquals(domain.text("SELECT count(*) FROM gamification.student_badges"), Integer.toString(done.badges()));
    assertTrue(done.badges() >= 2 * STUDENTS);
    assertEquals(0, domain.ask(domain.product(), EVALUATE_ALL, new EvaluateAll()).badges());
  }

  @Test
  void standingsAreComputedAnewPageByPage() throws Exception {
    domain.execute("UPDATE gamification.student_progress SET total_xp = total_xp + 7");
    RebuiltAll done = whenCutOff(REBUILD_PAGES, new RebuildPages(false), 3);
    assertEquals(new RebuiltAll(STUDENTS, STUDENTS), done);
    assertEquals(new RebuiltAll(STUDENTS, 0), domain.ask(domain.product(), REBUILD_PAGES, new RebuildPages(false)));
  }

  @Test
  void aRehearsalFindsWhatItFindsInOneGo() throws Exception {
    domain.execute("UPDATE gamification.student_progress SET longest_streak = 2 WHERE user_id::text < '8'");
    ObjectNode changes = Json.read("{\"xp\":{\"types\":{\"module_completed\":{\"base\":200}}}}", ObjectNode.class);
    UUID whole = domain.ask(domain.admin(), REHEARSE, new Rehearse(changes)).id();
    domain.ask(domain.product(), RUN_REHEARSAL, new RunRehearsal(whole));
    UUID pieces = domain.ask(domain.admin(), REHEARSE, new Rehearse(changes)).id();
    assertEquals(new Done(STUDENTS), whenCutOff(RUN_REHEARSAL, new RunRehearsal(pieces), 3));
    RehearsalResult result = domain.ask(domain.admin(), REHEARSAL, new GetRehearsal(pieces)).result();
    assertEquals(domain.ask(domain.admin(), REHEARSAL, new GetRehearsal(whole)).result(), result);
    assertEquals(STUDENTS, result.students());
    assertEquals(100, result.changes().size(), result.toString());
  }

  /** Asks as a job runner does, with no more time than for one page, until it is done. */
  private <Q, A> A whenCutOff(Request<Q, A> request, Q body, int least) throws Exception {
    UUID job = UUID.randomUUID();
    for (int attempts = 1;; attempts++) {
      Call call = new Call("test", null, GamificationFixture.TENANT, null, domain.clock.millis() + 3_000, job, null);
      try {
        A answer = domain.ask(call, request, body);
        assertTrue(attempts >= least, attempts + " attempts");
        assertEquals("1 " + attempts, domain.text(
            "SELECT count(*) || ' ' || max(slice) FROM runs.run WHERE job_id = '" + job + "'"));
        return answer;
      } catch (CompletionException | FailureException e) {
        FailureException failure = (FailureException) (e instanceof FailureException ? e : e.getCause());
        assertTrue(failure.failure().retryable(), failure.getMessage());
      }
    }
  }
}
