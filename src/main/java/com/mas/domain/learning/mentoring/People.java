package com.mas.domain.learning.mentoring;
import com.mas.bus.Bus;
import com.mas.bus.Call;
import com.mas.db.Database;
import com.mas.domain.people.identity.IdentityContract;
import com.mas.domain.people.identity.IdentityContract.FindUsers;
import java.util.List;
import java.util.UUID;

/** Finds the person that a request is about: the caller, unless an admin says somebody else. */
final class People {
  private final Bus bus;

  People(Bus bus) {
    this.bus = bus;
  }

  /** @param path of the id in the request, for the failure */
  UUID callerOr(Call call, UUID other, String path) {
    if (other == null || other.equals(call.userId())) {
      return call.userId();
    }
    if (!call.principal().isAdmin()) {
      throw MentoringContract.NOT_FOR_OTHERS.refusal();
    }
    if (Database.await(bus.send(call, IdentityContract.FIND_USERS, new FindUsers(List.of(other), null)))
        .users().isEmpty()) {
      throw MentoringContract.USER_UNKNOWN.refusal().at(path);
    }
    return other;
  }
}
