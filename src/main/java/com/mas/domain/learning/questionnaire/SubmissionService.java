package com.mas.domain.learning.questionnaire;

import com.mas.bus.Bus;
import com.mas.bus.Call;
import com.mas.bus.FailureException.FieldError;
import com.mas.bus.Page;
import com.mas.bus.Text;
import com.mas.db.Database;
import com.mas.db.PageWindow;
import com.mas.db.UuidV7;
import com.mas.domain.learning.questionnaire.Names.Found;
import com.mas.domain.learning.questionnaire.QuestionnaireContract.Dimension;
import com.mas.domain.learning.questionnaire.QuestionnaireContract.Feedback;
import com.mas.domain.learning.questionnaire.QuestionnaireContract.Question;
import com.mas.domain.learning.questionnaire.QuestionnaireContract.Version;
import com.mas.domain.learning.questionnaire.SubmissionContract.*;
import com.mas.domain.learning.questionnaire.SubmissionRepository.Average;
import com.mas.domain.learning.questionnaire.SubmissionRepository.Given;
import com.mas.domain.learning.questionnaire.SubmissionRepository.Kept;
import com.mas.domain.learning.questionnaire.SubmissionRepository.Ready;
import com.mas.domain.learning.questionnaire.SubmissionRepository.Totals;
import com.mas.imports.ImportsContract;
import com.mas.imports.ImportsContract.CsvPart;
import com.mas.imports.ImportsContract.Import;
import com.mas.imports.ImportsContract.Upload;
import com.mas.meters.Meters;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** Takes answers of people, and tells what was answered. */
final class SubmissionService {
  /** Pieces of 5,000 that one request removes. */
  private static final int MOST_PIECES = 40;
  private static final int WHOLE = 100;

  private final Bus bus;
  private final Database db;
  private final VersionService versions;
  private final VersionRepository dimensions;
  private final SubmissionRepository submissions;
  private final DraftRepository drafts;
  private final UuidV7 ids;
  private final Clock clock;

  SubmissionService(Bus bus, Database db, VersionService versions, VersionRepository dimensions,
      SubmissionRepository submissions, DraftRepository drafts, UuidV7 ids) {
    this.bus = bus;
    this.db = db;
    this.versions = versions;
    this.dimensions = dimensions;
    this.submissions = submissions;
    this.drafts = drafts;
    this.ids = ids;
    this.clock = bus.clock();
  }

  Submission submit(Call call, Submit ask) {
    Version version = versions.version(call, ask.versionId());
    String comment = Text.isVisible(ask.comment()) ? Text.stripped(ask.comment()) : null;
    Integer[] answers = answers(version, ask.answers(), true);
    check(version.schema().qualitativeFeedback(), comment);
    Given given = given(call, ask.facultyUsername(), ask.courseShortname(), ask.period(), answers,
        Scale.of(version.schema()).score(answers), comment);
    Ready ready = ready(call, given);
    Submission made = db.transaction(tx -> {
      if (!Database.await(submissions.isOpen(tx, call.tenant(), ask.versionId()))) {
        throw SubmissionContract.NOT_ANSWERED_NOW.refusal();
      }
      if (submissions.write(tx, call.tenant(), ask.versionId(), List.of(ready), Source.PERSON, null, clock.instant())
          .isEmpty()) {
        throw SubmissionContract.SUBMITTED_ALREADY.refusal();
      }
      drafts.removeWith(tx, call.tenant(), ask.versionId(), call.userId(), given.faculty(), given.course());
      return submissions.find(tx, given.id());
    });
    Meters.counter("questionnaire.submitted", "Questionnaires that people have answered").increment();
    return made;
  }

  private Given given(Call call, String faculty, String course, String period, Integer[] answers, Scale.Score score,
      String comment) {
    String code = submissions.code(call.tenant(), call.userId())
        .orElseThrow(() -> SubmissionContract.SUBJECT_UNKNOWN.with("Your account is disabled."));
    return new Given(ids.next(), null, code, code(faculty), code(course), period == null ? "" : period.strip(),
        answers, score, comment, CommentRules.clean(comment));
  }

  /** Returns a user name, address or short name as it is kept; '' for none. */
  static String code(String word) {
    return word == null ? "" : word.strip().toLowerCase(Locale.ROOT);
  }

  private Ready ready(Call call, Given given) {
    Found found = new Names(submissions, call.tenant()).find(List.of(given)).getFirst();
    if (found.ready() == null) {
      String what = switch (found.column()) {
        case "facultyUsername" -> "The teacher's user name ";
        case "courseShortname" -> "The course ";
        case "period" -> "The period ";
        default -> "Your own name ";
      };
      throw SubmissionContract.SUBJECT_UNKNOWN.with(what + found.reason() + ".").at("/" + found.column());
    }
    return found.ready();
  }

  /** Returns the answers in the order of the questions. */
  private static Integer[] answers(Version version, List<Answer> given, boolean whole) {
    List<Question> questions = Scale.of(version.schema()).questions();
    Map<UUID, Integer> places = new HashMap<>();
    questions.forEach(question -> places.put(question.id(), places.size()));
    Integer[] answers = new Integer[questions.size()];
    List<FieldError> wrong = new ArrayList<>();
    for (int i = 0; i < given.size(); i++) {
      Answer answer = given.get(i);
      Integer place = places.get(answer.questionId());
      if (place == null) {
        wrong.add(new FieldError("/answers/" + i + "/questionId", "The version has no such question."));
      } else if (answers[place] != null) {
        wrong.add(new FieldError("/answers/" + i + "/questionId", "The question is answered twice."));
      } else if (!Scale.isAnswer(questions.get(place), answer.value())) {
        wrong.add(new FieldError("/answers/" + i + "/value", "The question is answered by "
            + questions.get(place).type().least + " to " + questions.get(place).type().most + "."));
      } else {
        answers[place] = answer.value();
      }
    }
    for (int i = 0; whole && i < answers.length; i++) {
      if (answers[i] == null && Scale.isRequired(questions.get(i))) {
        wrong.add(new FieldError("/answers", "The question “" + questions.get(i).text() + "” is not answered."));
      }
    }
    if (!wrong.isEmpty()) {
      throw SubmissionContract.ANSWERS_WRONG.with(wrong.getFirst().message())
          .errors(wrong.subList(0, Math.min(20, wrong.size())));
    }
    return answers;
  }

