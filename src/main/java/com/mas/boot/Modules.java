package com.mas.boot;

import com.fasterxml.jackson.databind.JsonNode;
import com.mas.bus.BusDocument;
import com.mas.bus.DurableEvent;
import com.mas.bus.Event;
import com.mas.bus.Reason;
import com.mas.bus.Request;
import com.mas.db.Table;
import com.mas.domain.ai.model.ModelModule;
import com.mas.domain.commerce.token.TokenModule;
import com.mas.domain.engagement.dailycards.DailyCardsModule;
import com.mas.domain.engagement.gamification.GamificationModule;
import com.mas.domain.engagement.portal.PortalModule;
import com.mas.domain.engagement.reminder.ReminderModule;
import com.mas.domain.engagement.risk.RiskModule;
import com.mas.domain.engagement.standing.StandingModule;
import com.mas.domain.learning.analysis.AnalysisModule;
import com.mas.domain.learning.credential.CredentialModule;
import com.mas.domain.learning.education.EducationModule;
import com.mas.domain.learning.mentoring.MentoringModule;
import com.mas.domain.learning.moodle.MoodleContract;
import com.mas.domain.learning.moodle.MoodleModule;
import com.mas.domain.learning.mrtest.MrTestModule;
import com.mas.domain.learning.questionnaire.QuestionnaireModule;
import com.mas.domain.learning.student.StudentModule;
import com.mas.domain.learning.sync.SyncModule;
import com.mas.domain.learning.sync.graphy.GraphyModule;
import com.mas.domain.people.files.FilesModule;
import com.mas.domain.people.google.GoogleContract;
import com.mas.domain.people.google.GoogleModule;
import com.mas.domain.people.identity.IdentityContract;
import com.mas.domain.people.identity.IdentityModule;
import com.mas.domain.people.notification.NotificationModule;
import com.mas.domain.people.privacy.PrivacyModule;
import com.mas.domain.platform.settings.SettingsModule;
import com.mas.domain.platform.tenant.TenantContract;
import com.mas.domain.platform.tenant.TenantModule;
import com.mas.imports.ImportKind;
import com.mas.imports.ImportsModule;
import com.mas.jobs.JobsModule;
import com.mas.jobs.Queues.Queue;
import com.mas.jobs.Schedule;
import com.mas.jobs.Subscription;
import com.mas.jobs.Subscriptions;
import com.mas.module.ConsolePage;
import com.mas.module.DomainModule;
import com.mas.module.FileKind;
import com.mas.module.Flag;
import com.mas.module.Provider;
import com.mas.realtime.board.BoardModule;
import com.mas.realtime.live.EdgeModule;
import com.mas.realtime.meeting.MeetingModule;
import com.mas.realtime.meeting.SignallingModule;
import com.mas.realtime.store.StoreModule;
import com.mas.realtime.terminal.RelayModule;
import com.mas.realtime.terminal.TerminalModule;
import com.mas.runs.RunsModule;
import com.mas.sandbox.kit.Stage;
import com.mas.seed.DemoAccount;
import com.mas.seed.Seed;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Lists everything that this build can do. A new domain is one line here. */
public final class Modules {
  public static final List<DomainModule> DOMAINS = List.of(
      new SettingsModule(),
      new TenantModule(),
      new IdentityModule(GoogleContract.VOUCHING, MoodleContract.LOGIN),
      new GoogleModule(),
      new EducationModule(),
      new GamificationModule(),
      new StandingModule(),
      new DailyCardsModule(),
      new PortalModule(),
      new ModelModule(),
      new RiskModule(),
      new NotificationModule(IdentityContract.PEOPLE),
      new ReminderModule(),
      new GraphyModule(),
      new SyncModule(GraphyModule::connector),
      new MoodleModule(),
      new QuestionnaireModule(),
      new AnalysisModule(),
      new MrTestModule(),
      new CredentialModule(),
      new TokenModule(),
      new MentoringModule(),
      new MeetingModule(),
      new TerminalModule(),
      new StudentModule(),
      new FilesModule(),
      new PrivacyModule(Modules::tables),
      new ImportsModule(TenantContract.SHARED),
      new RunsModule(),
      new JobsModule(IdentityContract.ACCOUNTS));

