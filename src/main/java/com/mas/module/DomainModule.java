package com.mas.module;

import com.mas.bus.Capacity;
import com.mas.bus.DomainVerticle;
import com.mas.bus.DurableEvent;
import com.mas.bus.Event;
import com.mas.bus.Reason;
import com.mas.bus.Request;
import com.mas.db.Table;
import com.mas.db.View;
import com.mas.imports.ImportKind;
import com.mas.jobs.JobOptions;
import com.mas.jobs.Queues.Queue;
import com.mas.jobs.Schedule;
import com.mas.jobs.Subscription;
import com.mas.sandbox.kit.Stage;
import com.mas.seed.DemoAccount;
import com.mas.seed.Planter;
import com.mas.seed.Seed;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Declares one domain: its role, what it answers and announces, and how its verticle is made of the settings. */
public abstract class DomainModule {
  private final String role;
  private final List<Class<?>> contracts;
  private final List<Subscription<?>> subscriptions = new ArrayList<>();
  private final List<View> reads = new ArrayList<>();
  private final List<Table> tables = new ArrayList<>();
  private final List<Queue> queues = new ArrayList<>();
  private final List<Schedule> schedules = new ArrayList<>();
  private final List<ConsolePage> pages = new ArrayList<>();
  private final List<Provider> providers = new ArrayList<>();
  private final List<Seed> seeds = new ArrayList<>();
  private final List<DemoAccount> demoAccounts = new ArrayList<>();
  private final Map<String, String> sights = new LinkedHashMap<>();

  /** Makes instances of the domain's verticle; called as often as {@code conf/verticles.yaml} says. */
  @FunctionalInterface
  public interface Plan {
    DomainVerticle verticle(Parts parts, Capacity capacity);
  }

  /** @param role its name in {@code conf/verticles.yaml} and in the setting {@code ROLES} */
  protected DomainModule(String role, Class<?>... contracts) {
    this.role = role;
    this.contracts = List.of(contracts);
  }

  /**
   * Subscribes to what another domain states. The verticle of this role gives the handler, by
   * {@link DomainVerticle#on}; without one the start fails.
   *
   * @param stored how the requests are stored that tell this role
   */
  protected final <E> void on(DurableEvent<E> event, JobOptions stored) {
    subscriptions.add(new Subscription<>(event, role, stored));
  }

  /**
   * Declares a queue of this domain; one of the same name in {@code conf/queues.yaml} takes its place. Queues that
   * several domains use stand in the file alone.
   */
  protected final void queue(Queue queue) {
    queues.add(queue);
  }

  /**
   * Declares a request that is stored again and again, once for each slot in the whole cluster, as long as any node
   * runs {@code jobs}. {@code conf/queues.yaml} may change its time, or switch it off, under the same key.
   */
  protected final void schedule(Schedule schedule) {
    schedules.add(schedule);
  }

  /** Declares a page of the console, which belongs to the domain of the first request of the contracts. */
  protected final void page(ConsolePage page) {
    pages.add(page.in(requests().getFirst().address().replaceFirst("\\..*", "")));
  }

  /**
   * Declares an outside provider.
   *
   * @param simulator makes the one of the sandbox
   * @param settings that lead to it; those which its simulator sets are among them
   */
  protected final void provider(String name, Stage.Maker simulator, String... settings) {
    providers.add(new Provider(name, simulator, List.of(settings)));
  }

  /**
   * Declares a page of the sandbox that a person may look at once the server has started.
   *
   * @param path below the sandbox's address, such as {@code mail/sandbox/messages}
   */
  protected final void sight(String name, String path) {
    sights.put(name, path);
  }

  /** Declares data without which no server is complete. Shares of all domains are planted by their places. */
  protected final void seed(int place, Planter planter) {
    seeds.add(new Seed(place, false, planter));
  }

