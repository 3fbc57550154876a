package com.mas.domain.people.files;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.mas.bus.Failure;
import com.mas.domain.people.files.FilesContract.*;
import com.mas.domain.people.identity.PersonContract;
import com.mas.domain.people.identity.PersonContract.PersonErased;
import com.mas.outbound.store.LocalStore;
import com.mas.testkit.House;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Life of files, of versions and of unfinished uploads, and the place where they are kept. */
class KeptFilesIT extends FilesHouse {
  @Test
  void theNewestVersionsAreKept() {
    byte[] first = SampleFiles.picture("png", 10, 10);
    File file = take(asha, "profile_picture", "me.png", first);
    for (int version = 2; version <= 4; version++) {
      file = house.ask(asha, FilesContract.TAKE, new TakeFile(null, "profile_picture", "me" + version + ".png", null,
          file.id(), base64(SampleFiles.picture("png", 10 + version, 10)), true));
    }
    assertEquals(4, file.version());
    assertEquals("me4.png", file.name());
    assertEquals(List.of("4 ready", "3 ready", "2 expired", "1 expired"),
        house.ask(asha, FilesContract.VERSIONS, new ListVersions(file.id(), null, null)).items().stream()
            .map(each -> each.number() + " " + each.state().wire()).toList());
    assertEquals(2, objects().size());
    UUID id = file.id();
    house.ask(asha, FilesContract.LINK, new LinkFile(id, 3));
    house.refused(Failure.CONFLICT, asha, FilesContract.LINK, new LinkFile(id, 2));
    house.refused(Failure.UNSUPPORTED_MEDIA_TYPE, asha, FilesContract.TAKE,
        new TakeFile(null, "profile_picture", "x.svg", null, id, base64(SampleFiles.SVG), true));
    assertEquals(FileState.READY, get(asha, id).state());
    assertEquals(4, get(asha, id).version());
  }

  @Test
  void aRecordingWhoseTabCrashedIsMadeOfThePartsThatCame() {
    Upload upload = begin(asha, "slices", null);
    byte[] first = SampleFiles.joined(SampleFiles.bytes("\u001aE\u00df\u00a3\u0093B\u0082\u0088webm"),
        new byte[6 * MIB]);
    send(upload, 1, first);
    send(upload, 3, new byte[MIB]);
    Upload lost = begin(ravi, "document", 9L * MIB);
    house.clock.advance(Duration.ofHours(25));
    assertEquals(1, sweep().expired());
    check();
    File file = get(asha, upload.fileId());
    assertEquals(FileState.READY, file.state());
    assertEquals(first.length, file.bytes());
    assertEquals(UploadState.EXPIRED, house.ask(ravi, FilesContract.UPLOAD, new GetUpload(lost.id())).state());
    assertEquals(0, uploadsInFolder());
    house.clock.advance(Duration.ofDays(31));
    assertEquals(2, sweep().removed(), "the recording and what never was a file");
    house.refused(Failure.NOT_FOUND, asha, FilesContract.GET, new GetFile(file.id()));
    assertEquals(List.of(), objects());
  }

  @Test
  void theSweepDeletesWhatNothingNamesAndCountsWhatIsLost() throws IOException {
    File kept = take(asha, "document", "a.pdf", SampleFiles.PDF);
    File lost = take(asha, "document", "b.pdf", SampleFiles.PDF);
    store.put("mas/document/orphan", new byte[10]);
    Files.setLastModifiedTime(folder.resolve("objects/mas/document/orphan"),
        java.nio.file.attribute.FileTime.from(house.clock.instant().minus(Duration.ofDays(4))));
    store.delete(house.text("SELECT key FROM files.version WHERE file_id = ?", lost.id()));
    Swept swept = sweep();
    assertEquals(new Swept(0, 0, 1, 1), swept);
    assertEquals(1, objects().size());
    assertEquals(FileState.READY, get(asha, kept.id()).state());
  }

  @Test
  void anErasedPersonsFilesAreGoneFromTheStoreToo() {
    take(asha, "document", "a.pdf", SampleFiles.PDF);
    begin(asha, "document", 100L);
    File other = take(ravi, "document", "b.pdf", SampleFiles.PDF);
    house.ask(house.product(), PersonContract.ERASED.request("files", Duration.ofMinutes(1)),
        new PersonErased(asha, "mas"));
    assertEquals(1, objects().size());
    assertEquals(0, uploadsInFolder());
    assertEquals(0, house.number("SELECT count(*) FROM files.file WHERE owner = ?", asha));
    assertEquals(0, house.number("SELECT count(*) FROM files.garbage"));
    assertEquals(FileState.READY, get(ravi, other.id()).state());
  }

  @Test
  void aServerThatSeesAnotherFolderRefuses(@TempDir Path elsewhere) {
    take(asha, "document", "a.pdf", SampleFiles.PDF);
    try (House second = new House(house.clock, house.database, "mas")) {
      House first = house;
      house = second;
      deploy(LocalStore.open(elsewhere, ""), true);
      assertEquals("files_elsewhere", reason(second.refused(Failure.NOT_CONFIGURED, asha, FilesContract.BEGIN,
          new BeginUpload("document", "a", null, null, 10L))));
      house = first;
    }
  }

  @Test
  void withoutDirectUploadsTheServerTakesFilesItself() {
    try (House second = new House(house.clock, house.database, "mas")) {
      House first = house;
      house = second;
      deploy(store, false);
      assertEquals("uploads_not_direct", reason(second.refused(Failure.NOT_CONFIGURED, asha, FilesContract.BEGIN,
          new BeginUpload("document", "a", null, null, 10L))));
      assertEquals(FileState.READY, take(asha, "document", "a.pdf", SampleFiles.PDF).state());
      house = first;
    }
  }
}
