package com.mas.domain.learning.questionnaire;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.mas.bus.Failure;
import com.mas.bus.Listing;
import com.mas.bus.Page;
import com.mas.bus.Reason;
import com.mas.bus.Request;
import com.mas.bus.Visible;
import com.mas.bus.Word;
import com.mas.db.View;
import com.mas.imports.ImportKind;
import com.mas.imports.ImportKind.Column;
import com.mas.imports.ImportsContract;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/** Declares answers: given by people themselves, kept as drafts, and uploaded as tables. */
@NullMarked
public final class SubmissionContract {
  public static final Reason SUBMITTED_ALREADY = Reason.of(Failure.CONFLICT, "submitted_already",
      "You have answered this already; answers cannot be changed.");
  public static final Reason NOT_ANSWERED_NOW = Reason.of(Failure.CONFLICT, "not_answered_now",
      "This version of the questionnaire is not open for answers.");
  public static final Reason ANSWERS_WRONG = Reason.of(Failure.UNPROCESSABLE, "answers_wrong",
      "The answers do not fit the questions.");
  public static final Reason SUBJECT_UNKNOWN = Reason.of(Failure.UNPROCESSABLE, "subject_unknown",
      "The teacher or the course is not known.");
  public static final Reason DRAFT_UNKNOWN = Reason.of(Failure.NOT_FOUND, "draft_unknown", "There is no such draft.");

  static final int LONGEST_NAME = 200;
  static final int LONGEST_COMMENT = 4_000;
  private static final Duration LONG = Duration.ofSeconds(25);
  /** More than any header has. */
  private static final long MOST_PARTS = 1_000_000;

  private SubmissionContract() {}

  /** Shows the SQL of other domains what was answered; {@code clean} is the comment as it is analysed. */
  public static final View SUBMISSIONS = View.of("questionnaire.shared_submissions", "id, tenant, version_id, "
      + "respondent_id, faculty, faculty_name, course, course_name, department, campus, period, percent, comment, "
      + "clean, created_at, program");

  public enum Source implements Word { PERSON, IMPORT }

  /**
   * @param externalId as the table named it
   * @param facultyName of the teacher, at that time
   * @param department of the course, at that time; so are {@code campus} and {@code program}
   * @param homeDepartment of the respondent, at that time; so is {@code homeProgram}
   * @param score sum of the leaves' averages, by their weights
   * @param percent of the score that the best answers come to
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Submission(UUID id, @Nullable String externalId, String facultyName, @Nullable String courseName,
      @Nullable String department, @Nullable String campus, @Nullable String program, @Nullable String homeDepartment,
      @Nullable String homeProgram, String period, BigDecimal score, BigDecimal percent,
      @Nullable String comment, Source source, Instant createdAt) {}

  public record Answer(UUID questionId, @Min(0) @Max(10) int value) {}

  // --- people -------------------------------------------------------------------------------------------------------

  /** Answers a version, once about one teacher in one course and period. */
  public static final Request<Submit, Submission> SUBMIT =
      Request.of("questionnaire.submission.create", Submit.class, Submission.class);

  /**
   * @param facultyUsername the teacher's user name in Moodle, or e-mail address
   * @param courseShortname short name in Moodle, or the code of a batch
   * @param period for a course that has no semester
   */
  public record Submit(UUID versionId, @Visible @Size(max = LONGEST_NAME) String facultyUsername,
      @Nullable @Visible @Size(max = LONGEST_NAME) String courseShortname, @Nullable @Size(max = 100) String period,
      @Size(min = 1, max = 300) List<Answer> answers, @Nullable @Size(max = LONGEST_COMMENT) String comment) {}

  /** Tells whether the caller has answered. */
  public static final Request<CheckSubmission, Submitted> CHECK =
      Request.of("questionnaire.submission.check", CheckSubmission.class, Submitted.class);

  public record CheckSubmission(UUID versionId, @Visible @Size(max = LONGEST_NAME) String facultyUsername,
      @Nullable @Visible @Size(max = LONGEST_NAME) String courseShortname, @Nullable @Size(max = 100) String period) {}

  /** @param submissionId null: not yet */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Submitted(boolean submitted, @Nullable UUID submissionId) {}

  /** Keeps what the caller has answered so far, in place of an earlier draft. */
  public static final Request<SaveDraft, Draft> SAVE_DRAFT =
      Request.of("questionnaire.draft.save", SaveDraft.class, Draft.class);

