package com.mas.domain.people.privacy;

import com.mas.bus.Bus;
import com.mas.bus.Call;
import com.mas.db.Database;
import com.mas.domain.people.identity.DirectoryContract;
import com.mas.domain.people.identity.DirectoryContract.FindUsers;
import com.mas.domain.people.identity.DirectoryContract.Person;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Looks up whom something is about. */
final class PersonLookup {
  private final Bus bus;

  PersonLookup(Bus bus) {
    this.bus = bus;
  }

  Optional<Person> find(Call call, UUID id) {
    return Database.await(bus.send(call, DirectoryContract.FIND_USERS, new FindUsers(List.of(id), null))).users()
        .stream().findFirst();
  }

  /** Fails with NOT_FOUND when the tenant has no such person. */
  Person get(Call call, UUID id) {
    return find(call, id).orElseThrow(PrivacyContract.PERSON_UNKNOWN::refusal);
  }
}
