package com.mas.domain.learning.questionnaire;

import com.mas.bus.Call;
import com.mas.bus.Failure;
import com.mas.db.Database;
import com.mas.db.Tx;
import com.mas.db.UuidV7;
import com.mas.domain.learning.questionnaire.Names.Found;
import com.mas.domain.learning.questionnaire.QuestionnaireContract.Feedback;
import com.mas.domain.learning.questionnaire.QuestionnaireContract.Question;
import com.mas.domain.learning.questionnaire.QuestionnaireContract.Version;
import com.mas.domain.learning.questionnaire.QuestionnaireContract.VersionState;
import com.mas.domain.learning.questionnaire.SubmissionContract.Source;
import com.mas.domain.learning.questionnaire.SubmissionRepository.Given;
import com.mas.domain.learning.questionnaire.SubmissionRepository.Kept;
import com.mas.domain.learning.questionnaire.SubmissionRepository.Ready;
import com.mas.imports.Cells;
import com.mas.imports.ImportKind.Column;
import com.mas.imports.RowImport;
import io.vertx.core.Future;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;

/** Answers of many people, by a table: {@link SubmissionContract#ANSWERS}. */
final class AnswerImport implements RowImport<Given, List<Found>> {
  private static final int LONGEST_ANSWER = 20;

  private final VersionRepository versions;
  private final SubmissionRepository submissions;
  private final UuidV7 ids;
  private final Clock clock;

  AnswerImport(VersionRepository versions, SubmissionRepository submissions, UuidV7 ids, Clock clock) {
    this.versions = versions;
    this.submissions = submissions;
    this.ids = ids;
    this.clock = clock;
  }

  @Override
  public RowImport<Given, List<Found>> about(Target target) {
    Version version = versions.version(target.tenant(), target.subject())
        .orElseThrow(() -> Failure.UNPROCESSABLE.with("There is no such version of a questionnaire."));
    if (version.state() != VersionState.ACTIVE) {
      throw closed();
    }
    return new OfVersion(version, new Names(submissions, target.tenant()));
  }

  private static RuntimeException closed() {
    return Failure.UNPROCESSABLE.with("This version of the questionnaire is not open for answers; publish it first.");
  }

  /**
   * Returns the usual columns with one for each question ahead of the comment's, known by the question's id, its text
   * or its number.
   */
  static List<Column> columns(Version version, List<Column> usual) {
    List<Column> columns = new ArrayList<>();
    Feedback feedback = version.schema().qualitativeFeedback();
    for (Column column : usual) {
      if (!column.key().equals("comment")) {
        columns.add(column);
      }
    }
    int number = 1;
    for (Question question : Scale.of(version.schema()).questions()) {
      columns.add(new Column(question.id().toString(), question.id().toString(),
          List.of(question.text(), "Q" + number++), Scale.isRequired(question), LONGEST_ANSWER));
    }
    if (feedback != null && feedback.enabled()) {
      columns.add(new Column("comment", "comment", List.of("remarks", "feedback"), feedback.required(),
          SubmissionService.longest(feedback)));
    }
    return columns;
  }

  @Override
  public Given read(Cells cells) {
    throw new IllegalStateException("rows are read by what is about their version");
  }

  @Override
  public List<Key> keys(Given row) {
    return List.of(new Key("username", row.respondent() + '\n' + row.faculty() + '\n' + row.course() + '\n'
        + row.said()));
  }

  @Override
  public List<Found> look(Call call, Target target, List<Given> rows) {
    return new Names(submissions, target.tenant()).find(rows);
  }

  @Override
  public List<Verdict> write(Tx tx, Target target, List<Given> rows, List<Found> found) {
    List<Ready> ready = found.stream().map(Found::ready).filter(row -> row != null).toList();
    Future<Boolean> open = submissions.isOpen(tx, target.tenant(), target.subject());
    Set<UUID> added = ready.isEmpty() ? Set.of() : submissions.write(tx, target.tenant(), target.subject(), ready,
        Source.IMPORT, target.id(), clock.instant());
    if (!Database.await(open)) {
      throw closed();
    }
    List<Ready> others = ready.stream().filter(row -> !added.contains(row.given().id())).toList();
    Map<UUID, Kept> kept = others.isEmpty() ? Map.of() : submissions.kept(tx, target.subject(), others);
    return found.stream().map(row -> verdict(row, added, kept)).toList();
  }

  @Override
  public boolean takeBack(Target target) {
    submissions.takeBack(target.subject(), target.id());
    return submissions.isLeft(target.id());
  }

  private static Verdict verdict(Found row, Set<UUID> added, Map<UUID, Kept> kept) {
    if (row.ready() == null) {
      return Verdict.refused(row.column(), row.reason());
    }
    UUID id = row.ready().given().id();
    if (added.contains(id)) {
      return Verdict.ADDED;
    }
    return kept.containsKey(id) && kept.get(id).isSame() ? Verdict.SAME : Verdict.refused("username",
        "has answered about this teacher and course already, and otherwise; the first answers stay");
  }

  /** Reads the rows of one file. */
  private final class OfVersion implements RowImport<Given, List<Found>> {
    private final Version version;
    private final Names names;
    private final Scale scale;
    private final List<Question> questions;
    private final List<String> keys;

    OfVersion(Version version, Names names) {
      this.version = version;
      this.names = names;
      this.scale = Scale.of(version.schema());
      this.questions = scale.questions();
      this.keys = questions.stream().map(question -> question.id().toString()).toList();
    }

    @Override
    public List<Column> columns(List<Column> usual) {
      return AnswerImport.columns(version, usual);
    }

    @Override
    public Given read(Cells cells) {
      Integer[] answers = new Integer[keys.size()];
      for (int i = 0; i < answers.length; i++) {
        String word = cells.text(keys.get(i));
        if (word != null) {
          OptionalInt answer = Scale.answer(questions.get(i), word);
          if (answer.isEmpty()) {
            cells.refuse(keys.get(i), "is not a whole number from " + questions.get(i).type().least + " to "
                + questions.get(i).type().most);
          } else {
            answers[i] = answer.getAsInt();
          }
        }
      }
      String period = cells.text("period");
      String comment = cells.text("comment");
      return new Given(ids.next(), cells.text("externalId"), SubmissionService.code(cells.text("username")),
          SubmissionService.code(cells.text("facultyUsername")), SubmissionService.code(cells.text("courseShortname")),
          period == null ? "" : period, answers, scale.score(answers), comment, CommentRules.clean(comment));
    }

    @Override
    public List<Key> keys(Given row) {
      return AnswerImport.this.keys(row);
    }

    @Override
    public List<Found> look(Call call, Target target, List<Given> rows) {
      return names.find(rows);
    }

    @Override
    public List<Verdict> write(Tx tx, Target target, List<Given> rows, List<Found> found) {
      return AnswerImport.this.write(tx, target, rows, found);
    }
  }
}
