package com.mas.domain.engagement.standing;

import com.mas.bus.Call;
import com.mas.db.Tx;
import com.mas.domain.engagement.standing.WarningRepository.Lead;
import com.mas.domain.engagement.standing.WarningRepository.Strike;
import com.mas.domain.people.notification.NotificationContract;
import com.mas.domain.people.notification.NotificationContract.Notify;
import com.mas.jobs.JobOptions;
import com.mas.jobs.Jobs;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Stores the notifications about warnings, in the transaction that issues them. */
final class WarningNotices {
  private final Jobs jobs;

  WarningNotices(Jobs jobs) {
    this.jobs = jobs;
  }

  void warned(Call call, Tx tx, List<Strike> issued, String reason, LocalDate day) {
    tell(call, tx, issued, Strike::tenant, strike -> Notify.user(strike.student(), "warning_issued",
        Map.of("reason", reason, "date", day.toString()), "warning:" + strike.id()));
  }

  void escalated(Call call, Tx tx, List<Lead> leads, Instant now) {
    tell(call, tx, leads, Lead::tenant, lead -> Notify.user(lead.lead(), "warning_escalated",
        Map.of("student", lead.name()), "escalated:" + lead.student() + ":" + now.toEpochMilli()));
  }

  /** The daily run is nobody's call and about all tenants; what it stores is each tenant's own. */
  private <T> void tell(Call call, Tx tx, List<T> about, Function<T, String> tenant, Function<T, Notify> words) {
    about.stream().collect(Collectors.groupingBy(tenant)).forEach((slug, each) -> {
      Call cause = call.asProduct(slug);
      jobs.storeAll(tx, NotificationContract.NOTIFY, each.stream().map(words).toList(),
          body -> JobOptions.on(NotificationContract.QUEUE).because(cause));
    });
  }
}
