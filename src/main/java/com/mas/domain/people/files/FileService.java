package com.mas.domain.people.files;

import com.mas.bus.Call;
import com.mas.bus.Page;
import com.mas.db.Database;
import com.mas.db.PageWindow;
import com.mas.db.UuidV7;
import com.mas.domain.people.files.FileRepository.Key;
import com.mas.domain.people.files.FileRepository.Stored;
import com.mas.domain.people.files.FilesContract.File;
import com.mas.domain.people.files.FilesContract.GetFile;
import com.mas.domain.people.files.FilesContract.GetPicture;
import com.mas.domain.people.files.FilesContract.GetUsage;
import com.mas.domain.people.files.FilesContract.LinkFile;
import com.mas.domain.people.files.FilesContract.LinkFor;
import com.mas.domain.people.files.FilesContract.ListAll;
import com.mas.domain.people.files.FilesContract.ListFiles;
import com.mas.domain.people.files.FilesContract.ListOpenings;
import com.mas.domain.people.files.FilesContract.ListVersions;
import com.mas.domain.people.files.FilesContract.Opened;
import com.mas.domain.people.files.FilesContract.Opening;
import com.mas.domain.people.files.FilesContract.Picture;
import com.mas.domain.people.files.FilesContract.RemoveFile;
import com.mas.domain.people.files.FilesContract.Removed;
import com.mas.domain.people.files.FilesContract.Signed;
import com.mas.domain.people.files.FilesContract.Usage;
import com.mas.domain.people.files.FilesContract.Version;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Shows files, signs addresses from which they are fetched, and removes them. */
final class FileService {
  static final Duration LINK_TIME = Duration.ofMinutes(10);

  private final Database db;
  private final FileRepository files;
  private final Kinds kinds;
  private final Place place;
  private final Garbage garbage;
  private final UuidV7 ids;
  private final Clock clock;
  private final long quotaBytes;

  FileService(Database db, Kinds kinds, Place place, Garbage garbage, UuidV7 ids, Clock clock, long quotaBytes) {
    this.db = db;
    this.files = new FileRepository(db);
    this.kinds = kinds;
    this.place = place;
    this.garbage = garbage;
    this.ids = ids;
    this.clock = clock;
    this.quotaBytes = quotaBytes;
  }

  Page<File> list(Call call, ListFiles ask) {
    return files.own(call.userId(), call.tenant(), ask.kind(), ask.subject(), PageWindow.of(ask)).map(this::shown);
  }

  Page<File> all(Call call, ListAll ask) {
    return files.all(call.tenant(), ask.kind(), ask.owner(), ask.state(), PageWindow.of(ask)).map(this::shown);
  }

  File get(Call call, GetFile ask) {
    return shown(readable(call, ask.id()));
  }

  Page<Version> versions(Call call, ListVersions ask) {
    return files.versions(readable(call, ask.id()).id(), PageWindow.of(ask));
  }

  Page<Opening> openings(Call call, ListOpenings ask) {
    return files.openings(controlled(call, ask.id()).id(), PageWindow.of(ask));
  }

  Signed link(Call call, LinkFile ask) {
    Stored file = readable(call, ask.id());
    return link(file, ask.version() == null ? file.version() : ask.version(), call.userId());
  }

  Signed linkFor(Call call, LinkFor ask) {
    Stored file = files.find(ask.id(), call.tenant()).orElseThrow(FilesContract.FILE_UNKNOWN::refusal);
    return link(file, file.version(), ask.person());
  }

  private Signed link(Stored file, int version, UUID person) {
    Key key = files.key(file.id(), version).orElseThrow(FilesContract.FILE_NOT_READY::refusal);
    Instant now = clock.instant();
    String url = place.store().address("GET", key.key(), Map.of("response-content-type", key.type(),
        "response-content-disposition", NameRules.disposition(key.name())), now, LINK_TIME);
    files.opened(ids.next(), file.id(), version, person, Opened.LINK, now);
    return new Signed(url, "GET", now.plus(LINK_TIME));
  }

  Picture picture(Call call, GetPicture ask) {
    Stored file = readable(call, ask.id());
    byte[] bytes = files.picture(file.id()).orElseThrow(FilesContract.FILE_UNKNOWN::refusal);
    if (!file.owner().equals(call.userId())) {
      files.opened(ids.next(), file.id(), file.version(), call.userId(), Opened.PICTURE, clock.instant());
    }
    return new Picture("data:image/jpeg;base64," + Base64.getEncoder().encodeToString(bytes));
  }

  Removed remove(Call call, RemoveFile ask) {
    Stored file = controlled(call, ask.id());
    remove(file.id());
    return new Removed(file.id());
  }

  private void remove(UUID id) {
    db.transaction(tx -> {
      files.remove(tx, id, clock.instant());
      return null;
    });
    garbage.tryToCollect();
  }

  /** Removes all files of a person; fails where their bytes cannot be deleted now, and is told again. */
  void erase(UUID person) {
    for (List<UUID> some = files.ofPerson(person); !some.isEmpty(); some = files.ofPerson(person)) {
      List<UUID> gone = some;
      db.transaction(tx -> {
        gone.forEach(each -> files.remove(tx, each, clock.instant()));
        return null;
      });
    }
    while (garbage.collect() > 0) {
      // page by page
    }
  }

  Usage usage(Call call, GetUsage ask) {
    FileRepository.Used used = files.usage(call.tenant());
    return new Usage(place.name(), used.files(), used.bytes(), used.totalBytes(), quotaBytes);
  }

  private Stored readable(Call call, UUID id) {
    return files.find(id, call.tenant()).filter(each -> each.owner().equals(call.userId())
        || kinds.of(each.kind()).mayRead(call.principal())).orElseThrow(FilesContract.FILE_UNKNOWN::refusal);
  }

  private Stored controlled(Call call, UUID id) {
    Stored file = readable(call, id);
    if (!file.owner().equals(call.userId()) && !call.principal().isAdmin()) {
      throw FilesContract.NOT_YOURS.refusal();
    }
    return file;
  }

  private File shown(Stored file) {
    return file.shown(kinds.of(file.kind()));
  }
}
