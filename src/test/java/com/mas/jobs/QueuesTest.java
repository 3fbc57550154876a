package com.mas.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.boot.Modules;
import com.mas.jobs.Queues.Queue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QueuesTest {
  @TempDir
  Path folder;

  @Test
  void allQueuesOfTheExistingSystemAreDeclaredAndThoseThatRunAskWhoIsThere() throws IOException {
    Queues queues = Queues.read(Path.of("conf/queues.yaml"));
    assertEquals(Set.of("emailQueue", "notificationQueue", "whatsappQueue", "databaseQueue", "cleanupQueue", "kpiQueue",
        "aaryaSyncQueue", "workflowQueue", "resumeAnalysisQueue", "salaryBenchmarkQueue", "warningQueue",
        "leadAssignmentQueue", "dailyCardsQueue", "assignmentReminderQueue", "coursePlanQueue", "missOzoneQueue",
        "mrlearnSyncQueue", "mrlearnReminderQueue", "mrlearnNewStudentSyncQueue", "mrtestSyncQueue",
        "badgeEvaluationQueue", "studentRiskComputationQueue"),
        queues.queues().stream().map(Queue::name).collect(Collectors.toSet()));
    assertEquals(List.of(), queues.unanswered(Modules.REQUESTS.keySet()));
    Queue sync = queues.queues().stream()
        .filter(queue -> queue.name().equals("mrlearnSyncQueue")).findFirst().orElseThrow();
    assertEquals(1, sync.cap());
    assertEquals(20, sync.keepCompleted());
  }

  @Test
  void whatIsNotDeclaredIsTheDefault() throws IOException {
    Queue queue = read("queues: {q: {cap: 2}}").queues().getFirst();
    assertEquals(Queue.named("q").cap(2), queue);
    assertEquals(Duration.ofSeconds(5), queue.backoff());
  }

  @Test
  void aScheduleOfAnEnabledQueueForNobodyIsFound() throws IOException {
    Queues queues = read("queues: {q: {schedules: [{key: k, address: no.such.thing, everySeconds: 60}]}}");
    assertEquals(1, queues.unanswered(Set.of("other.thing")).size());
    assertEquals(0, read("""
        queues: {q: {enabled: false, schedules: [{key: k, address: no.such.thing, everySeconds: 60}]}}""")
        .unanswered(Set.of()).size());
  }

  @Test
  void everyMistakeIsNamed() {
    String message = assertThrows(IllegalArgumentException.class, () -> read("""
        queues:
          a: {cap: 0, attempts: 1000}
          b:
            schedules:
              - {key: k, address: x, cron: nonsense, zone: Asia/Kolkata}
              - {key: l, address: x, everySeconds: 0}
        """)).getMessage();
    for (String mistake : List.of("a.cap", "a.attempts", "b: schedule k", "b: schedule l")) {
      assertTrue(message.contains(mistake), message);
    }
    String unknown = assertThrows(IllegalArgumentException.class, () -> read("queues: {a: {capp: 1}}")).getMessage();
    assertTrue(unknown.contains("capp"), unknown);
  }

  private Queues read(String yaml) throws IOException {
    return Queues.read(Files.writeString(folder.resolve("queues.yaml"), yaml));
  }
}
