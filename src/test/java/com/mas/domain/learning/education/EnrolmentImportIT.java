package com.mas.domain.learning.education;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import com.mas.boot.Modules;
import com.mas.bus.Capacity;
import com.mas.bus.Change;
import com.mas.bus.Failure;
import com.mas.bus.Principal;
import com.mas.db.UuidV7;
import com.mas.domain.learning.education.EducationContract.Application;
import com.mas.domain.learning.education.EducationContract.ApplicationState;
import com.mas.domain.learning.education.EducationContract.Batch;
import com.mas.domain.learning.education.EducationContract.BatchState;
import com.mas.domain.learning.education.EducationContract.CreateApplication;
import com.mas.domain.learning.education.EducationContract.CreateBatch;
import com.mas.domain.learning.education.EducationContract.ListApplications;
import com.mas.domain.learning.education.EducationContract.UpdateApplication;
import com.mas.domain.people.identity.DirectoryContract;
import com.mas.domain.people.identity.DirectoryContract.EnsureStudent;
import com.mas.domain.people.identity.DirectoryContract.EnsureStudents;
import com.mas.domain.people.identity.DirectoryContract.NewStudent;
import com.mas.domain.people.identity.DirectoryContract.OneEnsured;
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
import com.mas.testkit.House;
import com.mas.testkit.TestInstallation;
import com.mas.testkit.TestTokens;
import java.time.LocalDate;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EnrolmentImportIT {
  private static final UUID ADMIN = UUID.randomUUID();
  @AutoClose private static final Campus campus = new Campus();

  private Batch batch;

  /** Education with the identity that there really is. */
  private static final class Campus extends House {
    Campus() {
      super("2026-03-10T09:00:00Z");
      deploy(new IdentityVerticle(bus, new Capacity("identity", 2, 100), db, new Jobs(clock, Modules.SUBSCRIPTIONS),
          new RateLimit(null, clock), new UuidV7(clock),
          new IdentityVerticle.Config(TestTokens.SECRET, 15, 30, 4, true, "root@mas.example", "correct horse")));
      deploy(new EducationVerticle(bus, new Capacity("education", 1, 100), db, new UuidV7(clock)));
      Installation plain = TestInstallation.PLAIN;
      deploy(new ImportsVerticle(new Parts(vertx, bus, db, null, new Installation(plain.node(), plain.tenants(),
          plain.secrets(), plain.privateHosts(), plain.phones(), plain.freeDisk(), plain.flags(),
          plain.queues(), plain.schedules(), List.of(EducationContract.ENROLMENTS), plain.files()), Map.of()),
          new Capacity("imports", 1, 100), 1 << 20, TenantContract.SHARED));
    }

    @Override
    protected UUID caller() {
      return ADMIN;
    }

    @Override
    protected Principal principal(UUID who, String ofTenant) {
      return new Principal(who, Principal.Role.ADMIN, Set.of(), ofTenant);
    }
  }

  @BeforeEach
  void anEmptyBatch() {
    campus.execute("TRUNCATE education.batches CASCADE; DELETE FROM identity.users; DELETE FROM imports.file");
    batch = campus.ask(EducationContract.BATCHES_CREATE, new CreateBatch("DS-1", "Data science", BatchState.ACTIVE,
        LocalDate.of(2026, 1, 5), null, null, null));
  }

  private UUID account(String email) {
    return campus.ask(DirectoryContract.ENSURE_STUDENT,
        new EnsureStudent(email, null, "Somebody", null, null, false)).id();
  }

  private Application application(UUID user, ApplicationState state) {
    return campus.ask(EducationContract.APPLICATIONS_CREATE,
        new CreateApplication(batch.id(), user, null, state, null, null));
  }

  private Import checked(String... lines) {
    Import put = campus.ask(ImportsContract.UPLOAD, new Upload(null, "enrolments", batch.id(), "people.csv",
        Base64.getEncoder().encodeToString(String.join("\n", lines).getBytes(UTF_8)), true));
    return work(put.id());
  }

  private Import work(UUID id) {
    campus.ask(campus.product(), EducationContract.ENROLMENTS.work(), new Work(id));
    return campus.ask(ImportsContract.GET, new GetImport(id));
  }

  private Import imported(String... lines) {
    Import checked = checked(lines);
    assertEquals(State.CHECKED, checked.state(), checked.error());
    campus.ask(ImportsContract.CONFIRM, new ConfirmImport(checked.id()));
    Import done = work(checked.id());
    assertEquals(checked.checked(), done.imported());
    return done;
  }

  private List<String> refused(Import of) {
    return campus.ask(ImportsContract.REFUSED, new ListRefused(of.id(), 500, 0L)).items().stream()
        .flatMap(row -> row.problems().stream()
            .map(each -> row.row() + " " + each.column() + " " + each.reason()))
        .toList();
  }

  private Map<String, String> seats() {
    return campus.column("""
        SELECT u.email || ' ' || a.state || ' ' || coalesce(a.roll_number, '-') FROM education.applications a
        JOIN identity.users u ON u.id = a.user_id""").stream()
        .collect(Collectors.toMap(line -> line.split(" ")[0], line -> line.substring(line.indexOf(' ') + 1)));
  }

  @Test
  void tenPeopleAreEnrolledFromASheetAndThoseWithoutAccountsGetThem() {
    UUID asha = account("asha@mas.example");
    String[] rows = IntStream.range(0, 11).mapToObj(i -> i == 0 ? "Student name,E-Mail Address,Mobile,Roll No."
        : i == 1 ? ",ASHA@mas.example,,r1"
            : "Person " + i + ",p" + i + "@mas.example,+91 98200 1234" + i % 10 + ",r" + i)
        .toArray(String[]::new);
    Import checked = checked(rows);
    assertEquals(new Tally(10, 10, 0, 0, 0), checked.checked(), () -> refused(checked).toString());
    assertEquals(1, campus.number("SELECT count(*) FROM identity.users"));
    assertEquals(Map.of(), seats());

    assertEquals(new Tally(10, 10, 0, 0, 0), imported(rows).imported());
    assertEquals(10, seats().size());
    assertEquals("enrolled r1", seats().get("asha@mas.example"));
    assertEquals("enrolled r7", seats().get("p7@mas.example"));
    assertEquals("+919820012347", campus.text("SELECT phone FROM identity.users WHERE email = 'p7@mas.example'"));
    List<Application> hers = campus.ask(EducationContract.APPLICATIONS_LIST,
        new ListApplications(null, asha, null, null, null)).items();
    assertEquals("r1", hers.getFirst().rollNumber());
    assertNotNull(hers.getFirst().enrolledAt());

    assertEquals(new Tally(10, 0, 0, 10, 0), imported(rows).imported());
    assertEquals(10, seats().size());
  }

  @Test
  void whatSomebodyDecidedIsNotUndone() {
    UUID left = account("left@mas.example");
    Application gone = application(left, ApplicationState.ENROLLED);
    campus.ask(EducationContract.APPLICATIONS_UPDATE, new UpdateApplication(gone.id(),
        Change.to(ApplicationState.WITHDRAWN), Change.to("moved away"), Change.none(), Change.none()));
    application(account("asks@mas.example"), ApplicationState.APPLIED);
    Application sits = application(account("sits@mas.example"), ApplicationState.PAID);
    Application numbered = application(account("numbered@mas.example"), ApplicationState.ENROLLED);
    campus.ask(EducationContract.APPLICATIONS_UPDATE, new UpdateApplication(numbered.id(), Change.none(),
        Change.none(), Change.none(), Change.to("A1")));
    UUID off = account("off@mas.example");
    campus.execute("UPDATE identity.users SET status = 'disabled' WHERE id = ?", off);

    Import done = imported("email,name,phone,roll", "left@mas.example,,,", "asks@mas.example,,,",
        "sits@mas.example,,,B2", "numbered@mas.example,,,a1", "numbered2@mas.example,New,,A1",
        "off@mas.example,,,", "nobody@mas.example,,,", "no address,X,,", "x@mas.example,X,call me,",
        "y@mas.example,Y,,b2");
    assertEquals(new Tally(10, 0, 1, 1, 8), done.imported(), () -> refused(done).toString());
    assertEquals(List.of(
        "2 email belongs to a person whose application to this batch is withdrawn; enrol them by hand",
        "3 email belongs to a person whose application to this batch is applied; move it on by hand",
        "6 rollNumber is the same as in row 5",
        "7 email belongs to an account that is disabled; enable it first",
        "8 name is missing, and there is no account with this address; give a name, so that one is made",
        "9 email must be an e-mail address",
        "10 phone must be a phone number, best with its country's code, such as +91 98200 12345",
        "11 rollNumber is the same as in row 4"), refused(done));
    assertEquals("paid B2", seats().get("sits@mas.example"));
    assertEquals("withdrawn -", seats().get("left@mas.example"));
    assertEquals(1, campus.number("SELECT count(*) FROM education.applications WHERE id = ?", sits.id()));
  }

  @Test
  void aRollNumberIsOneInABatch() {
    application(account("one@mas.example"), ApplicationState.ENROLLED);
    assertEquals(new Tally(2, 1, 1, 0, 0),
        imported("email,name,roll no", "one@mas.example,,A1", "two@mas.example,Two,A2").imported());
    assertEquals(List.of("2 rollNumber belongs to another person in this batch"),
        refused(checked("email,name,roll no", "three@mas.example,Three,a2", "two@mas.example,,")));
    Application two = campus.ask(EducationContract.APPLICATIONS_LIST,
        new ListApplications(batch.id(), null, null, null, null)).items().stream()
        .filter(each -> "A2".equals(each.rollNumber())).findFirst().orElseThrow();
    campus.refused(Failure.CONFLICT, EducationContract.APPLICATIONS_UPDATE, new UpdateApplication(two.id(),
        Change.none(), Change.none(), Change.none(), Change.to("a1")));
  }

  @Test
  void aBatchThatIsOverTakesNobody() {
    campus.execute("UPDATE education.batches SET state = 'archived'");
    assertEquals("The batch is archived and closed for applications.",
        checked("email,name", "a@mas.example,A").error());
    campus.execute("TRUNCATE education.batches CASCADE");
    assertEquals("There is no such batch.", checked("email,name", "a@mas.example,A").error());
  }

  @Test
  void manyStudentsAreRehearsedWithoutATrace() {
    EnsureStudents ask = new EnsureStudents(List.of(new NewStudent("A@mas.example", "A", null),
        new NewStudent("a@mas.example", null, null), new NewStudent("b@mas.example", " ", null)), true);
    List<OneEnsured> tried = campus.ask(DirectoryContract.ENSURE_STUDENTS, ask).students();
    assertEquals(List.of(true, true, false), tried.stream().map(OneEnsured::created).toList());
    assertEquals("fullName", tried.getLast().field());
    assertEquals(0, campus.number("SELECT count(*) FROM identity.users"));
    UUID made = campus.ask(DirectoryContract.ENSURE_STUDENTS, new EnsureStudents(ask.students(), false)).students()
        .getFirst().id();
    OneEnsured again = campus.ask(DirectoryContract.ENSURE_STUDENTS,
        new EnsureStudents(ask.students(), false)).students().getFirst();
    assertEquals(new OneEnsured(made, false, null, null), again);
    campus.refused(Failure.INVALID, DirectoryContract.ENSURE_STUDENTS, new EnsureStudents(
        IntStream.range(0, 1_001).mapToObj(i -> new NewStudent("x", null, null)).toList(), false));
  }
}
