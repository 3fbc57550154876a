package com.mas.domain.learning.mrtest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.boot.Modules;
import com.mas.bus.Capacity;
import com.mas.bus.Failure;
import com.mas.db.UuidV7;
import com.mas.domain.learning.mrtest.ExamSyncContract.ListStudents;
import com.mas.domain.learning.mrtest.ExamSyncContract.Student;
import com.mas.domain.learning.mrtest.ExamSyncContract.Tie;
import com.mas.domain.learning.mrtest.WriteBackContract.AdvancePush;
import com.mas.domain.learning.mrtest.WriteBackContract.CreateAccount;
import com.mas.domain.learning.mrtest.WriteBackContract.CreatedAccount;
import com.mas.domain.learning.mrtest.WriteBackContract.ListEvalTests;
import com.mas.domain.learning.mrtest.WriteBackContract.ListPushes;
import com.mas.domain.learning.mrtest.WriteBackContract.Push;
import com.mas.domain.learning.mrtest.WriteBackContract.PushAccepted;
import com.mas.domain.learning.mrtest.WriteBackContract.PushState;
import com.mas.domain.learning.mrtest.WriteBackContract.PushStudents;
import com.mas.domain.people.identity.IdentityVerticle;
import com.mas.domain.platform.tenant.TenantContract;
import com.mas.imports.ImportKind.Work;
import com.mas.imports.ImportsContract;
import com.mas.imports.ImportsContract.ConfirmImport;
import com.mas.imports.ImportsContract.GetImport;
import com.mas.imports.ImportsContract.Import;
import com.mas.imports.ImportsContract.ListRefused;
import com.mas.imports.ImportsContract.State;
import com.mas.imports.ImportsContract.Tally;
import com.mas.imports.ImportsContract.Upload;
import com.mas.imports.ImportsVerticle;
import com.mas.jobs.Jobs;
import com.mas.module.Installation;
import com.mas.module.Parts;
import com.mas.redis.RateLimit;
import com.mas.runs.RunsContract.Run;
import com.mas.testkit.TestInstallation;
import com.mas.testkit.TestTokens;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The two write-backs, and scores of sheets. */
class WriteBackIT {
  @AutoClose private static final ExamWorld world = new ExamWorld();

  @BeforeAll
  static void deploy() {
    ExamWorld.Node node = world.node;
    node.deploy(new IdentityVerticle(node.bus, new Capacity("identity", 2, 100), node.db,
        new Jobs(world.clock, Modules.SUBSCRIPTIONS), new RateLimit(null, world.clock), new UuidV7(world.clock),
        new IdentityVerticle.Config(TestTokens.SECRET, 15, 30, 4, true, "root@mas.example", "correct horse")));
    Installation plain = TestInstallation.PLAIN;
    node.deploy(new ImportsVerticle(new Parts(node.vertx, node.bus, node.db, null, new Installation(plain.node(),
        plain.tenants(), plain.secrets(), plain.privateHosts(), plain.phones(), plain.freeDisk(), plain.flags(),
        plain.queues(), plain.schedules(), List.of(WriteBackContract.EVAL_TESTS), plain.files()), Map.of()),
        new Capacity("imports", 1, 100), 1 << 20, TenantContract.SHARED));
  }

  @BeforeEach
  void calm() {
    world.calm();
    world.database.execute("TRUNCATE mrtest.pushes, mrtest.eval_tests; DELETE FROM imports.file");
  }

