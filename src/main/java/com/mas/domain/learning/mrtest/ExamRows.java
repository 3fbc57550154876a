package com.mas.domain.learning.mrtest;

import com.mas.sources.Stage;
import com.mas.sources.Stage.Paging;
import com.mas.sources.Stage.Whole;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;

/** Declares what the site gives: the phases of its mirror, and their rows. */
final class ExamRows {
  private static final int PAGE = 100;

  static final Stage<Exam> EXAMS =
      Stage.list("exams", "online exams", Exam.class, Paging.MARKS, Whole.COUNTED).sized(PAGE);
  static final Stage<Person> STUDENTS =
      Stage.list("students", "students", Person.class, Paging.MARKS, Whole.COUNTED).sized(PAGE).dispensable();
  static final Stage<Submission> SUBMISSIONS = Stage.list("submissions", "submissions of an exam", Submission.class,
      Paging.MARKS, Whole.COUNTED).each(EXAMS).sized(PAGE).dispensable();
  static final Stage<Analysis> ANALYSIS =
      Stage.detail("analysis", "analyses of submissions", Analysis.class, SUBMISSIONS);
  static final List<Stage<?>> STAGES = List.of(EXAMS, STUDENTS, SUBMISSIONS, ANALYSIS);

  private ExamRows() {}

  /** @param minutes that a student has; null where the site does not say, as with {@code marks} and the times */
  record Exam(String id, String title, List<String> tags, Instant starts, Instant ends, Integer minutes,
      BigDecimal marks, boolean published) {}

  /** @param email in lower case; null for none, as with {@code roll} and {@code phone} */
  record Person(String id, String roll, String name, String email, String phone, List<String> tags) {}

  /**
   * One attempt.
   *
   * @param percentage null while it is under evaluation
   * @param passed as the site says it; null when it does not
   * @param submitted whether it is handed in and marked; else it is under evaluation
   */
  record Submission(String id, String roll, String name, String email, String phone, int attempt, BigDecimal score,
      BigDecimal total, BigDecimal percentage, Integer rank, Boolean passed, boolean submitted, Instant startedAt,
      Instant submittedAt) {}

  /**
   * Tells what came of each question of a submission.
   *
   * @param layout name of the layout in which the page was read
   * @param structure checksum of the page's structure, whatever it holds
   */
  record Analysis(String submissionId, BigDecimal accuracy, BigDecimal percentile, Integer seconds,
      List<Question> questions, String layout, String structure) {}

  enum Verdict { CORRECT, WRONG, SKIPPED }

  /**
   * @param negative marks that a wrong answer costs
   * @param key explanation of the right answer; null for none
   */
  record Question(int number, String topic, BigDecimal marks, BigDecimal negative, Verdict verdict, Integer seconds,
      String key) {}
}
