package com.mas.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import com.mas.bus.Call;
import com.mas.bus.Json;
import com.mas.bus.Page;
import com.mas.bus.Principal.Role;
import com.mas.db.Database;
import com.mas.db.PageWindow;
import com.mas.db.UuidV7;
import com.mas.db.View;
import com.mas.jobs.BoardRepository.Listed;
import com.mas.jobs.BoardRepository.Wanted;
import com.mas.jobs.JobsContract.Act;
import com.mas.jobs.JobsContract.CountJobs;
import com.mas.jobs.JobsContract.CountedJobs;
import com.mas.jobs.JobsContract.Job;
import com.mas.jobs.JobsContract.JobDetail;
import com.mas.jobs.JobsContract.ListActs;
import com.mas.jobs.JobsContract.ListJobs;
import com.mas.jobs.JobsContract.Progress;
import com.mas.jobs.JobsContract.RetriedJobs;
import com.mas.jobs.JobsContract.RetryJobs;
import com.mas.log.RedactionRules;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;

/** Answers and carries out what operators ask. */
final class JobsService {
  private static final int RETRIED_AT_ONCE = 500;

  private final Database db;
  private final View people;
  private final Clock clock;
  private final UuidV7 ids;

  JobsService(Database db, Clock clock) {
    this(db, clock, null);
  }

  /** @param people has the names of who acts, or null */
  JobsService(Database db, Clock clock, View people) {
    this.people = people;
    this.db = db;
    this.clock = clock;
    this.ids = new UuidV7(clock);
  }

  Void progress(Progress progress) {
    AdminRepository.progress(db, progress);
    return null;
  }

  /** Returns whose background work the caller may see: his tenant's, or everybody's where it is null. */
  static String whose(Call call) {
    return call.principal() == null || call.principal().role() == Role.SUPERADMIN ? null : call.tenant();
  }

  Page<Job> list(Call call, ListJobs filter) {
    PageWindow window = PageWindow.of(filter);
    Wanted wanted = wanted(call, filter.queue(), filter.state(), filter.address(), filter.search(), null,
        filter.scheduled());
    List<Job> jobs =
        found(wanted, filter.search(), window.limit(), window.offset()).map(JobsService::shown).toList();
    // a search looks at what it finds once more, so that nobody knows how many are left
    return new Page<>(jobs, window.limit(), window.offset(),
        filter.search() == null ? BoardRepository.total(db, wanted) : null);
  }

  CountedJobs count(Call call, CountJobs count) {
    Instant now = clock.instant();
    return new CountedJobs(Math.toIntExact(retried(call, count, now).count()), now);
  }

  /** Retries in several transactions, so that nobody waits for long; each has its line in the audit. */
  RetriedJobs retryAll(Call call, RetryJobs retry) {
    List<UUID> matching = retried(call, new CountJobs(retry.queue(), retry.state(), retry.address(), retry.search()),
        retry.until()).toList();
    int retried = 0;
    for (int from = 0; from < matching.size(); from += RETRIED_AT_ONCE) {
      List<UUID> some = matching.subList(from, Math.min(matching.size(), from + RETRIED_AT_ONCE));
      retried += db.transaction(tx -> {
        Set<String> wakes = new TreeSet<>();
        int done = AdminRepository.retryAll(tx, some, clock.instant(), wakes);
        if (done > 0) {
          AdminRepository.record(tx, call, act(call, "retry_all", retry.queue(), null, described(retry), done));
          wakes.forEach(wake -> tx.notifyAfterCommit(Wake.CHANNEL, wake));
        }
        return done;
      });
    }
    return new RetriedJobs(retried, matching.size() - retried);
  }

  private Stream<UUID> retried(Call call, CountJobs filter, Instant until) {
    String state = filter.state() == null ? JobState.DEAD.wire() : filter.state();
    return found(wanted(call, filter.queue(), state, filter.address(), filter.search(), until, null), filter.search(),
        BoardRepository.LOOKED_AT, 0).map(job -> job.job().id());
  }

  private static String described(RetryJobs retry) {
    return (retry.state() == null ? JobState.DEAD.wire() : retry.state())
        + (retry.address() == null ? "" : ", asks " + retry.address())
        + (retry.search() == null ? "" : ", with \"" + ShownRules.shown(retry.search()) + '"');
  }

  private static Wanted wanted(Call call, String queue, String state, String address, String search, Instant until,
      Boolean scheduled) {
    String pattern = search == null ? null : '%' + search.replaceAll("([\\\\%_])", "\\\\$1") + '%';
    return new Wanted(queue, state, address, pattern, until, whose(call), scheduled);
  }

  /** Searches visible fields only, so that a search cannot be used to guess redacted values. */
  private Stream<Listed> found(Wanted wanted, String search, int limit, long offset) {
    Stream<Listed> listed = BoardRepository.list(db, wanted, limit, offset).stream();
    if (search == null) {
      return listed;
    }
    String sought = search.toLowerCase(Locale.ROOT);
    return listed.filter(one -> one.job().error() != null
        && RedactionRules.redact(one.job().error()).toLowerCase(Locale.ROOT).contains(sought)
        || one.body() != null && openly(one.body()).toLowerCase(Locale.ROOT).contains(sought));
  }

