package com.mas.http;

import com.mas.bus.Bus;
import com.mas.domain.platform.tenant.TenantContract;
import com.mas.domain.platform.tenant.TenantContract.ListTenants;
import com.mas.domain.platform.tenant.TenantContract.Tenant;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Knows the tenants of the installation: those of the settings, and those of rows as they were last read. Follows a
 * change at once where it is announced, and within {@value #EVERY_MILLIS} ms everywhere. Thread-safe; one for a node.
 */
public final class Tenants {
  private static final Logger LOG = LoggerFactory.getLogger(Tenants.class);
  static final long EVERY_MILLIS = 30_000;
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final int PAGE = 500;

  private final List<String> configured;
  private final Set<String> configuredOrigins;
  private volatile Known known;

  /** @param switchedOff domains by tenant */
  private record Known(Map<String, Set<String>> switchedOff, Set<String> origins) {}

  /**
   * Starts with what the settings say.
   *
   * @param configured the first is the default
   * @param origins of pages that may call for any tenant
   */
  public Tenants(List<String> configured, List<String> origins) {
    this.configured = List.copyOf(configured);
    this.configuredOrigins = Set.copyOf(origins);
    take(List.of());
  }

  /** Reads the rows, and goes on following them; completes when the first attempt has ended, well or not. */
  public Future<Void> follow(Vertx vertx, Bus bus) {
    bus.observe(TenantContract.CHANGED, changed -> read(bus));
    vertx.setPeriodic(EVERY_MILLIS, due -> read(bus));
    return read(bus);
  }

  private Future<Void> read(Bus bus) {
    return bus.send(bus.systemCall(null, PATIENCE), TenantContract.LIST, new ListTenants(PAGE, 0L))
        .onSuccess(page -> take(page.items()))
        .onFailure(failed -> LOG.info("The tenants stay as they were read last: {}", failed.getMessage()))
        .<Void>mapEmpty().otherwiseEmpty();
  }

  void take(List<Tenant> rows) {
    Map<String, Set<String>> switchedOff = new HashMap<>();
    configured.forEach(slug -> switchedOff.put(slug, Set.of()));
    Set<String> origins = new HashSet<>(configuredOrigins);
    rows.forEach(row -> {
      switchedOff.put(row.slug(), Set.copyOf(row.switchedOff()));
      origins.addAll(row.origins());
    });
    known = new Known(Map.copyOf(switchedOff), Set.copyOf(origins));
  }

  String standard() {
    return configured.getFirst();
  }

  boolean has(String tenant) {
    return known.switchedOff.containsKey(tenant);
  }

  boolean listsOrigin(String origin) {
    return known.origins.contains(origin);
  }

  /** Returns whether the tenant does without the domain of this address. */
  boolean isSwitchedOff(String tenant, String address) {
    Set<String> off = known.switchedOff.getOrDefault(tenant, Set.of());
    return !off.isEmpty() && off.contains(address.substring(0, address.indexOf('.')));
  }
}
