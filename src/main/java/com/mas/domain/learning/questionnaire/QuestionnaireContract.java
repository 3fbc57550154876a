package com.mas.domain.learning.questionnaire;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.mas.bus.AtLeastOne;
import com.mas.bus.Change;
import com.mas.bus.Failure;
import com.mas.bus.Listing;
import com.mas.bus.Page;
import com.mas.bus.Reason;
import com.mas.bus.Request;
import com.mas.bus.Visible;
import com.mas.bus.Word;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/** Declares questionnaires, their versions, and the dimensions that questions measure. */
@NullMarked
public final class QuestionnaireContract {
  public static final Reason QUESTIONNAIRE_UNKNOWN = Reason.of(Failure.NOT_FOUND, "questionnaire_unknown",
      "There is no such questionnaire.");
  public static final Reason VERSION_UNKNOWN = Reason.of(Failure.NOT_FOUND, "version_unknown",
      "There is no such version of a questionnaire.");
  public static final Reason DRAFT_EXISTS = Reason.of(Failure.CONFLICT, "draft_exists",
      "The questionnaire has a draft already; change or publish that one.");
  public static final Reason WRONG_VERSION_STATE = Reason.of(Failure.CONFLICT, "wrong_version_state",
      "The state of the version does not allow this.");
  public static final Reason FORM_WRONG = Reason.of(Failure.UNPROCESSABLE, "form_wrong",
      "The sections and questions do not fit together.");
  public static final Reason DIMENSION_UNKNOWN = Reason.of(Failure.NOT_FOUND, "dimension_unknown",
      "There is no such dimension.");
  public static final Reason DIMENSION_EXISTS = Reason.of(Failure.CONFLICT, "dimension_exists",
      "There is a dimension with this code already.");

  static final String CODE = "^[A-Z][A-Z0-9_]*$";

  private QuestionnaireContract() {}

  // --- questionnaires -----------------------------------------------------------------------------------------------

  /** States of a version, in the order in which they follow each other; from the third one nobody answers it. */
  public enum VersionState implements Word {
    DRAFT, ACTIVE, DEPRECATED, ARCHIVED;

    @Override
    public String wire() {
      return name();
    }
  }

  /** @param activeVersionId the version that is answered; null: none is published */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Questionnaire(UUID id, String title, String type, @Nullable UUID activeVersionId,
      @Nullable UUID draftVersionId, long versions, long submissions, Instant createdAt) {}

  /** Newest first. */
  public static final Request<ListQuestionnaires, Page<Questionnaire>> LIST =
      Request.list("questionnaire.form.list", ListQuestionnaires.class, Questionnaire.class);

  public record ListQuestionnaires(@Nullable @Pattern(regexp = CODE) @Size(max = 40) String type,
      @Nullable Integer limit, @Nullable Long offset) implements Listing {}

  public static final Request<CreateQuestionnaire, Questionnaire> CREATE =
      Request.of("questionnaire.form.create", CreateQuestionnaire.class, Questionnaire.class);

  public record CreateQuestionnaire(@Visible @Size(max = 200) String title,
      @Pattern(regexp = CODE) @Size(max = 40) String type) {}

  public static final Request<GetQuestionnaire, Questionnaire> GET =
      Request.of("questionnaire.form.get", GetQuestionnaire.class, Questionnaire.class);

  public record GetQuestionnaire(UUID id) {}

  /** Counts the questionnaires of each type. */
  public static final Request<ListTypes, Page<TypeCount>> TYPES =
      Request.list("questionnaire.type.list", ListTypes.class, TypeCount.class);

  public record ListTypes(@Nullable Integer limit, @Nullable Long offset) implements Listing {}

  public record TypeCount(String type, long questionnaires) {}

  // --- versions -----------------------------------------------------------------------------------------------------

  /** Answers are whole numbers; yes is 1 and no is 0. */
  public enum QuestionType implements Word {
    LIKERT_1_5(1, 5), LIKERT_1_4(1, 4), LIKERT_1_3(1, 3), YES_NO(0, 1);

    final int least;
    final int most;

    QuestionType(int least, int most) {
      this.least = least;
      this.most = most;
    }

    @Override
    public String wire() {
      return name();
    }
  }

  /** @param required null: it is */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Question(UUID id, @Visible @Size(max = 300) String text, QuestionType type,
      @Pattern(regexp = CODE) @Size(max = 40) String dimensionCode, @Nullable Boolean required) {}

