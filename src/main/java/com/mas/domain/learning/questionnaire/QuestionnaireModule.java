package com.mas.domain.learning.questionnaire;

import com.mas.db.Table;
import com.mas.domain.learning.education.EducationContract;
import com.mas.domain.learning.moodle.MoodleContract;
import com.mas.domain.people.identity.IdentityContract;
import com.mas.module.ConsolePage;
import com.mas.module.DomainModule;
import com.mas.module.SettingsReader;
import java.time.Duration;

/** Declares questionnaires and their answers. */
public final class QuestionnaireModule extends DomainModule {
  private static final String STAYS = "what was asked stays known with its answers";

  public QuestionnaireModule() {
    super("questionnaire", QuestionnaireContract.class, SubmissionContract.class);
    page(ConsolePage.of(50, "manage", "questionnaires", "list", "Questionnaires",
        "Questions in versions, and what was answered", "role:ADMIN"));
    reads(IdentityContract.PEOPLE, MoodleContract.PEOPLE, MoodleContract.MIRRORED_COURSES, EducationContract.BATCHES);
    tables(
        Table.of("questionnaire.questionnaires").by("created_by").never(STAYS),
        Table.of("questionnaire.versions").never(STAYS),
        Table.of("questionnaire.dimensions").nobody("name").never(STAYS),
        Table.of("questionnaire.submissions").person("respondent_id").email("respondent")
            .mentions("faculty_name", "comment", "clean").nobody("course_name")
            .never("answers count as long as their version is shown; an administrator removes a version's"),
        Table.of("questionnaire.drafts").person("user_id").keeps(Duration.ofDays(90), "updated_at"));
    demo(140, DemoQuestionnaire::plant);
  }

  @Override
  public Plan plan(SettingsReader from) {
    return (parts, capacity) -> new QuestionnaireVerticle(parts.bus(), capacity, parts.database(), parts.ids());
  }
}
