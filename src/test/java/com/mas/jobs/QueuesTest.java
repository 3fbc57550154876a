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
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QueuesTest {
  @TempDir Path folder;

  @Test
  void allQueuesOfTheExistingSystemAreDeclaredAndThoseThatRunAskWhoIsThere() throws IOException {
    Queues queues = Queues.read(Path.of("conf/queues.yaml"));
    assertEquals(Set.of("emailQueue", "notificationQueue", "whatsappQueue", "databaseQueue", "cleanupQueue", "kpiQueue",
        "aaryaSyncQueue", "workflowQueue", "resumeAnalysisQueue", "salaryBenchmarkQueue", "warningQueue",
        "leadAssignmentQueue", "dailyCardsQueue", "assignmentReminderQueue", "coursePlanQueue", "missOzoneQueue",
        "mrlearnSyncQueue", "mrlearnReminderQueue", "mrlearnNewStudentSyncQueue", "mrtestSyncQueue",
        "badgeEvaluationQueue", "studentRiskComputationQueue"),
        queues.queues().stream().map(Queue::name).collect(Collectors.toSet()));
    Queues whole = Queues.read(Path.of("conf/queues.yaml"), Modules.QUEUES, Modules.SCHEDULES);
    assertEquals(List.of(), whole.unanswered(Modules.REQUESTS.keySet()));
    assertTrue(running(whole).containsAll(Set.of("reminder-sweep", "student-roll-up", "performance-metrics",
        "slot-cleanup", "meeting-sweep", "retention", "run-revival", "notification-purge", "terminal-purge",
        "idempotency-purge", "warnings", "daily-cards", "badge-evaluation", "student-risk")));
    Queue sync = queues.queues().stream()
        .filter(queue -> queue.name().equals("mrlearnSyncQueue")).findFirst().orElseThrow();
    assertEquals(1, sync.cap());
    assertEquals(20, sync.keepCompleted());
  }

  /** A purge was scheduled by the file and by its domain, and ran twice. */
  @Test
  void nothingIsScheduledTwice() throws IOException {
    List<Schedule> all = Queues.read(Path.of("conf/queues.yaml"), Modules.QUEUES, Modules.SCHEDULES).queues().stream()
        .flatMap(queue -> queue.schedules().stream()).map(Queues.Declared::schedule).toList();
    List<String> asked = all.stream().map(each -> each.address() + " " + each.body() + " " + each.tenant()).toList();
    assertTrue(asked.size() > 20, asked::toString);
    assertEquals(asked.stream().distinct().toList(), asked);
  }

  @Test
  void theFileChangesWhatAModuleDeclares() throws IOException {
    List<Queue> own = List.of(Queue.named("own").within(Duration.ofMinutes(1)), Queue.named("other"));
    List<Schedule> declared = List.of(every("kept", "own"), every("timed", "own"), every("moved", "own"),
        every("off", "own"));
    Queues queues = Queues.read(Files.writeString(folder.resolve("queues.yaml"), """
        queues:
          own:
            schedules:
              - {key: timed, cron: "0 2 * * *", zone: Asia/Kolkata}
              - {key: "off", enabled: false}
          more: {schedules: [{key: moved}]}
        """), own, declared);
    assertEquals(List.of("own", "other", "more"), queues.queues().stream().map(Queue::name).toList());
    assertEquals(Set.of("kept", "timed", "moved"), running(queues));
    assertEquals(Duration.ofMinutes(5), queues.queues().getFirst().limit(), "the file's queue replaces the module's");
    List<Schedule> read = queues.queues().stream().flatMap(queue -> queue.schedules().stream())
        .map(Queues.Declared::schedule).toList();
    assertTrue(read.contains(every("kept", "own")));
    assertTrue(read.contains(every("moved", "more")));
    assertTrue(read.contains(Schedule.cron("0 2 * * *", ZoneId.of("Asia/Kolkata"), "timed", "own",
        JobsContract.QUEUES, new JobsContract.Nothing())));
    assertEquals(List.of(), own.getFirst().schedules(), "the declaration of the module is as it was");
  }

  @Test
  void aModulesScheduleNeedsADeclaredQueue() {
    assertTrue(
        assertThrows(IllegalArgumentException.class,
            () -> Queues.read(Files.writeString(folder.resolve("queues.yaml"), "queues: {}"), List.of(),
                List.of(every("k", "nowhere"))))
            .getMessage().contains("schedule k names nowhere, which is not declared"));
  }

  private static Schedule every(String key, String queue) {
    return Schedule.every(Duration.ofHours(1), key, queue, JobsContract.QUEUES, new JobsContract.Nothing());
  }

  private static Set<String> running(Queues queues) {
    return queues.queues().stream().filter(Queue::enabled).flatMap(queue -> queue.schedules().stream())
        .filter(Queues.Declared::enabled).map(each -> each.schedule().key()).collect(Collectors.toSet());
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
