package com.mas.module;

import com.mas.phone.PhoneRules;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Says what holds for all domains of this installation and node.
 *
 * @param node how operators know this node
 * @param tenants the first is the default
 * @param phones reads numbers that name no country
 * @param freeDisk bytes that are free where the database is, at this moment; {@link Long#MAX_VALUE} where that is not
 *     known
 * @param flags of all domains
 */
public record Installation(String node, List<String> tenants, Secrets secrets, PhoneRules phones,
    LongSupplier freeDisk, List<Flag> flags) {}
