package com.mas.module;

import com.mas.bus.Capacity;
import com.mas.bus.DomainVerticle;
import com.mas.bus.DurableEvent;
import com.mas.bus.Event;
import com.mas.bus.Request;
import com.mas.db.View;
import com.mas.jobs.JobOptions;
import com.mas.jobs.Subscription;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Declares one domain: its role, what it answers and announces, and how its verticle is made of the settings. */
public abstract class DomainModule {
  private final String role;
  private final List<Class<?>> contracts;
  private final List<Subscription<?>> subscriptions = new ArrayList<>();
  private final List<View> reads = new ArrayList<>();

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

  /** Says which published views the SQL of this domain reads. */
  protected final void reads(View... published) {
    reads.addAll(List.of(published));
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

  public final String role() {
    return role;
  }

  /** Returns what the verticle of this role must answer; what tells it of durable events is among it. */
  public final List<Request<?, ?>> requests() {
    return Stream.concat(contracts.stream().<Request<?, ?>>flatMap(contract -> Request.in(contract).stream()),
        subscriptions.stream().map(Subscription::request)).toList();
  }

  public final List<DurableEvent<?>> durableEvents() {
    return contracts.stream().<DurableEvent<?>>flatMap(contract -> DurableEvent.in(contract).stream()).toList();
  }

  public final List<Subscription<?>> subscriptions() {
    return List.copyOf(subscriptions);
  }

  /** Returns the views that this domain publishes. */
  public final List<View> views() {
    return contracts.stream().flatMap(contract -> View.in(contract).stream()).toList();
  }

  /** Returns the views that the SQL of this domain reads of others. */
  public final List<View> reads() {
    return List.copyOf(reads);
  }

  public final List<Event<?>> events() {
    return contracts.stream().<Event<?>>flatMap(contract -> Event.in(contract).stream()).toList();
  }
}
