package com.mas.domain.learning.questionnaire;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.mas.bus.Call;
import com.mas.bus.Capacity;
import com.mas.bus.Principal;
import com.mas.db.UuidV7;
import com.mas.domain.learning.questionnaire.QuestionnaireContract.CreateDimension;
import com.mas.domain.learning.questionnaire.QuestionnaireContract.CreateQuestionnaire;
import com.mas.domain.learning.questionnaire.QuestionnaireContract.CreateVersion;
import com.mas.domain.learning.questionnaire.QuestionnaireContract.Feedback;
import com.mas.domain.learning.questionnaire.QuestionnaireContract.Form;
import com.mas.domain.learning.questionnaire.QuestionnaireContract.PublishVersion;
import com.mas.domain.learning.questionnaire.QuestionnaireContract.Question;
import com.mas.domain.learning.questionnaire.QuestionnaireContract.QuestionType;
import com.mas.domain.learning.questionnaire.QuestionnaireContract.Section;
import com.mas.domain.learning.questionnaire.QuestionnaireContract.Version;
import com.mas.domain.platform.tenant.TenantContract;
import com.mas.imports.ImportKind.Work;
import com.mas.imports.ImportsContract;
import com.mas.imports.ImportsContract.ConfirmImport;
import com.mas.imports.ImportsContract.CsvPart;
import com.mas.imports.ImportsContract.GetImport;
import com.mas.imports.ImportsContract.Import;
import com.mas.imports.ImportsContract.ListRefused;
import com.mas.imports.ImportsContract.RefusedFile;
import com.mas.imports.ImportsContract.State;
import com.mas.imports.ImportsContract.Upload;
import com.mas.imports.ImportsVerticle;
import com.mas.module.Installation;
import com.mas.module.Parts;
import com.mas.testkit.House;
import com.mas.testkit.TestInstallation;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;

/** A house that asks questions: with people of Moodle and with accounts, two courses and a batch. */
final class Office extends House {
  static final UUID ADMIN = UUID.randomUUID();
  static final UUID ASHA = UUID.randomUUID();
  static final UUID ROHAN = UUID.randomUUID();
  private static final int PART = 256 << 10;

  final List<UUID> questions = IntStream.range(0, 3).mapToObj(i -> UUID.randomUUID()).toList();

  Office() {
    super("2026-03-10T09:00:00Z");
    deploy(new QuestionnaireVerticle(bus, new Capacity("questionnaire", 2, 100), db, new UuidV7(clock)));
    Installation plain = TestInstallation.PLAIN;
    Installation here = new Installation(plain.node(), plain.tenants(), plain.secrets(), plain.privateHosts(),
        plain.phones(), plain.freeDisk(), plain.flags(), plain.queues(), plain.schedules(),
        List.of(SubmissionContract.ANSWERS), plain.files());
    deploy(new ImportsVerticle(new Parts(vertx, bus, db, null, here, Map.of()), new Capacity("imports", 1, 100),
        256 << 20, TenantContract.SHARED));
    person(ASHA, "asha@learner.example", "Asha Kulkarni");
    person(ROHAN, "rohan@mas.example", "Rohan Bhattacharya");
    execute("""
        INSERT INTO moodle.categories (tenant, id, name, parent_id, depth, path, updated_at) VALUES
          ('mas', 1, 'Pune', 0, 1, '{1}', now()), ('mas', 2, '2026-1', 1, 2, '{1,2}', now()),
          ('mas', 3, 'Physics', 2, 3, '{1,2,3}', now());
        INSERT INTO moodle.courses (tenant, id, short_name, full_name, category_id, visible, updated_at) VALUES
          ('mas', 7, 'PH-101', 'Mechanics', 3, true, now()), ('mas', 8, 'PH-102', 'Optics', 3, true, now());
        INSERT INTO moodle.people (tenant, id, username, full_name, email, updated_at) VALUES
          ('mas', 1, 'tara', 'Tara Rao', 'tara@school.example', now()),
          ('mas', 2, 'ben', 'Ben Ng', 'ben@school.example', now()),
          ('mas', 3, 'prof', 'Prof Iyer', 'prof@school.example', now());
        INSERT INTO moodle.enrolments (tenant, course_id, user_id, role, suspended, updated_at) VALUES
          ('mas', 7, 1, 'student', false, now()), ('mas', 7, 2, 'student', false, now());
        INSERT INTO education.batches (id, tenant, code, name, state, starts_on, created_at, updated_at) VALUES
          (gen_random_uuid(), 'mas', 'DA-01', 'Data Analytics', 'active', '2026-01-05', now(), now())""");
  }

