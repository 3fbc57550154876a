package com.mas.domain.learning.sync;

import com.mas.db.Rows;
import com.mas.domain.learning.sync.SyncContract.Run;
import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A run's row: audit and checkpoint.
 *
 * @param nextStart row offset of the listing's next page
 * @param nextAfter the learner after whom reports or awards go on
 * @param pass over the list, 1 or 2
 * @param shrank whether the provider's list lost rows while this pass read it
 * @param shown the part that people see
 */
record RunRow(UUID id, String tenant, UUID configId, String courseId, boolean reports, boolean fast, String phase,
    int nextStart, String nextAfter, int pass, boolean shrank, Instant startedAt, Instant advancedAt,
    Integer atSource, int seen, int pagesFailed, Run shown) {

  static RunRow of(Row row, Instant now) {
    String phase = row.getString("phase");
    String status = row.getString("status");
    Instant started = instant(row, "started_at");
    boolean reports = row.getBoolean("include_detailed_reports");
    Integer atSource = row.getInteger("learners_at_source");
    int fetched = row.getInteger("reports_fetched");
    int failed = row.getInteger("reports_failed");
    double percent = Math.round(10 * SyncRules.done(phase, atSource, row.getInteger("next_start"), reports,
        row.getInteger("reports_due"), fetched + failed)) / 10.0;
    Long eta = status.equals("running") ? SyncRules.etaSeconds(percent, Duration.between(started, now)) : null;
    int nextStart = row.getInteger("next_start");
    Run shown = new Run(row.getUUID("id"), row.getUUID("sync_config_id"), row.getString("graphy_course_id"), status,
        row.getString("triggered_by"), row.getBoolean("fast"), phase, percent, eta, SyncRules.pages(nextStart),
        atSource == null ? null : SyncRules.pages(atSource), started, instant(row, "finished_at"),
        row.getLong("duration_ms"), atSource, row.getInteger("learners_seen"),
        row.getInteger("learners_new") + row.getInteger("learners_changed"), row.getInteger("learners_new"),
        row.getInteger("learners_changed"), row.getInteger("learners_unchanged"), row.getInteger("regressions_blocked"),
        row.getInteger("learners_completed"), row.getInteger("learners_repeated"), row.getInteger("learners_vanished"),
        row.getBoolean("stopped_early"), row.getInteger("pages_failed"), row.getInteger("reports_due"), fetched, failed,
        row.getInteger("phones_filled"), row.getInteger("xp_awards"), row.getInteger("notices"), row.getString("error"),
        row.getUUID("job_id"), List.of());
    return new RunRow(shown.id(), row.getString("tenant"), shown.syncConfigId(), shown.graphyCourseId(), reports,
        shown.fast(), phase, nextStart, row.getString("next_after"),
        row.getInteger("listing_pass"), row.getBoolean("source_shrank"), started, instant(row, "advanced_at"), atSource,
        shown.learnersFetched(), shown.pagesFailed(), shown);
  }

  private static @Nullable Instant instant(Row row, String column) {
    return Rows.instant(row, row.getColumnIndex(column));
  }
}
