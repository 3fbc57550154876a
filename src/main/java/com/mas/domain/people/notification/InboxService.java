package com.mas.domain.people.notification;

import com.mas.bus.Bus;
import com.mas.bus.Call;
import com.mas.bus.Page;
import com.mas.db.PageWindow;
import com.mas.domain.people.notification.InboxRepository.Added;
import com.mas.domain.people.notification.NotificationContract.*;
import java.util.UUID;

/** A person's notifications in the product; always the caller's own. */
final class InboxService {
  private final InboxRepository repository;
  private final Bus bus;

  InboxService(InboxRepository repository, Bus bus) {
    this.repository = repository;
    this.bus = bus;
  }

  /** The item's id, of an earlier one if there is one with this key. */
  UUID add(Call call, UUID userId, String key, Item item) {
    Added added = repository.add(call.tenant(), userId, key, item);
    if (added.id() == null) {
      return repository.idOf(call.tenant(), userId, key);
    }
    bus.publish(call, NotificationContract.ITEM_CREATED,
        new ItemCreated(call.tenant(), userId, item, added.unread()));
    return added.id();
  }

  Page<Item> list(Call call, ListItems ask) {
    return repository.list(call.tenant(), call.userId(), Boolean.TRUE.equals(ask.unread()), PageWindow.of(ask));
  }

  Unread count(Call call, CountUnread ask) {
    return new Unread(repository.unread(call.tenant(), call.userId()));
  }

  Item read(Call call, ReadItem ask) {
    return repository.read(call.tenant(), call.userId(), ask.id(), bus.clock().instant())
        .orElseThrow(NotificationContract.NOTIFICATION_UNKNOWN::refusal);
  }

  MarkedRead readAll(Call call, ReadAll ask) {
    return new MarkedRead(repository.readAll(call.tenant(), call.userId(), bus.clock().instant()));
  }
}
