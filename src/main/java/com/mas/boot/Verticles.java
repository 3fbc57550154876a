package com.mas.boot;

import com.mas.boot.Roles.Role;
import com.mas.bus.Bus;
import com.mas.bus.DurableEvent;
import com.mas.bus.Request;
import com.mas.module.DomainModule;
import com.mas.module.DomainModule.Plan;
import com.mas.module.Node;
import com.mas.module.Parts;
import com.mas.module.SettingsReader;
import com.mas.module.SettingsReader.SettingsException;
import io.vertx.core.Deployable;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Deploys the verticles of this node's roles, and knows whether they are still there. */
final class Verticles {
  static final String HTTP = "http";

  private final Boot boot;
  private final Roles roles;
  private final Map<String, DomainModule> modules = new LinkedHashMap<>();
  /** Deployment by role. */
  private final Map<String, String> deployed = new ConcurrentHashMap<>();

  /** @throws SettingsException when a role is named that this build does not have */
  Verticles(Boot boot, Path figures) {
    this.boot = boot;
    Modules.DOMAINS.forEach(module -> modules.put(module.role(), module));
    List<String> known = Stream.concat(modules.keySet().stream(), Stream.of(HTTP)).toList();
    this.roles = Roles.read(figures, known, boot.settings().eventLoops());
    List<String> unknown =
        boot.settings().roles().stream().filter(name -> !name.equals("all") && !known.contains(name)).toList();
    if (!unknown.isEmpty()) {
      throw new SettingsException(List.of("ROLES names what this build does not have: " + String.join(", ", unknown)));
    }
  }

  /**
   * Deploys in the order of the modules, each awaited: a domain may ask those before it while it starts.
   *
   * @throws IllegalStateException when a role does not answer all that its contracts declare; names every address
   */
  void deployDomains(Parts parts, SettingsReader from) {
    roles.byName().forEach((name, role) -> {
      if (modules.containsKey(name) && boot.settings().runs(name)) {
        Plan plan = modules.get(name).plan(from);
        deploy(name, role, () -> plan.verticle(parts, role.capacity(name)), ThreadingModel.VIRTUAL_THREAD);
      }
    });
    requireSubscriptions(boot.bus());
    requireAnswers(deployed.keySet().stream().flatMap(role -> modules.get(role).requests().stream()), boot.bus());
  }

  /** @throws IllegalStateException that names every request which nobody on this node answers */
  static void requireAnswers(Stream<Request<?, ?>> declared, Bus bus) {
    String unanswered = declared.map(Request::address).filter(address -> !bus.isAnsweredHere(address)).sorted()
        .collect(Collectors.joining("\n  - "));
    if (!unanswered.isEmpty()) {
      throw new IllegalStateException("No verticle answers what its contract declares:\n  - " + unanswered);
    }
  }

  /** @throws IllegalStateException that names every handled durable event to which the module does not subscribe */
  static void requireSubscriptions(Bus bus) {
    List<String> undeclared = bus.answeredHere().stream().filter(DurableEvent::isSubscription)
        .filter(address -> !Modules.REQUESTS.containsKey(address)).sorted().toList();
    if (!undeclared.isEmpty()) {
      throw new IllegalStateException("Verticles handle durable events to which their modules do not subscribe:\n  - "
          + String.join("\n  - ", undeclared));
    }
  }

  void deployHttp(Supplier<Deployable> instance) {
    deploy(HTTP, roles.byName().get(HTTP), instance, ThreadingModel.EVENT_LOOP);
  }

  private void deploy(String name, Role role, Supplier<Deployable> verticle, ThreadingModel threading) {
    String id = Boot.await(boot.vertx().deployVerticle(verticle,
        new DeploymentOptions().setInstances(role.instances()).setThreadingModel(threading)));
    deployed.put(name, id);
    boot.onStop(name, () -> Boot.await(boot.vertx().undeploy(id)));
  }

  /** Returns the roles that run here, in starting order. */
  List<Node.Role> running() {
    return roles.byName().entrySet().stream().filter(each -> deployed.containsKey(each.getKey()))
        .map(each -> new Node.Role(each.getKey(), each.getValue().instances(), each.getValue().pool(),
            each.getValue().inHand()))
        .toList();
  }

  Future<Void> allThere() {
    List<String> gone = deployed.entrySet().stream()
        .filter(role -> !boot.vertx().deploymentIDs().contains(role.getValue())).map(Map.Entry::getKey).toList();
    return gone.isEmpty() ? Future.succeededFuture() : Future.failedFuture("gone: " + String.join(", ", gone));
  }
}
