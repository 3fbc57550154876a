package com.mas.domain.engagement.reminder;

import com.mas.bus.Bus;
import com.mas.bus.Call;
import com.mas.bus.Failure;
import com.mas.bus.Page;
import com.mas.db.Database;
import com.mas.db.PageWindow;
import com.mas.db.Tx;
import com.mas.domain.engagement.reminder.PlanRepository.Config;
import com.mas.domain.engagement.reminder.PlanRepository.Due;
import com.mas.domain.engagement.reminder.PlanRepository.Learner;
import com.mas.domain.engagement.reminder.PlanRepository.Reconciled;
import com.mas.domain.engagement.reminder.ReminderContract.Candidate;
import com.mas.domain.engagement.reminder.ReminderContract.Forgotten;
import com.mas.domain.engagement.reminder.ReminderContract.GetPreview;
import com.mas.domain.engagement.reminder.ReminderContract.GetRun;
import com.mas.domain.engagement.reminder.ReminderContract.Item;
import com.mas.domain.engagement.reminder.ReminderContract.ListLogs;
import com.mas.domain.engagement.reminder.ReminderContract.ListRuns;
import com.mas.domain.engagement.reminder.ReminderContract.Log;
import com.mas.domain.engagement.reminder.ReminderContract.Preview;
import com.mas.domain.engagement.reminder.ReminderContract.Run;
import com.mas.domain.engagement.reminder.ReminderContract.RunAccepted;
import com.mas.domain.engagement.reminder.ReminderContract.Scope;
import com.mas.domain.engagement.reminder.ReminderContract.Send;
import com.mas.domain.engagement.reminder.ReminderContract.SendAcross;
import com.mas.domain.engagement.reminder.ReminderContract.Sweep;
import com.mas.domain.engagement.reminder.ReminderContract.Swept;
import com.mas.domain.people.notification.NotificationContract;
import com.mas.domain.people.notification.NotificationContract.Addressee;
import com.mas.domain.people.notification.NotificationContract.Category;
import com.mas.domain.people.notification.NotificationContract.CheckWhatsApp;
import com.mas.domain.people.notification.NotificationContract.Verdict;
import com.mas.jobs.Jobs;
import com.mas.jobs.Schedule;
import com.mas.phone.PhoneRules;
import com.mas.runs.About;
import com.mas.runs.Rest;
import com.mas.runs.Runs;
import com.mas.runs.RunsContract.State;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;

/** Makes runs: by hand, by schedule; tells what one would do and what they did. */
final class ReminderService {
  private static final int MOST_PREVIEWED = 20_000;
  private static final int CHECKED_AT_ONCE = 1_000;
  private static final String KEY = "mrlearn-reminder-";
  private static final String WOULD_GET = "would_get";
  private static final String DELETED = "The config was deleted while the run was under way.";

  private final Bus bus;
  private final Database db;
  private final Jobs jobs;
  private final Runs engine;
  private final Rest rest;
  private final Supplier<UUID> ids;
  private final PlanRepository plans;
  private final ReminderRunRepository runs;
  private final LastReminders last;
  private final PhoneRules phones;

  ReminderService(Bus bus, Database db, Jobs jobs, Runs engine, Rest rest, Supplier<UUID> ids, PlanRepository plans,
      ReminderRunRepository runs, LastReminders last, PhoneRules phones) {
    this.bus = bus;
    this.db = db;
    this.jobs = jobs;
    this.engine = engine;
    this.rest = rest;
    this.ids = ids;
    this.plans = plans;
    this.runs = runs;
    this.last = last;
    this.phones = phones;
  }

  RunAccepted send(Call call, Send ask) {
    Config config = config(call, ask.id());
    if (ask.scope() == Scope.ALL) {
      return store(call, config, "manual_bulk", config.skipAbove(), 0,
          run -> plans.planAll(run.tx(), run.id(), config, now()));
    }
    List<UUID> learners = ask.learnerIds() == null ? List.of() : ask.learnerIds().stream().distinct().toList();
    if (learners.isEmpty()) {
      throw Failure.INVALID.with("The scope selected requires learnerIds.").at("/learnerIds");
    }
    return selected(call, config, List.of(config), learners.stream().map(id -> new Item(ask.id(), id)).toList());
  }

