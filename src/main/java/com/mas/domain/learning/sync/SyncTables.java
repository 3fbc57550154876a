package com.mas.domain.learning.sync;

import com.mas.db.Table;
import java.time.Duration;

/** Tables of the mirror. Rows of learners are told by the accounts that they are tied to, and by their addresses. */
final class SyncTables {
  private static final String LEARNERS = "mrlearn.learners";
  private static final String USER = "graphy_user_id";
  private static final String RECORD = "ties must stay explicable as long as there are the XP that came by them";

  /** People ask for a year what was mirrored when. */
  private static final Duration RUNS_KEPT = Duration.ofDays(400);

  static final Table[] ALL = {
      Table.of("mrlearn.auth_credentials").hides("encrypted_password", "encrypted_session").nobody("email")
          .never("it is the tenant's account at the provider"),
      Table.of("mrlearn.sync_configs").never("courses are mirrored until their config is deleted"),
      Table.of("mrlearn.courses").never("the mirror is as the provider is"),
      Table.of(LEARNERS).tied("id", LinkContract.LEARNER_ACCOUNTS, "learner_id", "account_id")
          .email("email").email("email_stripped").by("mobile_account_id").nobody("added_by")
          .never("the mirror is as the provider is"),
      Table.of("mrlearn.learner_reports").partOf(LEARNERS, USER, USER).never("the mirror is as the provider is"),
      Table.of("mrlearn.sync_runs").by("triggered_by_user").nobody("triggered_by")
          .keeps(RUNS_KEPT, "finished_at"),
      Table.of("mrlearn.sync_errors").mentions("message", "excerpt").goesWith("mrlearn.sync_runs"),
      Table.of("mrlearn.sync_pages").removed("a run removes its pages at its end"),
      Table.of("mrlearn.progress_days").keeps(Duration.ofDays(400), "day"),
      Table.of("mrlearn.email_prefixes").by("known_by").never("addresses are read by them"),
      Table.of("mrlearn.account_links").person("account_id").partOf(LEARNERS, USER, USER).by("made_by").never(RECORD),
      Table.of("mrlearn.link_log").partOf(LEARNERS, USER, USER).by("account_before", "account_after", "by_user")
          .mentions("detail").never(RECORD),
      Table.of("mrlearn.award_ties").person("account_id").partOf(LEARNERS, "learner_id").never(RECORD),
      Table.of("mrlearn.taken_back").person("account_id").never(RECORD),
      Table.of("mrlearn.wrong_ties").person("account_id").email("learner_email").email("account_email")
          .partOf(LEARNERS, "learner_id").by("phone_removed_from").never(RECORD),
      Table.of("mrlearn.new_student_crons").by("changed_by").never("each tenant has one at most"),
      Table.of("mrlearn.learner_changes").email("email_key").removed("its reader takes the notes within a minute")
  };

  private SyncTables() {}
}
