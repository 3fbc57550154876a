package com.mas.seed;

import com.mas.bus.Bus;
import java.util.Comparator;
import java.util.List;

/** Plants what all domains declare. Safe to run at each start, on several nodes at once. */
public final class Seeds {
  private final Bus bus;
  private final List<String> tenants;
  private final List<Seed> seeds;

  /** @param tenants the first is the default, to which all that is planted belongs */
  public Seeds(Bus bus, List<String> tenants, List<Seed> seeds) {
    this.bus = bus;
    this.tenants = tenants;
    this.seeds = seeds.stream().sorted(Comparator.comparingInt(Seed::place)).toList();
  }

  /** @param sandbox whether there is the sandbox, here or in another process */
  public void plant(boolean sandbox) {
    Planting ground = new Planting(bus, tenants);
    seeds.stream().filter(seed -> sandbox || !seed.isDemo()).forEach(seed -> seed.planter().plant(ground));
  }
}
