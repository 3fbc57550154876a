package com.mas.domain.learning.sync;

import com.mas.domain.learning.sync.Lms.LearnerPage;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;

/** A page turned on its side: one array for each parameter of the merge statement. */
final class LearnerColumns {
  final UUID[] id;
  final String[] userId;
  final String[] name;
  final String[] email;
  final String[] mobile;
  final String[] enrolmentStatus;
  final Double[] percent;
  final Integer[] seconds;
  final Boolean[] completed;
  final Instant[] enrolledAt;
  final Instant[] startedAt;
  final Instant[] lastAccessedAt;
  final Instant[] completedAt;
  /** Everybody on the page, also those whom the run had seen before. */
  final String[] listed;
  /** Total at the provider, or null. */
  final Integer total;

  /** @param rows those of the page that are to be merged */
  LearnerColumns(List<LearnerPage.Row> page, List<LearnerPage.Row> rows, Integer total, Supplier<UUID> ids) {
    listed = page.stream().map(LearnerPage.Row::userId).toArray(String[]::new);
    this.total = total;
    int size = rows.size();
    id = new UUID[size];
    userId = new String[size];
    name = new String[size];
    email = new String[size];
    mobile = new String[size];
    enrolmentStatus = new String[size];
    percent = new Double[size];
    seconds = new Integer[size];
    completed = new Boolean[size];
    enrolledAt = new Instant[size];
    startedAt = new Instant[size];
    lastAccessedAt = new Instant[size];
    completedAt = new Instant[size];
    for (int i = 0; i < size; i++) {
      LearnerPage.Row row = rows.get(i);
      id[i] = ids.get();
      userId[i] = row.userId();
      name[i] = row.name();
      email[i] = row.email();
      mobile[i] = row.mobile();
      enrolmentStatus[i] = row.enrolmentStatus();
      percent[i] = row.percent();
      seconds[i] = row.seconds();
      completed[i] = row.completed();
      enrolledAt[i] = row.enrolledAt();
      startedAt[i] = row.startedAt();
      lastAccessedAt[i] = row.lastAccessedAt();
      completedAt[i] = row.completedAt();
    }
  }
}
