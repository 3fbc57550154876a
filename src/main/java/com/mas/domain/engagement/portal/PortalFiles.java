package com.mas.domain.engagement.portal;

import com.mas.bus.Bus;
import com.mas.bus.Call;
import com.mas.bus.Failure;
import com.mas.bus.FailureException;
import com.mas.db.Database;
import com.mas.domain.people.files.FilesContract;
import com.mas.domain.people.files.FilesContract.File;
import com.mas.domain.people.files.FilesContract.GetFile;
import com.mas.domain.people.files.FilesContract.LinkFor;
import com.mas.domain.people.files.FilesContract.Signed;
import java.util.Optional;
import java.util.UUID;

/** Asks the files of people, in the name of the caller. */
final class PortalFiles {
  private final Bus bus;

  PortalFiles(Bus bus) {
    this.bus = bus;
  }

  /** Returns a file that the caller may read; empty where there is none. */
  Optional<File> find(Call call, UUID id) {
    try {
      return Optional.of(Database.await(bus.send(call, FilesContract.GET, new GetFile(id))));
    } catch (FailureException refused) {
      if (refused.failure() == Failure.NOT_FOUND) {
        return Optional.empty();
      }
      throw refused;
    }
  }

  /** Signs an address of a file that this domain has decided the caller may read. */
  Signed link(Call call, UUID id) {
    return Database.await(bus.send(call, FilesContract.LINK_FOR, new LinkFor(id, call.userId())));
  }
}