  RunAccepted sendAcross(Call call, SendAcross ask) {
    List<Item> items = ask.items().stream().distinct().toList();
    List<Config> configs = plans.configs(items.stream().map(Item::syncConfigId).distinct().toList(), call.tenant());
    if (configs.isEmpty()) {
      throw ReminderContract.CONFIG_UNKNOWN.refusal();
    }
    return selected(call, configs.size() == 1 ? configs.getFirst() : null, configs, items);
  }

  private RunAccepted selected(Call call, Config of, List<Config> configs, List<Item> items) {
    return store(call, of, items.size() == 1 ? "manual_single" : "manual_bulk", null, items.size(),
        run -> plans.planSelected(run.tx(), run.id(), call.tenant(), configs, items, now()));
  }

  private record Planned(Tx tx, UUID id) {}

  /** The run, its learners and its first slice are one commit. */
  private RunAccepted store(Call call, Config config, String triggeredBy, Integer skipAbove, int named,
      ToIntFunction<Planned> plan) {
    UUID id = ids.get();
    return db.transaction(tx -> store(tx, call, id, id, config, triggeredBy, skipAbove, named, plan)).orElseThrow();
  }

  /** Empty when a run about the same subject is under way. */
  private Optional<RunAccepted> store(Tx tx, Call call, UUID id, UUID subject, Config config, String triggeredBy,
      Integer skipAbove, int named, ToIntFunction<Planned> plan) {
    About about = new About(ReminderRun.KIND, call.tenant(), subject.toString());
    return engine.put(tx, call, id, about, ReminderRun.PHASES, rest).map(job -> {
      runs.insert(tx, id, call.tenant(), config == null ? null : config.id(), triggeredBy,
          call.principal() == null ? null : call.userId(), skipAbove, job, now());
      int total = plan.applyAsInt(new Planned(tx, id));
      runs.planned(tx, id, total);
      last.changed(tx, call, config == null ? runs.configs(tx, id) : List.of(config.id()));
      return new RunAccepted(id, job, total, Math.max(0, named - total));
    });
  }

  /** Plans each config in a commit of its own, so that one that cannot be planned does not hold up the others. */
  Swept sweep(Call call, Sweep ask) {
    Reconciled reconciled = db.transaction(tx -> {
      last.changed(tx, call, plans.rearm(tx, now()));
      Reconciled all = plans.reconcile(tx, now());
      last.changed(tx, call, all.changed());
      show(tx, all);
      return all;
    });
    int started = 0;
    for (Due due : plans.due(now())) {
      Call of = bus.systemCall(due.tenant(), ReminderContract.SWEEP.timeout());
      Optional<Config> config = plans.config(due.configId(), due.tenant());
      boolean did = db.transaction(tx -> {
        if (!plans.take(tx, due.configId(), now()) || config.isEmpty()) {
          return false;
        }
        Optional<RunAccepted> stored = store(tx, of, ids.get(), due.configId(), config.get(), "scheduled",
            config.get().skipAbove(), 0, run -> plans.planAll(run.tx(), run.id(), config.get(), now()));
        if (stored.isEmpty()) {
          last.changed(tx, of, List.of(due.configId()));
        }
        return stored.isPresent();
      });
      started += did ? 1 : 0;
    }
    return new Swept(reconciled.scheduled().size(), reconciled.unscheduled().size(), started);
  }

  /** Operators see the schedule of each config beside all others; its job only has the sweep come at the right time. */
  private void show(Tx tx, Reconciled all) {
    all.scheduled().forEach(each -> jobs.schedule(tx, Schedule.every(Duration.ofHours(each.intervalHours()),
        KEY + each.configId(), NotificationContract.QUEUE, ReminderContract.SWEEP, new Sweep()).of(each.tenant())));
    all.unscheduled().forEach(config -> jobs.unschedule(tx, KEY + config));
  }

