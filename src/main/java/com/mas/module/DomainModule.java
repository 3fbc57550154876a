package com.mas.module;

import com.mas.bus.Capacity;
import com.mas.bus.DomainVerticle;
import com.mas.bus.Event;
import com.mas.bus.Request;
import java.util.List;

/** Declares one domain: its role, what it answers and announces, and how its verticle is made of the settings. */
public abstract class DomainModule {
  private final String role;
  private final List<Class<?>> contracts;

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

  /** Returns what the verticle of this role must answer. */
  public final List<Request<?, ?>> requests() {
    return contracts.stream().<Request<?, ?>>flatMap(contract -> Request.in(contract).stream()).toList();
  }

  public final List<Event<?>> events() {
    return contracts.stream().<Event<?>>flatMap(contract -> Event.in(contract).stream()).toList();
  }
}