  /** Declares data that are planted, among those of {@link #seed}, where the sandbox's accounts are. */
  protected final void demo(int place, Planter planter) {
    seeds.add(new Seed(place, true, planter));
  }

  /** Declares an account of the demo data, which people are told of who try the server out. */
  protected final void demoAccount(DemoAccount account) {
    demoAccounts.add(account);
  }

  /** Says which published views the SQL of this domain reads. */
  protected final void reads(View... published) {
    reads.addAll(List.of(published));
  }

  /**
   * Declares the tables that the migrations of this domain make: what they hold of people, and how long rows live. Rows
   * of a person are erased from the last table to the first. A table that is not declared fails the build.
   */
  protected final void tables(Table... made) {
    tables.addAll(List.of(made));
  }

  /**
   * Reads the settings of this domain and returns what makes its verticle. Called before anything is opened, on nodes
   * that do not run the role too: a mistake in the settings is told wherever the server starts.
   */
  public abstract Plan plan(SettingsReader from);

  /** Returns the settings of this domain that are changed while the servers run. */
  public List<Flag> flags() {
    return List.of();
  }

  /** Returns what this domain has on every node, whichever roles run there; most domains have nothing. */
  public Optional<Node.Part> onEveryNode() {
    return Optional.empty();
  }

  /** Opens a file of this domain's folder among the resources, {@code domain/<role>}; null where there is none. */
  public final InputStream resource(String name) {
    return getClass().getResourceAsStream("/domain/" + role + "/" + name);
  }

  public final String role() {
    return role;
  }

  /** Returns the tables that this domain takes in. */
  public final List<ImportKind> imports() {
    return contracts.stream().flatMap(contract -> ImportKind.in(contract).stream()).toList();
  }

  /** Returns the kinds of files that this domain needs. */
  public final List<FileKind> files() {
    return contracts.stream().flatMap(contract -> FileKind.in(contract).stream()).toList();
  }

  /** Returns what the verticle of this role must answer; durable events and work on imports are among it. */
  public final List<Request<?, ?>> requests() {
    return Stream.of(contracts.stream().<Request<?, ?>>flatMap(contract -> Request.in(contract).stream()),
        subscriptions.stream().map(Subscription::request), imports().stream().map(ImportKind::work))
        .<Request<?, ?>>flatMap(each -> each).toList();
  }

  public final List<DurableEvent<?>> durableEvents() {
    return contracts.stream().<DurableEvent<?>>flatMap(contract -> DurableEvent.in(contract).stream()).toList();
  }

  public final List<Subscription<?>> subscriptions() {
    return List.copyOf(subscriptions);
  }

  /** Returns the reasons for which this domain refuses. */
  public final List<Reason> reasons() {
    return contracts.stream().flatMap(contract -> Reason.in(contract).stream()).toList();
  }

  /** Returns the views that this domain publishes. */
  public final List<View> views() {
    return contracts.stream().flatMap(contract -> View.in(contract).stream()).toList();
  }

  /** Returns the views that the SQL of this domain reads of others. */
  public final List<View> reads() {
    return List.copyOf(reads);
  }

  public final List<Table> tables() {
    return List.copyOf(tables);
  }

  public final List<Queue> queues() {
    return List.copyOf(queues);
  }

  public final List<Provider> providers() {
    return List.copyOf(providers);
  }

  public final List<Seed> seeds() {
    return List.copyOf(seeds);
  }

  public final List<DemoAccount> demoAccounts() {
    return List.copyOf(demoAccounts);
  }

  /** Returns the paths of what may be looked at in the sandbox, by what is seen there. */
  public final Map<String, String> sights() {
    return Collections.unmodifiableMap(sights);
  }

  public final List<ConsolePage> pages() {
    return List.copyOf(pages);
  }

  public final List<Schedule> schedules() {
    return List.copyOf(schedules);
  }

  public final List<Event<?>> events() {
    return contracts.stream().<Event<?>>flatMap(contract -> Event.in(contract).stream()).toList();
  }
}
