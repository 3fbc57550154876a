package com.mas.module;

import com.mas.imports.ImportKind;
import com.mas.jobs.Queues.Queue;
import com.mas.jobs.Schedule;
import com.mas.phone.PhoneRules;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Says what holds for all domains of this installation and node.
 *
 * @param node how operators know this node
 * @param tenants the first is the default
 * @param privateHosts names of hosts that may be called although their addresses are private
 * @param phones reads numbers that name no country
 * @param freeDisk bytes that are free where the database is, at this moment; {@link Long#MAX_VALUE} where that is not
 *     known
 * @param flags of all domains
 * @param queues of all domains, beside those of {@code conf/queues.yaml}
 * @param schedules of all domains
 * @param imports of all domains
 * @param files kinds of all domains
 */
public record Installation(String node, List<String> tenants, Secrets secrets, Set<String> privateHosts,
    PhoneRules phones, LongSupplier freeDisk, List<Flag> flags, List<Queue> queues,
    List<Schedule> schedules, List<ImportKind> imports,
    List<FileKind> files) {
  public Installation {
    tenants = List.copyOf(tenants);
    privateHosts = Set.copyOf(privateHosts);
    flags = List.copyOf(flags);
    queues = List.copyOf(queues);
    schedules = List.copyOf(schedules);
    imports = List.copyOf(imports);
    files = List.copyOf(files);
  }
}