  Preview preview(Call call, GetPreview ask) {
    Config config = config(call, ask.id());
    Instant until = config.periodEnd(now());
    List<Candidate> candidates = judge(call, config, plans.learners(call.tenant(), config.courseId(), MOST_PREVIEWED),
        until);
    Map<String, Integer> counts = new TreeMap<>();
    candidates.forEach(candidate -> counts.merge(candidate.verdict(), 1, Integer::sum));
    List<Candidate> wanted = candidates.stream()
        .filter(candidate -> ask.verdict() == null || ask.verdict().equals(candidate.verdict())).toList();
    return new Preview(config.id(), config.template(), config.skipAbove(), until, counts,
        PageWindow.of(ask).cut(wanted));
  }

  private List<Candidate> judge(Call call, Config config, List<Learner> learners, Instant periodUntil) {
    List<Candidate> judged = new ArrayList<>();
    for (int from = 0; from < learners.size(); from += CHECKED_AT_ONCE) {
      List<Learner> part = learners.subList(from, Math.min(learners.size(), from + CHECKED_AT_ONCE));
      List<Addressee> addressees = part.stream().map(learner -> new Addressee(
          ReminderRules.phone(learner.phones(), phones::international), learner.userId())).toList();
      List<Verdict> verdicts = bus.send(call, NotificationContract.CHECK_WHATSAPP,
          new CheckWhatsApp(Category.REMINDER, addressees)).await().verdicts();
      for (int i = 0; i < part.size(); i++) {
        judged.add(candidate(config, part.get(i), addressees.get(i).phone(), verdicts.get(i), periodUntil));
      }
    }
    return judged;
  }

  private Candidate candidate(Config config, Learner learner, String international, Verdict verdict,
      Instant periodUntil) {
    String unclear =
        international == null ? ReminderRules.unclear(learner.phones(), phones::isUnclear) : null;
    String phone = international == null ? unclear : international.substring(1);
    boolean marked = learner.markedUntil() != null && learner.markedUntil().isAfter(now());
    String reason = learner.vanished() ? "vanished"
        : learner.completed() || learner.percent() >= config.skipAbove() ? "progress"
            : marked ? "already_reminded" : unclear != null ? "phone_unclear" : verdict.reason();
    return new Candidate(learner.id(), learner.name(), learner.email(), learner.percent(), phone,
        reason == null ? WOULD_GET : reason, "already_reminded".equals(reason) ? learner.markedUntil()
            : reason == null || reason.equals(verdict.reason()) ? verdict.until() : null,
        reason == null ? ReminderRules.parameters(learner.name(), learner.courseTitle(), learner.percent(),
            learner.modulesLeft(), periodUntil) : null);
  }

  Page<Log> logs(Call call, ListLogs ask) {
    config(call, ask.id());
    return runs.logs(call.tenant(), ask);
  }

  Page<Run> runs(Call call, ListRuns ask) {
    config(call, ask.id());
    return runs.list(call.tenant(), ask.id(), PageWindow.of(ask));
  }

  Run run(Call call, GetRun ask) {
    return runs.find(ask.runId()).filter(run -> run.tenant().equals(call.tenant()))
        .orElseThrow(ReminderContract.RUN_UNKNOWN::refusal).run();
  }

  /** A run of the config that is under way ends with it: its next write finds that it is over. */
  Forgotten forget(UUID configId) {
    return db.transaction(tx -> {
      runs.underWay(tx, configId).forEach(id -> engine.end(tx, id, null, State.CANCELLED, DELETED));
      return new Forgotten(runs.forget(tx, configId));
    });
  }

  private Config config(Call call, UUID id) {
    return plans.config(id, call.tenant())
        .orElseThrow(ReminderContract.CONFIG_UNKNOWN::refusal);
  }

  private Instant now() {
    return bus.clock().instant();
  }
}
