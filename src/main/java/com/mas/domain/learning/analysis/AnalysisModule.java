package com.mas.domain.learning.analysis;

import com.mas.db.Table;
import com.mas.domain.learning.analysis.AnalysisContract.Scope;
import com.mas.domain.learning.moodle.MoodleContract;
import com.mas.domain.learning.questionnaire.SubmissionContract;
import com.mas.domain.platform.tenant.TenantContract;
import com.mas.jobs.JobsContract;
import com.mas.jobs.Queues.Queue;
import com.mas.jobs.Schedule;
import com.mas.module.ConsolePage;
import com.mas.module.DomainModule;
import com.mas.module.Parts;
import com.mas.module.SettingsReader;
import com.mas.outbound.HttpCaller;
import com.mas.sandbox.analysis.AnalysisSimulator;
import java.net.URI;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/** Declares analyses of comments, and the workers that make them. */
public final class AnalysisModule extends DomainModule {
  private static final Map<Stage, String> SETTINGS = new EnumMap<>(Map.of(Stage.SENTIMENT, "SENTIMENT_WORKER_URL",
      Stage.EMBEDDING, "EMBEDDINGS_WORKER_URL", Stage.TOPICS, "TOPIC_MODEL_WORKER_URL",
      Stage.RECOMMENDATIONS, "RECOMMENDATIONS_WORKER_URL"));
  private static final String BUS = "bus:";
  private static final Duration LONGEST = Duration.ofMinutes(15);
  private static final int MOST_ANSWER_BYTES = 32 << 20;
  private static final int USUAL_CAP = 3;
  private static final String STAYS = "what came out of an analysis is compared with later ones";
  private static final String PIPELINES = "analysis.pipelines";

  public AnalysisModule() {
    super("analysis", AnalysisContract.class);
    provider("analysis", stage -> new AnalysisSimulator(stage.clock()), "SENTIMENT_WORKER_URL",
        "EMBEDDINGS_WORKER_URL", "TOPIC_MODEL_WORKER_URL", "RECOMMENDATIONS_WORKER_URL", "ANALYSIS_WORKER_KEY");
    queue(Queue.named(Stage.SENTIMENT.queue).cap(USUAL_CAP).within(LONGEST));
    queue(Queue.named(Stage.EMBEDDING.queue).cap(USUAL_CAP).within(LONGEST));
    queue(Queue.named(Stage.TOPICS.queue).cap(1).within(LONGEST));
    queue(Queue.named(Stage.RECOMMENDATIONS.queue).cap(1).within(LONGEST));
    schedule(Schedule.every(Duration.ofMinutes(5), "analysis-sweep", "cleanupQueue", AnalysisContract.SWEEP,
        new AnalysisContract.Sweep()));
    for (Map.Entry<Scope, String> tier : TierRules.CRONS.entrySet()) {
      schedule(Schedule.cron(tier.getValue(), TierRules.ZONE, TierRules.key(tier.getKey()), TierRules.QUEUE,
          AnalysisContract.RUN_TIER, new AnalysisContract.RunTier(tier.getKey(), null)));
    }
    page(ConsolePage.of(51, "manage", "analysis", "chart", "Analyses",
        "What comments say: mood, topics, recommendations", "role:ADMIN"));
    reads(SubmissionContract.SUBMISSIONS, MoodleContract.MIRRORED_COURSES, MoodleContract.SYNCS, JobsContract.LIVE,
        TenantContract.SHARED);
    tables(
        Table.of(PIPELINES).by("created_by").mentions("scope_name").never(STAYS),
        Table.of("analysis.items").tied("submission_id", SubmissionContract.SUBMISSIONS, "id", "respondent_id")
            .hides("embedding").goesWith(PIPELINES),
        Table.of("analysis.pieces").goesWith(PIPELINES),
        Table.of("analysis.topics").mentions("keywords").goesWith(PIPELINES),
        Table.of("analysis.recommendations").mentions("headline", "description", "action_plan").goesWith(PIPELINES),
        Table.of("analysis.tiers").never("it is one row for each tenant and kind of scope"));
  }

  @Override
  public Plan plan(SettingsReader from) {
    Map<Stage, String> urls = new EnumMap<>(Stage.class);
    SETTINGS.forEach((stage, name) -> {
      String url = from.text(name);
      if (url.startsWith(BUS)) {
        from.require(url.matches("bus:[a-z][a-z0-9_.]{2,99}"), name + " must be bus: with an address, or a URL");
        urls.put(stage, url);
      } else if (!from.url(name, "http", "https").isEmpty()) {
        urls.put(stage, url);
      }
    });
    String key = from.text("ANALYSIS_WORKER_KEY");
    Duration poll = Duration.ofSeconds(from.number("ANALYSIS_POLL_SECONDS", 1, 60));
    return (parts, capacity) -> {
      Map<Stage, Worker> workers = new EnumMap<>(Stage.class);
      urls.forEach((stage, url) -> workers.put(stage, url.startsWith(BUS)
          ? new BusWorker(parts.bus(), url.substring(BUS.length())) : http(parts, stage, url, key, poll)));
      return new AnalysisVerticle(parts.bus(), capacity, parts.database(), parts.jobs(), parts.ids(), workers);
    };
  }

  private static Worker http(Parts parts, Stage stage, String url, String key, Duration poll) {
    URI uri = URI.create(url);
    String base = uri.getScheme() + "://" + uri.getRawAuthority();
    String path = uri.getRawPath() == null ? "" : uri.getRawPath();
    return new HttpWorker(parts.outbound(caller(stage, base)), name(stage), path.isEmpty() ? "/" : path, key, poll,
        parts.clock());
  }

  static String name(Stage stage) {
    return stage.wire() + " worker";
  }

  /** A worker is asked once; what fails is tried again as a stored request. */
  static HttpCaller.Config caller(Stage stage, String base) {
    return new HttpCaller.Config(name(stage), base, stage.limit, 1, Duration.ofSeconds(1), Duration.ofSeconds(60),
        MOST_ANSWER_BYTES, 8, Duration.ofSeconds(30));
  }
}
