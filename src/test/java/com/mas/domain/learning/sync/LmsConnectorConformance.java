package com.mas.domain.learning.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.bus.Failure;
import com.mas.bus.FailureException;
import com.mas.domain.learning.sync.LmsConnector.CoursePage;
import com.mas.domain.learning.sync.LmsConnector.LearnerPage;
import com.mas.domain.learning.sync.LmsConnector.LearnerReport;
import com.mas.domain.learning.sync.LmsConnector.UnreadableAnswer;
import io.vertx.core.json.JsonArray;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Checks what the engine relies on; each connector's test inherits it and says how its provider is made to misbehave.
 */
public abstract class LmsConnectorConformance {
  protected enum Trouble {
    NONE, SESSION_EXPIRED_ONCE, LOGIN_REFUSED, LOGIN_PAGE, TRUNCATED, SERVER_ERROR
  }

  /** Logged in, and the provider well. */
  protected abstract LmsConnector connector();

  protected abstract String tenant();

  /** A course with more than one page of learners. */
  protected abstract String course();

  protected abstract void trouble(Trouble trouble);

  /** Runs the work on a virtual thread of the product. */
  protected abstract <T> T on(Callable<T> work);

  @BeforeEach
  void calm() {
    trouble(Trouble.NONE);
  }

  @Test
  void coursesHaveIdsAndTitlesAndThePageKnowsTheTotal() {
    CoursePage page = on(() -> session().courses(0, LmsConnector.PAGE_SIZE));
    assertTrue(page.rows().stream().anyMatch(row -> row.id().equals(course())));
    assertTrue(page.rows().stream().allMatch(row -> !row.title().isBlank() && row.usersCount() >= 0));
    assertEquals(page.rows().size(), page.total());
    assertEquals(1, on(() -> session().courses(1, 1)).rows().size());
  }

  @Test
  void pagesTogetherAreAllLearnersOnceWithinTheirRanges() {
    Set<String> ids = new HashSet<>();
    int start = 0;
    LearnerPage page;
    do {
      int from = start;
      page = on(() -> session().learners(course(), from, LmsConnector.PAGE_SIZE));
      for (LearnerPage.Row row : page.rows()) {
        assertTrue(ids.add(row.userId()), row.userId());
        assertTrue(row.percent() >= 0 && row.percent() <= 100 && row.seconds() >= 0);
        assertFalse(row.completed() && row.completedAt() == null);
      }
      start += page.rows().size();
    } while (!page.rows().isEmpty());
    assertTrue(start > LmsConnector.PAGE_SIZE);
    assertEquals(start, page.total());
  }

  @Test
  void pageBehindTheEndIsEmpty() {
    assertTrue(on(() -> session().learners(course(), 1_000_000, LmsConnector.PAGE_SIZE)).rows().isEmpty());
  }

  @Test
  void reportListsModulesAndItemsWithUniqueIds() {
    String user = on(() -> session().learners(course(), 50, 1)).rows().getFirst().userId();
    LearnerReport report = on(() -> session().report(course(), user));
    assertEquals(user, report.userId());
    for (String json : List.of(report.modules(), report.items())) {
      JsonArray entries = new JsonArray(json);
      assertFalse(entries.isEmpty());
      Set<String> ids = new HashSet<>();
      for (int i = 0; i < entries.size(); i++) {
        assertTrue(ids.add(entries.getJsonObject(i).getString("id")));
        assertNotNull(entries.getJsonObject(i).getBoolean("completed"));
        assertNotNull(entries.getJsonObject(i).getDouble("progress"));
      }
    }
  }

  @Test
  void unknownLearnerAndCourseAreNotFound() {
    assertEquals(Failure.NOT_FOUND, failure(() -> session().report(course(), "nobody")));
    assertEquals(Failure.NOT_FOUND, failure(() -> session().learners("no/../course", 0, 10)));
  }

  @Test
  void expiredSessionIsRenewedWithoutTheEngineNoticing() {
    LmsConnector.Session session = on(this::session);
    trouble(Trouble.SESSION_EXPIRED_ONCE);
    assertFalse(on(() -> session.learners(course(), 0, 10)).rows().isEmpty());
  }

  @Test
  void refusedLoginAndLoginPageAreUnauthenticated() {
    for (Trouble trouble : List.of(Trouble.LOGIN_PAGE, Trouble.LOGIN_REFUSED)) {
      LmsConnector.Session session = on(this::session);
      trouble(trouble);
      assertEquals(Failure.PROVIDER_UNAUTHENTICATED, failure(() -> session.learners(course(), 0, 10)), trouble.name());
      trouble(Trouble.NONE);
    }
  }

  @Test
  void truncatedAnswerIsUnreadableAndNoMatterOfLoggingIn() {
    trouble(Trouble.TRUNCATED);
    assertThrows(UnreadableAnswer.class, () -> on(() -> session().learners(course(), 0, 10)));
    assertThrows(UnreadableAnswer.class, () -> on(() -> session().courses(0, 10)));
  }

  @Test
  void serverErrorIsTheProvidersFailure() {
    trouble(Trouble.SERVER_ERROR);
    assertEquals(Failure.PROVIDER_FAILED, failure(() -> session().learners(course(), 0, 10)));
  }

  @Test
  void platformWithoutALoginIsUnauthenticated() {
    assertEquals(Failure.PROVIDER_UNAUTHENTICATED, failure(() -> connector().open("another-platform")));
  }

  private LmsConnector.Session session() {
    return connector().open(tenant());
  }

  private <T> Failure failure(Callable<T> work) {
    return assertThrows(FailureException.class, () -> on(work)).failure();
  }
}
