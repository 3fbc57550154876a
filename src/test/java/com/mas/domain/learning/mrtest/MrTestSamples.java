package com.mas.domain.learning.mrtest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.mas.bus.Json;
import com.mas.process.Api.Reply;
import com.mas.process.Belongings;
import com.mas.process.DomainSamples;
import java.util.Map;

/** Samples for an exam that the student's batch has, and for one that the student has taken. */
final class MrTestSamples implements DomainSamples {
  private static final String EXAM = "exam-of-tests";
  private static final String SUBMISSION = "submission-of-tests";

  @Override
  public void own(Belongings things) throws Exception {
    String student = things.student().id();
    things.execute("""
        INSERT INTO mrtest.exams (tenant, id, title, tags, published, updated_at)
        SELECT tenant, '%s', 'Exam of tests', '{}', true, now() FROM identity.users WHERE id = '%s'""".formatted(EXAM,
        student));
    things.execute("""
        INSERT INTO mrtest.submissions (tenant, id, exam_id, attempt, name, state, percentage, passed, account_id, tie,
          analysis_due, updated_at)
        SELECT tenant, '%s', '%s', 1, 'Asha', 'submitted', 80, true, id, 'email', false, now() FROM identity.users
        WHERE id = '%s'""".formatted(SUBMISSION, EXAM, student));
    things.execute("""
        INSERT INTO mrtest.reports (tenant, submission_id, questions, layout, structure, read_at)
        SELECT tenant, '%s', '[]', 'table', 'none', now() FROM identity.users WHERE id = '%s'""".formatted(SUBMISSION,
        student));
    String batch = things.first("/api/batchlead/batches", things.lead());
    Reply given = things.api().ask("PUT", "/api/ezexam/batches/" + batch + "/exams/" + EXAM, things.api().admin(),
        Json.write(Map.of("takeUrl", "https://exams.example/take")));
    assertEquals(200, given.status(), given::text);
    things.own("mrtest.cards.launch", things.student(), Map.of("id", EXAM));
    things.own("mrtest.cards.report", things.student(), Map.of("id", SUBMISSION));
  }
}