  void person(UUID id, String email, String name) {
    execute("INSERT INTO identity.users (id, tenant, email, full_name, role, created_at, updated_at)"
        + " VALUES (?, 'mas', ?, ?, 'USER', now(), now())", id, email, name);
  }

  @Override
  protected UUID caller() {
    return ADMIN;
  }

  @Override
  protected Principal principal(UUID who, String ofTenant) {
    return new Principal(who, who.equals(ADMIN) ? Principal.Role.ADMIN : Principal.Role.USER, Set.of(), ofTenant);
  }

  /** Two questions from 1 to 5 for 60 percent, and one of yes or no, which need not be answered, for 40. */
  Form form() {
    return new Form(List.of(
        new Section("Teaching", new BigDecimal(60), null, List.of(
            new Question(questions.get(0), "Is it clear?", QuestionType.LIKERT_1_5, "CLARITY", null),
            new Question(questions.get(1), "Is the pace right?", QuestionType.LIKERT_1_5, "PACE", null))),
        new Section("All in all", new BigDecimal(40), null, List.of(
            new Question(questions.get(2), "Again?", QuestionType.YES_NO, "CLARITY", false)))),
        new Feedback(true, false, 200));
  }

  UUID questionnaire() {
    for (String code : List.of("CLARITY", "PACE")) {
      if (number("SELECT count(*) FROM questionnaire.dimensions WHERE code = ?", code) == 0) {
        ask(QuestionnaireContract.CREATE_DIMENSION, new CreateDimension(code, code.toLowerCase(Locale.ROOT)));
      }
    }
    return ask(QuestionnaireContract.CREATE, new CreateQuestionnaire("Teachers", "FACULTY_IN_CLASSROOM")).id();
  }

  Version published() {
    return published(form());
  }

  Version published(Form form) {
    return ask(QuestionnaireContract.PUBLISH, new PublishVersion(
        ask(QuestionnaireContract.CREATE_VERSION, new CreateVersion(questionnaire(), form)).id()));
  }

  /** Returns a table with the headers that the version's template has. */
  byte[] table(String... rows) {
    String head = "externalId,username,facultyUsername,courseShortname,period," + questions.get(0) + ","
        + questions.get(1) + "," + questions.get(2) + ",comment\n";
    return (head + String.join("\n", rows)).getBytes(UTF_8);
  }

  Import put(UUID version, byte[] file) {
    Import put = null;
    for (int from = 0; put == null || from < file.length; from += PART) {
      byte[] part = Arrays.copyOfRange(file, from, Math.min(file.length, from + PART));
      put = ask(ImportsContract.UPLOAD, new Upload(put == null ? null : put.id(), "answers", version, "answers.csv",
          Base64.getEncoder().encodeToString(part), from + PART >= file.length));
    }
    return put;
  }

  Import work(UUID id) {
    ask(jobs(), SubmissionContract.ANSWERS.work(), new Work(id));
    return ask(ImportsContract.GET, new GetImport(id));
  }

  /** The stored request of one import, however often it comes. */
  Call jobs() {
    return new Call("test", null, tenant, null, clock.millis() + 900_000, new UUID(1, 1), null);
  }

  Import checked(UUID version, byte[] file) {
    return work(put(version, file).id());
  }

  Import confirmed(Import checked) {
    if (checked.state() != State.CHECKED) {
      throw new AssertionError(checked.error());
    }
    ask(ImportsContract.CONFIRM, new ConfirmImport(checked.id()));
    return work(checked.id());
  }

  /** Returns the problems as "row column: reason". */
  List<String> refused(Import of) {
    return ask(ImportsContract.REFUSED, new ListRefused(of.id(), 500, 0L)).items().stream()
        .flatMap(row -> row.problems().stream()
            .map(each -> row.row() + " " + each.column() + ": " + each.reason()))
        .toList();
  }

  String refusedFile(Import of) {
    CsvPart part = ask(ImportsContract.REFUSED_FILE, new RefusedFile(of.id(), null));
    return part.text();
  }
}
