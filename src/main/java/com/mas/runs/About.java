package com.mas.runs;

/**
 * Names the subject of a run: at most one run about the same is under way.
 *
 * @param kind of work, such as {@code gamification.rebuild}
 * @param tenant null for a run about all of them
 * @param subject among those of the kind; may be empty
 */
public record About(String kind, String tenant, String subject) {
  String tenantOrNone() {
    return tenant == null ? "" : tenant;
  }
}
