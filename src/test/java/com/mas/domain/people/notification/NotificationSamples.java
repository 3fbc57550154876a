package com.mas.domain.people.notification;

import com.mas.process.Belongings;
import com.mas.process.DomainSamples;
import java.util.Map;
import java.util.UUID;

/** Samples for the inbox. */
final class NotificationSamples implements DomainSamples {
  @Override
  public void own(Belongings things) throws Exception {
    String item = UUID.randomUUID().toString();
    things.execute("INSERT INTO notification.items (id, tenant, user_id, key, template, category, title, body,"
        + " created_at) SELECT '" + item + "', tenant, id, 'sample', 'sample', 'sample', 'A title', 'A body', now()"
        + " FROM identity.users WHERE id = '" + things.student().id() + "'");
    things.own("notification.item.read", things.student(), Map.of("id", item));
  }
}
