package com.mas.domain.learning.mrtest;

import static com.mas.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import com.mas.domain.learning.mrtest.SiteClient.Page;
import com.mas.domain.learning.mrtest.SiteSessions.Open;
import com.mas.runs.Politeness;
import io.vertx.core.Future;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class SiteSessionsIT {
  @AutoClose private static final ExamWorld world = new ExamWorld();

  private static Page page(Open site) {
    return site.page(ExamWorld.SITE.paths().exams(), Map.of(), true);
  }

  /** The turn of one that was interrupted never came to an end, and the pages behind it waited for ever. */
  @Test
  void aPageThatGivesUpWaitingKeepsNoLaterOneWaiting() throws InterruptedException {
    world.calm();
    Open site = world.node.on(() -> world.node.sessions.open(ExamWorld.TENANT, Politeness.NONE));
    world.fault("hang");
    long before = world.sandbox.calls("ezexam", null);
    Future<Page> first = world.node.onVirtualThread(() -> page(site));
    eventually("the site is asked", () -> world.sandbox.calls("ezexam", null) > before);
    AtomicReference<Throwable> gaveUp = new AtomicReference<>();
    Thread second = Thread.ofVirtual().unstarted(() -> page(site));
    second.setUncaughtExceptionHandler((thread, thrown) -> gaveUp.set(thrown));
    second.start();
    second.interrupt();
    second.join();
    assertNotNull(gaveUp.get());
    Future<Page> later = world.node.onVirtualThread(() -> page(site));
    world.sandbox.faults("ezexam");
    assertNotNull(ExamWorld.Node.await(first));
    assertNotNull(ExamWorld.Node.await(later));
  }
}
