package com.mas.realtime.meeting;

import com.mas.bus.Bus;
import com.mas.bus.Call;
import com.mas.bus.FailureException;
import com.mas.db.Database;
import com.mas.domain.people.identity.DirectoryContract;
import com.mas.domain.people.identity.DirectoryContract.FindUsers;
import java.util.List;
import java.util.UUID;

/** Names of accounts: what clients call themselves is not believed. */
final class MeetingNames {
  private static final String UNKNOWN = "A person";

  private final Bus bus;

  MeetingNames(Bus bus) {
    this.bus = bus;
  }

  /** Returns the account's name, or {@value #UNKNOWN} when there is no such account or nobody can tell now. */
  String nameOf(Call call, UUID user) {
    try {
      return Database.await(bus.send(call, DirectoryContract.FIND_USERS, new FindUsers(List.of(user), null))).users()
          .stream().findFirst().map(DirectoryContract.Person::fullName).filter(name -> !name.isBlank())
          .orElse(UNKNOWN);
    } catch (FailureException away) {
      return UNKNOWN; // a meeting goes on without it
    }
  }
}