  public record SaveDraft(UUID versionId, @Visible @Size(max = LONGEST_NAME) String facultyUsername,
      @Nullable @Visible @Size(max = LONGEST_NAME) String courseShortname, @Size(max = 300) List<Answer> answers,
      @Nullable @Size(max = LONGEST_COMMENT) String comment) {}

  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Draft(UUID versionId, String facultyUsername, @Nullable String courseShortname, List<Answer> answers,
      @Nullable String comment, Instant updatedAt) {}

  public static final Request<GetDraft, Draft> GET_DRAFT =
      Request.of("questionnaire.draft.get", GetDraft.class, Draft.class);

  public record GetDraft(UUID versionId, @Visible @Size(max = LONGEST_NAME) String facultyUsername,
      @Nullable @Visible @Size(max = LONGEST_NAME) String courseShortname) {}

  public static final Request<RemoveDraft, Draft> REMOVE_DRAFT =
      Request.of("questionnaire.draft.remove", RemoveDraft.class, Draft.class);

  public record RemoveDraft(UUID versionId, @Visible @Size(max = LONGEST_NAME) String facultyUsername,
      @Nullable @Visible @Size(max = LONGEST_NAME) String courseShortname) {}

  // --- administrators -----------------------------------------------------------------------------------------------

  /** Newest first. */
  public static final Request<ListSubmissions, Page<Submission>> LIST =
      Request.list("questionnaire.submission.list", ListSubmissions.class, Submission.class);

  /** @param hasComment null: all */
  public record ListSubmissions(UUID versionId, @Nullable Boolean hasComment, @Nullable Integer limit,
      @Nullable Long offset) implements Listing {}

  /** Removes what was answered, as much of it as there is time for. */
  public static final Request<RemoveSubmissions, Removed> REMOVE =
      Request.of("questionnaire.submission.remove", RemoveSubmissions.class, Removed.class, LONG);

  public record RemoveSubmissions(UUID versionId) {}

  /** @param left whether some are there still: ask again */
  public record Removed(long removed, boolean left) {}

  /** Says how a version was answered: by dimension and by teacher. */
  public static final Request<GetSummary, Summary> SUMMARY =
      Request.of("questionnaire.submission.summary", GetSummary.class, Summary.class, LONG);

  public record GetSummary(UUID versionId) {}

  /** @param percent average; null: nobody has answered */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Summary(long submissions, long comments, @Nullable BigDecimal percent, List<DimensionScore> dimensions,
      List<FacultyScore> faculties) {}

  /** @param percent average of the answers to its questions, between the least and the most that can be answered */
  public record DimensionScore(String code, String name, BigDecimal percent) {}

  /** @param faculty the teacher's user name in Moodle, or e-mail address: the key of an analysis */
  public record FacultyScore(String faculty, String name, long submissions, BigDecimal percent) {}

  /** Returns the header row of a version, as a file to fill in. */
  public static final Request<GetTemplate, ImportsContract.CsvPart> TEMPLATE =
      Request.of("questionnaire.version.template", GetTemplate.class, ImportsContract.CsvPart.class);

  public record GetTemplate(UUID versionId, @Nullable @Min(0) @Max(MOST_PARTS) Long from) {}

  /** Takes one part of a table of answers, as {@link ImportsContract#UPLOAD} does for this kind. */
  public static final Request<Ingest, ImportsContract.Import> INGEST =
      Request.of("questionnaire.answers.ingest", Ingest.class, ImportsContract.Import.class, Duration.ofSeconds(30));

  /**
   * @param id of the import, from the second part on; null with the first
   * @param bytes in base64
   * @param last whether no part follows
   */
  public record Ingest(@Nullable UUID id, UUID version, @Nullable @Size(max = 200) String name, String bytes,
      boolean last) {
    @Override
    public String toString() {
      return "Ingest[" + id + ", " + version + "]";
    }
  }

  /** Answers of many people; a version adds a column for each of its questions. */
  public static final ImportKind ANSWERS = ImportKind.ofAdmins("questionnaire", "answers",
      "Answers to a questionnaire", "questionnaireVersion",
      Column.required("externalId", "externalId", 100), Column.required("username", "username", LONGEST_NAME),
      Column.required("facultyUsername", "facultyUsername", LONGEST_NAME),
      Column.optional("courseShortname", "courseShortname", LONGEST_NAME),
      Column.optional("period", "period", 100), Column.optional("comment", "comment", LONGEST_COMMENT))
      .takingBack();
}
