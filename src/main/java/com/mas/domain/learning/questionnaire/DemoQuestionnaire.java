package com.mas.domain.learning.questionnaire;

import com.mas.bus.Principal.Role;
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
import com.mas.domain.learning.questionnaire.SubmissionContract.Answer;
import com.mas.domain.learning.questionnaire.SubmissionContract.Submit;
import com.mas.seed.Planting;
import com.mas.seed.School;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;

/** Plants a questionnaire about the super mentor of the made-up school, which the batch's students have answered. */
final class DemoQuestionnaire {
  private static final List<Map.Entry<String, String>> DIMENSIONS = List.of(Map.entry("CLARITY", "Clarity"),
      Map.entry("PACE", "Pace"), Map.entry("SUPPORT", "Support"));
  private static final BigDecimal MOST = new BigDecimal(60);
  private static final BigDecimal REST = new BigDecimal(40);
  private static final List<String> COMMENTS = List.of(
      "The explanations are clear and the examples come from real projects.",
      "The pace of the SQL classes is too fast for me; more exercises would help.",
      "Rohan answers every question, even late in the evening.",
      "The lab starts late and the projector fails almost every week.",
      "More examples of joins before the test, please.",
      "Great mentor, I finally understood window functions.",
      "The pace is fine, but the recordings come a week too late.",
      "The projector fails and the room is hot, so we cannot follow.",
      "Doubts are cleared patiently, and the notes are well written.",
      "Too fast. I lost the thread after the second class on Python.",
      "Good, clear and friendly.",
      "The recordings are missing for two of the sessions.",
      "Assignments are marked late, which makes it hard to improve.",
      "I would like more exercises on statistics before the exam.");

  private DemoQuestionnaire() {}

  static void plant(Planting ground) {
    if (ground.hasPast()) {
      return;
    }
    DIMENSIONS.forEach(each -> Planting.made(() -> ground.ask(QuestionnaireContract.CREATE_DIMENSION,
        new CreateDimension(each.getKey(), each.getValue())), () -> null));
    Form form = new Form(List.of(
        new Section("Teaching", MOST, null, List.of(
            question("The explanations are clear.", QuestionType.LIKERT_1_5, "CLARITY"),
            question("The pace is right for me.", QuestionType.LIKERT_1_5, "PACE"))),
        new Section("Support", REST, null, List.of(
            question("My questions are answered.", QuestionType.LIKERT_1_5, "SUPPORT"),
            question("I would recommend this mentor.", QuestionType.YES_NO, "SUPPORT")))),
        new Feedback(true, false, null));
    UUID made = ground.ask(QuestionnaireContract.CREATE,
        new CreateQuestionnaire("Mentors, end of month", "MENTOR_FEEDBACK")).id();
    Version version = ground.ask(QuestionnaireContract.PUBLISH, new PublishVersion(
        ground.ask(QuestionnaireContract.CREATE_VERSION, new CreateVersion(made, form)).id()));
    for (int i = 0; i < School.STUDENTS.size(); i++) {
      submit(ground, version, i);
    }
  }

  private static Question question(String text, QuestionType type, String dimension) {
    return new Question(UUID.randomUUID(), text, type, dimension, null);
  }

  private static void submit(Planting ground, Version version, int student) {
    List<Question> questions = Scale.of(version.schema()).questions();
    List<Answer> answers = IntStream.range(0, questions.size())
        .mapToObj(i -> new Answer(questions.get(i).id(), questions.get(i).type() == QuestionType.YES_NO
            ? student % 4 == 3 ? 0 : 1 : 5 - (student + i) % 4))
        .toList();
    ground.ask(ground.id(School.STUDENTS.get(student).email()), Role.USER, Set.of(), SubmissionContract.SUBMIT,
        new Submit(version.id(), School.MENTOR.email(), School.BATCH, null, answers,
            COMMENTS.get(student % COMMENTS.size())));
  }
}