  /** Live traffic of a node with HTTP, in the order in which it is opened. */
  static final List<EdgeModule> EDGE = List.of(new RelayModule(), new SignallingModule(), new BoardModule(),
      new StoreModule());

  /** Requests by address; an address that two contracts declare ends the start. */
  public static final Map<String, Request<?, ?>> REQUESTS = byName(Request::address, DomainModule::requests);

  /** Reasons for which the domain of each request refuses, by the request's address. */
  public static final Map<String, List<Reason>> REASONS = DOMAINS.stream()
      .flatMap(module -> module.requests().stream().map(request -> Map.entry(request.address(), module.reasons())))
      .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));

  public static final Map<String, Event<?>> EVENTS = byName(Event::address, DomainModule::events);

  public static final Map<String, DurableEvent<?>> DURABLE_EVENTS =
      byName(DurableEvent::address, DomainModule::durableEvents);

  /** Subscriptions of all domains, whichever of them run on this node. */
  public static final Subscriptions SUBSCRIPTIONS = Subscriptions.of(List.copyOf(DURABLE_EVENTS.values()),
      DOMAINS.stream().<Subscription<?>>flatMap(module -> module.subscriptions().stream()).toList());

  static final List<Flag> FLAGS = DOMAINS.stream().flatMap(module -> module.flags().stream()).toList();

  public static final List<Queue> QUEUES = List.copyOf(byName(Queue::name, DomainModule::queues).values());

  /** Schedules by key; a key that two modules declare ends the start. */
  public static final List<Schedule> SCHEDULES =
      List.copyOf(byName(Schedule::key, DomainModule::schedules).values());

  /** Pages of the console in the order of their places; two of one screen in one group end the start. */
  public static final List<ConsolePage> PAGES = byName(ConsolePage::key, DomainModule::pages).values().stream()
      .sorted(Comparator.comparingInt(ConsolePage::place).thenComparing(ConsolePage::screen)).toList();

  /** Outside providers, each with its simulator in the sandbox; two of one name end the start. */
  public static final List<Provider> PROVIDERS = List.copyOf(byName(Provider::name, DomainModule::providers).values());

  /** Makes the simulators of all providers, in the order in which they are declared. */
  public static final List<Stage.Maker> SIMULATORS =
      DOMAINS.stream().flatMap(module -> module.providers().stream()).map(Provider::simulator).toList();

  static final List<Seed> SEEDS = DOMAINS.stream().flatMap(module -> module.seeds().stream()).toList();

  static final List<DemoAccount> DEMO_ACCOUNTS =
      DOMAINS.stream().flatMap(module -> module.demoAccounts().stream()).toList();

  static final List<ImportKind> IMPORTS =
      DOMAINS.stream().flatMap(module -> module.imports().stream()).toList();

  /** Kinds of files by name; a name that two modules declare ends the start. */
  static final List<FileKind> FILES = List.copyOf(byName(FileKind::name, DomainModule::files).values());

  /** Addresses of all requests and events. */
  static final Set<String> ADDRESSES =
      Stream.of(REQUESTS, EVENTS).flatMap(some -> some.keySet().stream()).collect(Collectors.toUnmodifiableSet());

  public static final BusDocument DOCUMENT =
      new BusDocument(REQUESTS, EVENTS, DURABLE_EVENTS, SUBSCRIPTIONS.addresses(), REASONS);

  /** Longest time of a worker in another language, unless the queue's limit is less. */
  private static final Duration WORKER_PATIENCE = Duration.ofHours(1);

  private Modules() {}

  /** Returns the tables of all modules. */
  public static List<Table> tables() {
    return DOMAINS.stream().flatMap(module -> module.tables().stream()).toList();
  }

  /** Returns all requests, with those that workers in other languages answer, in records unknown to this build. */
  static Map<String, Request<?, ?>> with(Set<String> workers) {
    Map<String, Request<?, ?>> all = new HashMap<>(REQUESTS);
    workers.forEach(address -> all.put(address, Request.of(address, JsonNode.class, JsonNode.class, WORKER_PATIENCE)));
    return Map.copyOf(all);
  }

  private static <T> Map<String, T> byName(Function<T, String> name, Function<DomainModule, List<T>> declared) {
    return DOMAINS.stream().flatMap(module -> declared.apply(module).stream())
        .collect(Collectors.toUnmodifiableMap(name, each -> each));
  }
}