  private static void check(Feedback feedback, String comment) {
    boolean asked = feedback != null && feedback.enabled();
    if (!asked && comment != null) {
      throw SubmissionContract.ANSWERS_WRONG.with("This version asks for no comment.").at("/comment");
    }
    if (asked && feedback.required() && comment == null) {
      throw SubmissionContract.ANSWERS_WRONG.with("This version asks for a comment.").at("/comment");
    }
    if (asked && comment != null && Text.length(comment) > longest(feedback)) {
      throw SubmissionContract.ANSWERS_WRONG.with("A comment has at most " + longest(feedback) + " characters.")
          .at("/comment");
    }
  }

  static int longest(Feedback feedback) {
    return feedback.maxLength() == null ? SubmissionContract.LONGEST_COMMENT : feedback.maxLength();
  }

  Submitted check(Call call, CheckSubmission ask) {
    Version version = versions.version(call, ask.versionId());
    Integer[] none = new Integer[Scale.of(version.schema()).questions().size()];
    Ready ready = ready(call, given(call, ask.facultyUsername(), ask.courseShortname(), ask.period(), none,
        new Scale.Score(0, 0), null));
    Optional<UUID> kept = submissions.kept(ask.versionId(), ready).map(Kept::keptId);
    return new Submitted(kept.isPresent(), kept.orElse(null));
  }

  Draft saveDraft(Call call, SaveDraft ask) {
    answers(versions.version(call, ask.versionId()), ask.answers(), false);
    return drafts.save(call.tenant(), call.userId(), code(ask.facultyUsername()), code(ask.courseShortname()), ask,
        clock.instant()).orElseThrow(SubmissionContract.NOT_ANSWERED_NOW::refusal);
  }

  Draft draft(Call call, GetDraft ask) {
    return drafts.find(call.tenant(), ask.versionId(), call.userId(), code(ask.facultyUsername()),
        code(ask.courseShortname())).orElseThrow(SubmissionContract.DRAFT_UNKNOWN::refusal);
  }

  Draft removeDraft(Call call, RemoveDraft ask) {
    return drafts.remove(call.tenant(), ask.versionId(), call.userId(), code(ask.facultyUsername()),
        code(ask.courseShortname())).orElseThrow(SubmissionContract.DRAFT_UNKNOWN::refusal);
  }

  Page<Submission> list(Call call, ListSubmissions ask) {
    versions.version(call, ask.versionId());
    return submissions.list(call.tenant(), ask.versionId(), ask.hasComment(), PageWindow.of(ask));
  }

  Removed remove(Call call, RemoveSubmissions ask) {
    versions.version(call, ask.versionId());
    long removed = 0;
    for (int i = 0; i < MOST_PIECES; i++) {
      long piece = submissions.remove(ask.versionId());
      removed += piece;
      if (piece == 0) {
        return new Removed(removed, false);
      }
    }
    return new Removed(removed, true);
  }

  Summary summary(Call call, GetSummary ask) {
    Version version = versions.version(call, ask.versionId());
    Totals totals = submissions.totals(ask.versionId());
    List<Question> questions = Scale.of(version.schema()).questions();
    Map<String, List<Double>> shares = new HashMap<>();
    for (Average average : submissions.averages(ask.versionId())) {
      if (average.place() <= questions.size()) {
        Question question = questions.get(average.place() - 1);
        shares.computeIfAbsent(question.dimensionCode(), first -> new ArrayList<>())
            .add((average.average() - question.type().least) * WHOLE / (question.type().most - question.type().least));
      }
    }
    Set<String> codes = questions.stream().map(Question::dimensionCode).collect(Collectors.toSet());
    List<DimensionScore> scores = dimensions.dimensions(call.tenant(), codes).stream()
        .filter(dimension -> shares.containsKey(dimension.code())).map(dimension -> score(dimension, shares)).toList();
    return new Summary(totals.submissions(), totals.comments(), totals.percent(), scores,
        submissions.faculties(ask.versionId()));
  }

  private static DimensionScore score(Dimension dimension, Map<String, List<Double>> shares) {
    double average = shares.get(dimension.code()).stream().mapToDouble(each -> each).average().orElse(0);
    return new DimensionScore(dimension.code(), dimension.name(),
        BigDecimal.valueOf(average).setScale(2, RoundingMode.HALF_UP));
  }

  CsvPart template(Call call, GetTemplate ask) {
    Version version = versions.version(call, ask.versionId());
    return new CsvPart("\uFEFF" + AnswerImport.columns(version, SubmissionContract.ANSWERS.columns()).stream()
        .map(column -> column.title()).collect(Collectors.joining(",", "", "\r\n")), null);
  }

  Import ingest(Call call, Ingest ask) {
    versions.version(call, ask.version());
    return Database.await(bus.send(call, ImportsContract.UPLOAD, new Upload(ask.id(),
        SubmissionContract.ANSWERS.name(), ask.version(), ask.name(), ask.bytes(), ask.last())));
  }
}