  /** Returns the visible body with spaces as PostgreSQL writes them, since PostgreSQL has searched it in that form. */
  private static String openly(String body) {
    String compact = Json.write(ShownRules.searchable(Json.read(body, JsonNode.class)));
    return compact + '\n' + compact.replace("\":", "\": ").replace(",\"", ", \"");
  }

  JobDetail see(Call call, UUID id) {
    BoardRepository.Found found = found(call, id);
    Job cause = found.cause() == null ? null : BoardRepository.find(db, found.cause())
        .filter(job -> isSeen(call, job)).map(BoardRepository.Found::job).orElse(null);
    return new JobDetail(shown(found.job()), redacted(found.body()), redacted(found.result()), found.requestId(),
        found.tenant(), found.cause(), cause == null ? null : shown(cause),
        BoardRepository.children(db, id, whose(call)).stream().map(JobsService::shown).toList(),
        found.attempts().stream().map(attempt -> new JobsContract.Attempt(attempt.attempt(), attempt.startedAt(),
            attempt.endedAt(), attempt.node(), ShownRules.shown(attempt.error()))).toList(),
        found.node());
  }

  Job retry(Call call, UUID id) {
    Job before = found(call, id).job();
    db.transaction(tx -> {
      if (!AdminRepository.retry(tx, id, clock.instant())) {
        throw JobsContract.JOB_NOT_RETRIED.with(before.uniqueKey() == null
            ? "The job is " + before.state() + " and cannot be retried."
            : "The job is " + before.state() + ", or another one with its unique key waits or runs.")
            .data(shown(before));
      }
      AdminRepository.record(tx, call, act(call, "retry", before.queue(), id, null, 1));
      tx.notifyAfterCommit(Wake.CHANNEL, before.queue() + (before.groupKey() == null ? "" : Wake.GROUPED));
      return null;
    });
    return shown(found(call, id).job());
  }

  Job discard(Call call, UUID id) {
    Job before = found(call, id).job();
    db.transaction(tx -> {
      if (!AdminRepository.discard(tx, id, before.queue(), clock.instant())) {
        throw JobsContract.JOB_NOT_DISCARDED.with("The job is " + before.state() + " and cannot be discarded.")
            .data(shown(before));
      }
      AdminRepository.record(tx, call, act(call, "discard", before.queue(), id, null, 1));
      if (before.groupKey() != null) {
        tx.notifyAfterCommit(Wake.CHANNEL, before.queue() + Wake.GROUPED);
      }
      return null;
    });
    return shown(found(call, id).job());
  }

  Page<JobsContract.Queue> queues() {
    List<JobsContract.Queue> queues = QueueFigures.read(db, null);
    return new Page<>(queues, queues.size(), 0, (long) queues.size());
  }

  JobsContract.Queue pause(Call call, String queue, boolean paused) {
    if (whose(call) != null) {
      throw JobsContract.QUEUES_SHARED.refusal();
    }
    db.transaction(tx -> {
      Boolean changed = AdminRepository.pause(tx, queue, paused);
      if (changed == null) {
        throw JobsContract.QUEUE_UNKNOWN.refusal();
      }
      if (changed) {
        AdminRepository.record(tx, call, act(call, paused ? "pause" : "resume", queue, null, null, 0));
      }
      tx.notifyAfterCommit(Wake.CHANNEL, Wake.CHANGED);
      return null;
    });
    return QueueFigures.read(db, queue).getFirst();
  }

  Page<Act> acts(Call call, ListActs list) {
    PageWindow window = PageWindow.of(list);
    return new Page<>(BoardRepository.acts(db, people, window, whose(call)), window.limit(), window.offset(), null);
  }

  private Act act(Call call, String action, String queue, UUID job, String filter, int jobs) {
    UUID actor = call.principal() == null ? null : call.principal().userId();
    return new Act(ids.next(), clock.instant(), actor, null, action, queue, job, filter, null, jobs);
  }

  private static boolean isSeen(Call call, BoardRepository.Found job) {
    String whose = whose(call);
    return whose == null || whose.equals(job.tenant());
  }

  /** Fails with NOT_FOUND for another tenant's job, too. */
  private BoardRepository.Found found(Call call, UUID id) {
    return BoardRepository.find(db, id).filter(job -> isSeen(call, job))
        .orElseThrow(JobsContract.JOB_UNKNOWN::refusal);
  }

  private static Job shown(Listed listed) {
    return shown(listed.job());
  }

  static Job shown(Job job) {
    return new Job(job.id(), job.queue(), job.address(), job.state(), job.priority(), job.runAt(), job.attempts(),
        job.maxAttempts(), ShownRules.shown(job.uniqueKey()), ShownRules.shown(job.groupKey()), job.createdAt(),
        job.startedAt(), job.finishedAt(), job.progress(), ShownRules.shown(job.note()), ShownRules.shown(job.error()));
  }

  private static Object redacted(String json) {
    return json == null ? null : ShownRules.shown(Json.read(json, JsonNode.class));
  }
}
