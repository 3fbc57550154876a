package com.mas.domain.learning.education;

import com.mas.bus.Asked;
import com.mas.bus.Capacity;
import com.mas.bus.Principal;
import com.mas.db.UuidV7;
import com.mas.domain.learning.education.EducationContract.Application;
import com.mas.domain.learning.education.EducationContract.ApplicationState;
import com.mas.domain.learning.education.EducationContract.Batch;
import com.mas.domain.learning.education.EducationContract.BatchState;
import com.mas.domain.learning.education.EducationContract.CreateApplication;
import com.mas.domain.learning.education.EducationContract.CreateBatch;
import com.mas.domain.people.identity.DirectoryContract.FindUsers;
import com.mas.domain.people.identity.DirectoryContract.Person;
import com.mas.testkit.House;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** The domain on a bus and a database of its own, asked as other domains and the edge ask it. */
final class School extends House {
  static final UUID NOBODY = UUID.randomUUID();
  static final UUID ASHA = UUID.randomUUID();
  static final LocalDate START = LocalDate.of(2026, 1, 5);
  static final LocalDate END = LocalDate.of(2026, 6, 30);

  final UUID admin = UUID.randomUUID();

  /** It is half an hour before midnight of 9 March in UTC, in Asia/Kolkata already 10 March. */
  School() {
    super("2026-03-09T23:30:00+00:00");
    identity(School::people);
    deploy(new EducationVerticle(bus, new Capacity("education", 1, 100), db, new UuidV7(clock)));
  }

  /** Everybody exists but {@link #NOBODY}; of addresses, only those of {@link #ASHA} and of one with a prefix do. */
  private static List<Person> people(FindUsers ask) {
    if (ask.ids() != null) {
      return ask.ids().stream().filter(id -> !id.equals(NOBODY))
          .map(id -> new Person(id, id + "@mas.example", null, "Somebody")).toList();
    }
    List<Person> both = List.of(new Person(UUID.randomUUID(), "acme-asha@mas.example", null, "Asha the other"),
        new Person(ASHA, "asha@mas.example", null, "Asha"));
    return both.stream().filter(person -> ask.emails().contains(person.email())).toList();
  }

  @Override
  protected UUID caller() {
    return admin;
  }

  @Override
  protected Principal principal(UUID who, String ofTenant) {
    return new Principal(who, Principal.Role.ADMIN, Set.of(), ofTenant);
  }

  Batch batch(String code) {
    return batch(code, null);
  }

  /** An active one. */
  Batch batch(String code, UUID lead) {
    return ask(EducationContract.BATCHES_CREATE,
        Asked.with(CreateBatch.class, "code", code, "name", "Batch " + code, "state", BatchState.ACTIVE,
            "startsOn", START, "endsOn", END, "batchLeadId", lead));
  }

  Application application(Batch batch, UUID user, ApplicationState state) {
    return ask(EducationContract.APPLICATIONS_CREATE, new CreateApplication(batch.id(), user, null, state, null, null));
  }
}
