package com.mas.jobs;

import com.mas.bus.DurableEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Every durable event of a build with its subscribers, whichever of them run on this node: what one node states,
 * another one may act upon.
 */
public final class Subscriptions {
  /** Subscriptions of a build without durable events. */
  public static final Subscriptions NONE = of(List.of(), List.of());

  /** Subscriptions by the address of the event; an event that nobody acts upon has none. */
  private final Map<String, List<Subscription<?>>> byEvent;

  private Subscriptions(Map<String, List<Subscription<?>>> byEvent) {
    this.byEvent = Map.copyOf(byEvent);
  }

  /** @throws IllegalStateException that names every subscription to an event which no contract declares */
  public static Subscriptions of(List<DurableEvent<?>> declared, List<Subscription<?>> subscriptions) {
    Map<String, List<Subscription<?>>> byEvent = new HashMap<>();
    declared.forEach(event -> byEvent.put(event.address(), new ArrayList<>()));
    List<String> unknown = subscriptions.stream().filter(each -> !declared.contains(each.event()))
        .map(each -> each.role() + " subscribes to " + each.event().address()).sorted().toList();
    if (!unknown.isEmpty()) {
      throw new IllegalStateException("No contract declares these events:\n  - " + String.join("\n  - ", unknown));
    }
    subscriptions.forEach(each -> byEvent.get(each.event().address()).add(each));
    byEvent.replaceAll((address, each) -> List.copyOf(each));
    return new Subscriptions(byEvent);
  }

  /** @throws IllegalStateException for an event that no contract of this build declares */
  @SuppressWarnings("unchecked")
  <E> List<Subscription<E>> to(DurableEvent<E> event) {
    List<Subscription<?>> found = byEvent.get(event.address());
    if (found == null) {
      throw new IllegalStateException("No contract of this build declares the durable event " + event.address() + ".");
    }
    return (List<Subscription<E>>) (List<?>) found;
  }

  /** Returns the addresses of each event's subscribers, by the event's address, in alphabetical order. */
  public Map<String, List<String>> addresses() {
    Map<String, List<String>> addresses = new TreeMap<>();
    byEvent.forEach(
        (event, all) -> addresses.put(event, all.stream().map(each -> each.request().address()).sorted().toList()));
    return addresses;
  }

  /** Returns one line for each subscription to a queue that is not declared. */
  List<String> unknownQueues(Queues queues) {
    List<String> names = queues.queues().stream().map(Queues.Queue::name).toList();
    return byEvent.values().stream().flatMap(List::stream).filter(each -> !names.contains(each.options().queue()))
        .map(each -> each.role() + " is told of " + each.event().address() + " by " + each.options().queue()
            + ", which is not declared")
        .sorted().toList();
  }
}
