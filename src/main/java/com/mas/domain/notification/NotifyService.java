package com.mas.domain.notification;

import com.mas.bus.Bus;
import com.mas.bus.Call;
import com.mas.bus.Failure;
import com.mas.db.UuidV7;
import com.mas.domain.notification.NoticeTemplate.Channel;
import com.mas.domain.notification.NotificationContract.Item;
import com.mas.domain.notification.NotificationContract.Notified;
import com.mas.domain.notification.NotificationContract.Notify;
import com.mas.domain.notification.PeopleRepository.Person;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** Turns "tell this person that" into what goes out on each channel. */
final class NotifyService {
  private static final int MAX_KEY = 150;
  private static final int MAX_VARIABLE = 500;
  private static final String SOMEBODY = "there";

  private final PeopleRepository people;
  private final InboxService inbox;
  private final Bus bus;
  private final UuidV7 ids;
  private final Map<String, NoticeTemplate> templates = new ConcurrentHashMap<>();

  NotifyService(PeopleRepository people, InboxService inbox, Bus bus, UuidV7 ids) {
    this.people = people;
    this.inbox = inbox;
    this.bus = bus;
    this.ids = ids;
  }

  Notified notify(Call call, Notify ask) {
    check(ask);
    NoticeTemplate template = templates.computeIfAbsent(ask.template(), NoticeTemplate::load);
    Optional<Person> person = ask.userId() == null ? Optional.empty()
        : people.find(call.tenant(), ask.userId());
    if (ask.userId() != null && person.isEmpty()) {
      throw Failure.INVALID.with("There is no such user.");
    }
    Map<String, String> variables = new HashMap<>(ask.variables());
    variables.putIfAbsent("name", person.map(Person::fullName).orElse(SOMEBODY));
    NoticeTemplate texts = template.filled(variables);
    UUID itemId = null;
    if (ask.userId() != null && texts.channels().contains(Channel.IN_APP)) {
      itemId = inbox.add(call, ask.userId(), ask.key(), new Item(ids.next(), ask.template(), texts.category().word(),
          texts.title(), texts.body(), texts.link(), bus.clock().instant(), null));
    }
    return new Notified(itemId);
  }

  private static void check(Notify ask) {
    if (ask.template() == null || ask.key() == null || ask.key().isBlank() || ask.key().length() > MAX_KEY) {
      throw Failure.INVALID.with("A notification needs a template and a key of at most " + MAX_KEY + " characters.");
    }
    if (ask.userId() == null && ask.email() == null && ask.phone() == null) {
      throw Failure.INVALID.with("A notification needs somebody to tell.");
    }
    if (ask.variables().values().stream().anyMatch(value -> value.length() > MAX_VARIABLE)) {
      throw Failure.INVALID.with("A variable has at most " + MAX_VARIABLE + " characters.");
    }
  }
}
