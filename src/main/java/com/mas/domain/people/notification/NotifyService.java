package com.mas.domain.people.notification;

import com.mas.bus.Call;
import com.mas.bus.Failure;
import com.mas.db.Database;
import com.mas.db.UuidV7;
import com.mas.db.View;
import com.mas.domain.people.notification.AppointmentContract.Invitation;
import com.mas.domain.people.notification.NotificationContract.*;
import com.mas.domain.people.notification.PeopleRepository.Person;
import com.mas.jobs.JobOptions;
import com.mas.jobs.Jobs;
import com.mas.phone.PhoneRules;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** Turns "tell this person that" into what goes out on each channel. */
final class NotifyService {
  private static final String SOMEBODY = "there";

  private final PeopleRepository people;
  private final Invitations invitations;
  private final PreferenceRepository preferences;
  private final InboxService inbox;
  private final Jobs jobs;
  private final Database db;
  private final PhoneRules phones;
  private final UuidV7 ids;
  private final Clock clock;
  private final Map<String, NoticeTemplate> templates = new ConcurrentHashMap<>();

  NotifyService(Database db, View people, Jobs jobs, InboxService inbox, NotificationVerticle.Config config, UuidV7 ids,
      Clock clock) {
    this.people = new PeopleRepository(db, people);
    this.invitations = new Invitations(this.people, config, clock);
    this.preferences = new PreferenceRepository(db);
    this.inbox = inbox;
    this.jobs = jobs;
    this.db = db;
    this.phones = config.phones();
    this.ids = ids;
    this.clock = clock;
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
    variables.putIfAbsent("elsewhere", "");
    Invitation invitation = ask.appointment() == null ? null
        : invitations.fill(call, ask.appointment(), ask.userId(), variables);
    NoticeTemplate texts = template.filled(variables);
    String email = ask.email() != null ? ask.email() : person.map(Person::email).orElse(null);
    String typed = ask.phone() != null ? ask.phone() : person.map(Person::phone).orElse(null);
    String international = phones.international(typed);
    String phone = international == null && phones.isUnclear(typed) ? typed : international;
    store(call, ask, texts, variables, email, phone, invitation);
    return new Notified(ask.userId() != null && texts.has(Channel.IN_APP) ? tellInside(call, ask, texts) : null);
  }

  /**
   * Stored twice they are sent once, by their keys.
   *
   * @param phone as E.164, or null; as it was typed when it is not certain, so that the log says why nothing was sent
   */
  private void store(Call call, Notify ask, NoticeTemplate texts, Map<String, String> variables, String email,
      String phone, Invitation invitation) {
    String recipient = email != null ? email : String.valueOf(phone).replace("+", "");
    String key = "notify:" + (ask.userId() != null ? ask.userId() : recipient) + ":" + ask.key();
    boolean mails = texts.has(Channel.EMAIL) && email != null;
    boolean writes = texts.has(Channel.WHATSAPP) && phone != null;
    if (!mails && !writes) {
      return;
    }
    Map<String, String> data = new HashMap<>(variables);
    data.put("title", texts.title());
    data.put("text", texts.body());
    if (texts.link() != null) {
      data.put("link", texts.link());
    }
    db.transaction(tx -> {
      if (mails) {
        jobs.store(tx, NotificationContract.SEND_EMAIL,
            new SendEmail(email, texts.email(), data, key, texts.category(), ask.userId(), invitation,
                ask.actions()),
            JobOptions.on(NotificationContract.EMAIL_QUEUE).unique(key).because(call));
      }
      if (writes) {
        jobs.store(tx, NotificationContract.SEND_WHATSAPP, new SendWhatsApp(phone, ask.userId(), texts.category(),
            texts.whatsapp().template(), texts.whatsapp().language(),
            texts.whatsapp().parameters().stream().map(data::get).toList(), null, key),
            JobOptions.on(NotificationContract.WHATSAPP_QUEUE).unique(key).because(call));
      }
      return null;
    });
  }

  private UUID tellInside(Call call, Notify ask, NoticeTemplate texts) {
    String choice = texts.category().wire() + ":" + Channel.IN_APP.wire();
    return preferences.find(call.tenant(), ask.userId()).off().contains(choice) ? null
        : inbox.add(call, ask.userId(), ask.key(), new Item(ids.next(), ask.template(), texts.category().wire(),
            texts.title(), texts.body(), texts.link(), clock.instant(), null));
  }

  private static void check(Notify ask) {
    if (ask.userId() == null && ask.email() == null && ask.phone() == null) {
      throw Failure.INVALID.with("A notification needs a recipient.");
    }
  }
}