  /** @param weight of all its questions together, in percent */
  public record Subsection(@Visible @Size(max = 200) String title, @Min(0) @Max(100) BigDecimal weight,
      @Size(min = 1, max = 15) List<Question> questions) {}

  /**
   * Has either subsections or questions.
   *
   * @param weight of its questions, in percent; null where there are subsections, which have weights of their own
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Section(@Visible @Size(max = 200) String title, @Nullable @Min(0) @Max(100) BigDecimal weight,
      @Nullable @Size(max = 8) List<Subsection> subsections, @Nullable @Size(max = 15) List<Question> questions) {}

  /** @param maxLength of a comment in characters; null: 4000 */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Feedback(boolean enabled, boolean required, @Nullable @Min(1) @Max(4000) Integer maxLength) {}

  /** @param qualitativeFeedback null: no comment is asked for */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Form(@Size(min = 1, max = 12) List<Section> sections, @Nullable Feedback qualitativeFeedback) {}

  /** @param maxScore that the best answers come to */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Version(UUID id, UUID questionnaireId, int number, VersionState state, Form schema,
      BigDecimal maxScore, Instant createdAt, @Nullable Instant publishedAt, @Nullable Instant endedAt) {}

  /** Lists a questionnaire's versions, the newest first. */
  public static final Request<ListVersions, Page<Version>> VERSIONS =
      Request.list("questionnaire.version.list", ListVersions.class, Version.class);

  public record ListVersions(UUID id, @Nullable Integer limit, @Nullable Long offset) implements Listing {}

  /** Makes a draft. Fails with CONFLICT where there is one, and UNPROCESSABLE for what does not fit together. */
  public static final Request<CreateVersion, Version> CREATE_VERSION =
      Request.of("questionnaire.version.create", CreateVersion.class, Version.class);

  public record CreateVersion(UUID id, Form schema) {}

  /** Makes a draft with the sections and questions of another version, of any questionnaire, under ids of its own. */
  public static final Request<CopyVersion, Version> COPY_VERSION =
      Request.of("questionnaire.version.copy", CopyVersion.class, Version.class);

  public record CopyVersion(UUID id, UUID sourceVersionId) {}

  public static final Request<GetVersion, Version> GET_VERSION =
      Request.of("questionnaire.version.get", GetVersion.class, Version.class);

  public record GetVersion(UUID versionId) {}

  /** Replaces the sections and questions of a draft. */
  public static final Request<ChangeVersion, Version> CHANGE_VERSION =
      Request.of("questionnaire.version.change", ChangeVersion.class, Version.class);

  public record ChangeVersion(UUID versionId, Change<Form> schema) {}

  /** Lets people answer a draft, and deprecates the version that they have answered until then. Twice is as once. */
  public static final Request<PublishVersion, Version> PUBLISH =
      Request.of("questionnaire.version.publish", PublishVersion.class, Version.class);

  public record PublishVersion(UUID versionId) {}

  /** Ends the answering of a version. Twice is as once. */
  public static final Request<DeprecateVersion, Version> DEPRECATE =
      Request.of("questionnaire.version.deprecate", DeprecateVersion.class, Version.class);

  public record DeprecateVersion(UUID versionId) {}

  /** Puts a deprecated version away. Twice is as once. */
  public static final Request<ArchiveVersion, Version> ARCHIVE =
      Request.of("questionnaire.version.archive", ArchiveVersion.class, Version.class);

  public record ArchiveVersion(UUID versionId) {}

  // --- dimensions ---------------------------------------------------------------------------------------------------

  public record Dimension(String code, String name, boolean active) {}

  public static final Request<ListDimensions, Page<Dimension>> DIMENSIONS =
      Request.list("questionnaire.dimension.list", ListDimensions.class, Dimension.class);

  public record ListDimensions(@Nullable Boolean active, @Nullable Integer limit, @Nullable Long offset)
      implements Listing {}

  public static final Request<CreateDimension, Dimension> CREATE_DIMENSION =
      Request.of("questionnaire.dimension.create", CreateDimension.class, Dimension.class);

  public record CreateDimension(@Pattern(regexp = CODE) @Size(max = 40) String code,
      @Visible @Size(max = 200) String name) {}

  /** Renames a dimension, or opens or closes it to new questions. */
  public static final Request<ChangeDimension, Dimension> CHANGE_DIMENSION =
      Request.of("questionnaire.dimension.change", ChangeDimension.class, Dimension.class);

  @AtLeastOne
  public record ChangeDimension(@Pattern(regexp = CODE) @Size(max = 40) String code,
      Change<@Visible @Size(max = 200) String> name, Change<Boolean> active) {}
}