  @Test
  void theStudentsOfABatchArePushedTogether() {
    UUID batch = UUID.randomUUID();
    UUID kiran = world.account("kiran@home.example", "+919811111111");
    UUID ravi = world.account("ravi.iyer@learner.example", null);
    UUID gone = world.account("gone@home.example", null);
    UUID other = world.account("other@home.example", null);
    world.database.execute("""
        INSERT INTO education.batches (id, tenant, code, name, state, starts_on, created_at, updated_at) VALUES
          ('%1$s', '%2$s', 'B-1', 'One', 'active', '2026-01-05', now(), now());
        INSERT INTO education.applications (id, tenant, batch_id, user_id, state, mou_signed, payment_done,
          diagnostic_done, created_at, state_changed_at, enrolled_at) VALUES
          (gen_random_uuid(), '%2$s', '%1$s', '%3$s', 'enrolled', true, true, true, now(), now(), now()),
          (gen_random_uuid(), '%2$s', '%1$s', '%4$s', 'enrolled', true, true, true, now(), now(), now()),
          (gen_random_uuid(), '%2$s', '%1$s', '%5$s', 'withdrawn', true, true, true, now(), now(), now())"""
        .formatted(batch, ExamWorld.TENANT, kiran, ravi, gone));
    world.node.refused(Failure.UNPROCESSABLE, WriteBackContract.PUSH, new PushStudents(UUID.randomUUID(), null));
    world.node.refused(Failure.UNPROCESSABLE, WriteBackContract.PUSH, new PushStudents(batch, List.of(kiran)));
    PushAccepted accepted = world.node.ask(WriteBackContract.PUSH, new PushStudents(batch, null));
    assertEquals(2, accepted.people());
    assertTrue(work(world.node, accepted.runId()).balanced());
    assertEquals(Map.of(kiran, PushState.MADE, ravi, PushState.THERE), pushes().entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, each -> each.getValue().state())));
    assertFalse(pushes().containsKey(other));
    world.node.refused(Failure.UNPROCESSABLE, WriteBackContract.PUSH, new PushStudents(batch, null));
  }

  private Run push(List<UUID> people) {
    PushAccepted accepted = world.node.ask(WriteBackContract.PUSH, new PushStudents(null, people));
    return work(world.node, accepted.runId());
  }

  private static Run work(ExamWorld.Node node, UUID run) {
    for (Run now = node.find(run); !now.state().isOver(); now = node.find(run)) {
      node.ask(node.product(), WriteBackContract.ADVANCE_PUSH, new AdvancePush(run, now.slice()));
    }
    return node.find(run);
  }

  private static Map<UUID, Push> pushes() {
    return world.node.ask(WriteBackContract.LIST_PUSHES, new ListPushes(null, null, null)).items().stream()
        .collect(Collectors.toMap(Push::userId, push -> push));
  }

  @Test
  void accountsBecomeStudentsOnceAndWhoIsThereIsLeft() {
    UUID kiran = world.account("kiran@home.example", "+919811111111");
    UUID ravi = world.account("ravi.iyer@learner.example", null);
    Run run = push(List.of(kiran, ravi));
    assertTrue(run.balanced(), run::toString);
    assertEquals(List.of(2L, 1L, 1L), List.of(run.counts().get("read"), run.counts().get("written"),
        run.counts().get("skipped")));
    assertEquals(PushState.MADE, pushes().get(kiran).state());
    assertEquals("st8", pushes().get(kiran).studentId());
    assertEquals(List.of(PushState.THERE, "st2"), List.of(pushes().get(ravi).state(), pushes().get(ravi).studentId()));
    world.node.refused(Failure.UNPROCESSABLE, WriteBackContract.PUSH, new PushStudents(null, List.of(kiran, ravi)));
    world.node.refused(Failure.UNPROCESSABLE, WriteBackContract.PUSH, new PushStudents(null, null));
    assertEquals(1, world.sandbox.calls("ezexam", "create"));
  }

  @Test
  void aTokenThatRotatesInTheMiddleCostsNobody() {
    List<UUID> people = List.of(world.account("a@home.example", null), world.account("b@home.example", null),
        world.account("c@home.example", null));
    world.fault("rotateCsrf path=create afterRequests=1 times=1");
    Run run = push(people);
    assertEquals(3, run.counts().get("written"), run::toString);
    assertEquals(4, world.sandbox.calls("ezexam", "create"));
  }

  /** The answer is lost when the student was made already: he is found, and not made again. */
  @Test
  void anAnswerThatIsLostMakesNobodyTwice() {
    UUID kiran = world.account("kiran@home.example", null);
    world.fault("lose path=create times=1");
    Run run = push(List.of(kiran));
    assertEquals(1, run.counts().get("written"), run::toString);
    assertEquals("st8", pushes().get(kiran).studentId());
    assertEquals(1, world.sandbox.calls("ezexam", "create"));
  }

  /** Killed behind the form: the next node finds the student. */
  @Test
  void aKillBetweenTheFormAndTheRecordMakesNobodyTwice() {
    List<UUID> people = List.of(world.account("a@home.example", null), world.account("b@home.example", null));
    ExamWorld.Node doomed = world.join(Duration.ofMinutes(10), Duration.ofSeconds(20));
    PushAccepted accepted = world.node.ask(WriteBackContract.PUSH, new PushStudents(null, people));
    world.fault("slow delayMs=60000 path=create afterRequests=1");
    doomed.bus.send(doomed.product(), WriteBackContract.ADVANCE_PUSH, new AdvancePush(accepted.runId(), 0));
    world.sandbox.awaitCall("ezexam", "create", 2);
    doomed.kill();
    world.sandbox.well("ezexam");
    Run run = work(world.node, accepted.runId());
    assertTrue(run.balanced(), run::toString);
    assertEquals(List.of(PushState.MADE, PushState.MADE), people.stream().map(pushes()::get).map(Push::state).toList());
  }

  @Test
  void aStudentBecomesAnAccountOnceAndIsTied() {
    world.node.work(world.node.config("e101", null, null).runId());
    CreatedAccount made = world.node.ask(WriteBackContract.CREATE_ACCOUNT, new CreateAccount("st1", null));
    assertTrue(made.userCreated());
    assertEquals("asha.kulkarni@learner.example Asha Kulkarni +919820011111", world.one("""
        SELECT email || ' ' || full_name || ' ' || phone FROM identity.users WHERE id = '%s'"""
        .formatted(made.userId())));
    assertFalse(world.node.ask(WriteBackContract.CREATE_ACCOUNT, new CreateAccount("st1", null)).userCreated());
    Student asha = world.node.ask(ExamSyncContract.LIST_STUDENTS, new ListStudents("asha", null, null, null)).items()
        .getFirst();
    assertEquals(List.of(made.userId(), Tie.EMAIL), List.of(asha.userId(), asha.tie()));
    assertEquals(1, world.number("SELECT count(*) FROM mrtest.submissions WHERE account_id = '" + made.userId() + "'"));
    world.node.refused(Failure.UNPROCESSABLE, WriteBackContract.CREATE_ACCOUNT, new CreateAccount("st3", null));
    world.node.refused(Failure.NOT_FOUND, WriteBackContract.CREATE_ACCOUNT, new CreateAccount("st99", null));
    world.database.execute("UPDATE mrtest.students SET tie = 'ambiguous' WHERE id = 'st7'");
    world.node.refused(Failure.CONFLICT, WriteBackContract.CREATE_ACCOUNT, new CreateAccount("st7", null));
  }

  // --- scores of sheets ---------------------------------------------------------------------------------------------

  private Import checked(String... lines) {
    Import put = world.node.ask(ImportsContract.UPLOAD, new Upload(null, "eval-tests", null, "scores.csv",
        Base64.getEncoder().encodeToString(String.join("\n", lines).getBytes(UTF_8)), true));
    return workOn(put.id());
  }

  private Import workOn(UUID id) {
    world.node.ask(world.node.product(), WriteBackContract.EVAL_TESTS.work(), new Work(id));
    return world.node.ask(ImportsContract.GET, new GetImport(id));
  }

  private Import imported(String... lines) {
    Import checked = checked(lines);
    assertEquals(State.CHECKED, checked.state(), checked.error());

    world.node.ask(ImportsContract.CONFIRM, new ConfirmImport(checked.id()));
    Import done = workOn(checked.id());
    assertEquals(checked.checked(), done.imported(), "the check is the truth");
    return done;
  }

  @Test
  void scoresAreNotImportedAsAWholeFileOrNothing() {
    world.account("asha@mas.example", null);
    Import checked = checked("email,test,score,total", "asha@mas.example,java,40,50");
    assertEquals(State.CHECKED, checked.state(), checked.error());
    assertTrue(world.node.refused(Failure.UNPROCESSABLE, ImportsContract.CONFIRM,
        new ConfirmImport(checked.id(), true)).getMessage().startsWith("This kind of import cannot be the whole file"));
    assertEquals(State.CHECKED, world.node.ask(ImportsContract.GET, new GetImport(checked.id())).state());
  }

  private List<String> refused(Import of) {
    return world.node.ask(ImportsContract.REFUSED, new ListRefused(of.id(), 500, 0L)).items().stream()
        .flatMap(row -> row.problems().stream().map(each -> row.row() + " " + each.column() + " " + each.reason()))
        .toList();
  }

  @Test
  void scoresOfASheetAreImportedByAddressOrPhoneAndAgainWithoutAChange() {
    UUID asha = world.account("asha@mas.example", "+919820011111");
    UUID ravi = world.account("ravi@mas.example", "098200 22222");
    String[] sheet = {"Email ID,Mobile,Exam,Marks,Max marks,Date", "ASHA@mas.example,,Java,37.5,50,04-03-2026",
        ",98200-22222,Java,90 %,,2026-03-04", "asha@mas.example,,SQL,-2,50,"};
    assertEquals(new Tally(3, 3, 0, 0, 0), checked(sheet).checked());
    assertEquals(0, world.number("SELECT count(*) FROM mrtest.eval_tests"), "a check writes nothing");
    assertEquals(0, world.number("SELECT count(*) FROM jobs.job WHERE address LIKE '%mrtest.eval.scored%'"));
    assertEquals(new Tally(3, 3, 0, 0, 0), imported(sheet).imported());
    assertEquals(List.of("75.00", "0.00"), world.node.ask(WriteBackContract.LIST_EVAL_TESTS,
        new ListEvalTests(asha, null, null)).items().stream().map(test -> test.percentage().toPlainString()).toList());
    assertEquals("90.00", world.node.ask(WriteBackContract.LIST_EVAL_TESTS, new ListEvalTests(ravi, null, null))
        .items().getFirst().percentage().toPlainString());
    assertEquals(2, world.number("SELECT count(*) FROM jobs.job WHERE address LIKE '%mrtest.eval.scored%'"));
    assertEquals(new Tally(3, 0, 0, 3, 0), imported(sheet).imported());
    assertEquals(new Tally(1, 0, 1, 0, 0),
        imported("email,test,score,total", "asha@mas.example,java,40,50").imported());
    assertEquals(3, world.number("SELECT count(*) FROM mrtest.eval_tests"));
  }

  @Test
  void whatASheetHasWrongIsRefusedRowByRow() {
    world.account("asha@mas.example", null);
    world.account("one@mas.example", "+919820033333");
    world.account("two@mas.example", "98200 33333");
    Import done =
        imported("email,phone,test,score,total,date", "nobody@mas.example,,Java,1,2,", ",9.1982E+11,Java,1,2,",
            ",98200 33333,Java,1,2,", ",,Java,1,2,", "asha@mas.example,,Java,absent,,", "asha@mas.example,,Java,60,50,",
            "asha@mas.example,,Java,1,2,31-02-2026", "asha@mas.example,,,1,2,", "asha@mas.example,,Java,1,2,",
            "ASHA@mas.example,,JAVA,2,2,");
    assertEquals(new Tally(10, 1, 0, 0, 9), done.imported(), () -> refused(done).toString());
    assertEquals(List.of("2 email is the address of no account",
        "3 phone was shortened by the spreadsheet; format the column as text and enter it again",
        "4 phone is the phone of several accounts; give the address",
        "5 email is missing, and there is no phone either",
        "6 score is no score such as 37.5, 37.5 / 50 or 75 %, or is more than its total",
        "7 score is no score such as 37.5, 37.5 / 50 or 75 %, or is more than its total",
        "8 takenOn is no day of the past such as 2026-01-31 or 31-01-2026", "9 test is missing",
        "11 email is the same as in row 10"), refused(done));
  }
}
