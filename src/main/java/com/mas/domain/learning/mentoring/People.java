package com.mas.domain.learning.mentoring;

import com.mas.bus.Bus;
import com.mas.bus.Call;
import com.mas.domain.people.identity.DirectoryContract.Directory;
import java.util.UUID;

/** Finds the person that a request is about: the caller, unless an admin says somebody else. */
final class People {
  private final Directory directory;

  People(Bus bus) {
    this.directory = new Directory(bus, MentoringContract.USER_UNKNOWN);
  }

  /** @param path of the id in the request, for the failure */
  UUID callerOr(Call call, UUID other, String path) {
    if (other == null || other.equals(call.userId())) {
      return call.userId();
    }
    if (!call.principal().isAdmin()) {
      throw MentoringContract.NOT_FOR_OTHERS.refusal();
    }
    directory.mustExist(call, other, path);
    return other;
  }
}
