package com.mas.domain.people.notification;

import com.mas.bus.Call;
import com.mas.domain.people.notification.AppointmentContract.Appointment;
import com.mas.domain.people.notification.AppointmentContract.Invitation;
import com.mas.domain.people.notification.InviteRules.Guest;
import com.mas.domain.people.notification.PeopleRepository.Invited;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;

/** Makes entries for calendars, with the names, addresses and zones of those who meet. */
final class Invitations {
  private final PeopleRepository people;
  private final NotificationVerticle.Config config;
  private final Clock clock;

  Invitations(PeopleRepository people, NotificationVerticle.Config config, Clock clock) {
    this.people = people;
    this.config = config;
    this.clock = clock;
  }

  /** Makes the entry, and puts its times into the variables. A guest whose account is gone is not named. */
  Invitation fill(Call call, Appointment entry, UUID reader, Map<String, String> variables) {
    Map<UUID, Invited> found = people.invited(call.tenant(),
        entry.guests().stream().map(AppointmentContract.Guest::userId).distinct().toList());
    Map<UUID, Guest> guests = new LinkedHashMap<>();
    for (AppointmentContract.Guest each : entry.guests()) {
      Invited person = found.get(each.userId());
      if (person != null) {
        guests.put(person.id(), new Guest(Places.oneLine(person.fullName()), person.email(),
            zone(each.zone(), person.zone())));
      }
    }
    Guest own = guests.get(reader);
    List<Guest> others = guests.values().stream().filter(each -> !Objects.equals(each, own)).toList();
    variables.put("when", InviteRules.when(entry.startsAt(), own == null ? config.quiet().zone() : own.zone()));
    variables.put("elsewhere", InviteRules.elsewhere(entry.startsAt(), others));
    String url = entry.link() == null || config.publicUrl().isEmpty() ? "" : config.publicUrl() + entry.link();
    return new Invitation(entry.cancelled(), InviteRules.text(entry, config.mail().sender(),
        List.copyOf(guests.values()), url, clock.instant()));
  }

  private ZoneId zone(String... names) {
    return Stream.of(names).filter(Objects::nonNull).map(Invitations::known).filter(Objects::nonNull).findFirst()
        .orElse(config.quiet().zone());
  }

  private static ZoneId known(String name) {
    try {
      return ZoneId.of(name);
    } catch (DateTimeException e) {
      return null;
    }
  }
}
