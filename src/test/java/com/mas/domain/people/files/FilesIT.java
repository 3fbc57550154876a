package com.mas.domain.people.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.bus.Failure;
import com.mas.bus.FailureException;
import com.mas.bus.Principal.Role;
import com.mas.domain.people.files.FilesContract.*;
import com.mas.outbound.s3.SigV4;
import com.mas.testkit.House;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Uploads and files over the bus. */
class FilesIT extends FilesHouse {
  @Test
  void aSmallFileIsReadyWhenItIsSent() {
    File file = take(asha, "document", "../My\u202Efdp.exe", SampleFiles.PDF);
    assertEquals(FileState.READY, file.state());
    assertEquals("Myfdp.exe.pdf", file.name());
    assertEquals("application/pdf", file.type());
    assertEquals(SampleFiles.PDF.length, file.bytes());
    assertEquals(SigV4.sha256(SampleFiles.PDF), file.sha256());
    assertEquals(1, file.version());
    assertEquals(List.of(file), house.ask(asha, FilesContract.LIST, new ListFiles(null, null, null, null)).items());
    assertEquals(0, house.number("SELECT count(*) FROM files.staged"));
    FileReady ready = com.mas.bus.Json.read(house.text(
        "SELECT body::text FROM jobs.job WHERE address = 'portal.on.files.file.ready'"), FileReady.class);
    assertEquals(new FileReady(file.id(), 1, "document", asha, null, "mas", "application/pdf", SampleFiles.PDF.length,
        file.sha256()), ready);
  }

  @Test
  void aFileOfManyPiecesIsPutTogether() {
    byte[] whole = pdf(18 * MIB + 77);
    File file = null;
    for (int at = 0; at < whole.length; at += 256 << 10) {
      byte[] piece = Arrays.copyOfRange(whole, at, Math.min(whole.length, at + (256 << 10)));
      file = house.ask(asha, FilesContract.TAKE, new TakeFile(file == null ? null : file.id(), "document", "a.pdf",
          null, null, base64(piece), at + piece.length == whole.length));
    }
    assertEquals(FileState.CHECKING, file.state());
    check();
    file = get(asha, file.id());
    assertEquals(SigV4.sha256(whole), file.sha256());
    assertEquals(FileState.READY, file.state());
  }

  @Test
  void anUploadInPartsIsGoneOnWithAndCompletedOnce() {
    byte[] whole = pdf(9 * MIB);
    Upload upload = begin(asha, "document", (long) whole.length);
    assertEquals(8 * MIB, upload.partBytes());
    assertEquals(2, upload.mostParts());
    send(upload, 2, Arrays.copyOfRange(whole, 8 * MIB, whole.length));
    assertEquals("parts_missing", reason(house.refused(Failure.CONFLICT, asha, FilesContract.COMPLETE,
        new CompleteUpload(upload.id()))));
    Upload again = house.ask(asha, FilesContract.UPLOAD, new GetUpload(upload.id()));
    assertEquals(List.of(2), again.parts().stream().map(Part::number).toList());
    send(upload, 1, Arrays.copyOf(whole, 8 * MIB));
    List<Future<File>> both = Stream.generate(() -> house.send(asha, FilesContract.COMPLETE,
        new CompleteUpload(upload.id()))).limit(5).toList();
    both.forEach(each -> assertEquals(SigV4.sha256(whole), House.await(each).sha256()));
    assertEquals(1, house.number("SELECT count(*) FROM jobs.job WHERE address = 'portal.on.files.file.ready'"));
    assertEquals(FileState.READY,
        house.ask(asha, FilesContract.COMPLETE, new CompleteUpload(upload.id())).state());
    assertEquals("upload_over", reason(house.refused(Failure.CONFLICT, asha, FilesContract.SIGN,
        new SignPart(upload.id(), 1))));
  }

  @Test
  void anAddressOfAPartThatExpiredIsSignedAnew() {
    Upload upload = begin(asha, "document", 9L * MIB);
    Signed first = house.ask(asha, FilesContract.SIGN, new SignPart(upload.id(), 1));
    assertEquals(house.clock.instant().plus(Duration.ofMinutes(15)), first.expiresAt());
    assertTrue(first.url().contains("X-Amz-SignedHeaders=host&") && first.url().contains("x-most-bytes=8388608"),
        first.url());
    house.clock.advance(Duration.ofHours(20));
    Signed second = house.ask(asha, FilesContract.SIGN, new SignPart(upload.id(), 1));
    assertNotEquals(first.url(), second.url());
    house.clock.advance(Duration.ofHours(20));
    sweep();
    assertEquals(UploadState.UPLOADING, house.ask(asha, FilesContract.UPLOAD, new GetUpload(upload.id())).state(),
        "what is asked about has not broken off");
    house.refused(Failure.INVALID, asha, FilesContract.SIGN, new SignPart(upload.id(), 3));
  }

  @Test
  void nobodyReachesTheUploadOrTheFileOfAnother() {
    Upload upload = begin(asha, "document", 100L);
    for (FailureException refusal : List.of(
        house.refused(Failure.NOT_FOUND, ravi, FilesContract.UPLOAD, new GetUpload(upload.id())),
        house.refused(Failure.NOT_FOUND, ravi, FilesContract.SIGN, new SignPart(upload.id(), 1)),
        house.refused(Failure.NOT_FOUND, ravi, FilesContract.COMPLETE, new CompleteUpload(upload.id())),
        house.refused(Failure.NOT_FOUND, ravi, FilesContract.ABORT, new AbortUpload(upload.id())))) {
      assertEquals("upload_unknown", reason(refusal));
    }
    File file = take(asha, "resume", "cv.pdf", SampleFiles.PDF);
    for (FailureException refusal : List.of(
        house.refused(Failure.NOT_FOUND, ravi, FilesContract.GET, new GetFile(file.id())),
        house.refused(Failure.NOT_FOUND, ravi, FilesContract.LINK, new LinkFile(file.id(), null)),
        house.refused(Failure.NOT_FOUND, ravi, FilesContract.VERSIONS, new ListVersions(file.id(), null, null)),
        house.refused(Failure.NOT_FOUND, ravi, FilesContract.REMOVE, new RemoveFile(file.id())),
        house.refused(Failure.NOT_FOUND, ravi, FilesContract.BEGIN,
            new BeginUpload("resume", "cv.pdf", null, file.id(), 10L)))) {
      assertEquals("file_unknown", reason(refusal));
    }
    assertEquals(Failure.NOT_FOUND, house.refusal(house.as(admin, Role.ADMIN, "other"), FilesContract.GET,
        new GetFile(file.id())).failure());
    assertEquals(file, house.ask(house.as(admin, Role.ADMIN), FilesContract.GET, new GetFile(file.id())));
    File picture = take(asha, "profile_picture", "me.png", SampleFiles.picture("png", 40, 30));
    assertEquals(picture, get(ravi, picture.id()));
    assertEquals("file_not_yours", reason(house.refused(Failure.FORBIDDEN, ravi, FilesContract.REMOVE,
        new RemoveFile(picture.id()))));
  }

  @Test
  void whoOpenedAFileIsOnRecord() {
    File file = take(asha, "profile_picture", "me.png", SampleFiles.picture("png", 400, 300));
    assertEquals(400, file.width());
    assertTrue(file.hasPicture());
    Signed link = house.ask(ravi, FilesContract.LINK, new LinkFile(file.id(), null));
    assertTrue(link.url().startsWith("/s3/files/mas/profile_picture/"), link.url());
    assertTrue(link.url().contains("response-content-disposition=attachment%3B%20filename%3D%22me.png%22"), link.url());
    assertEquals(house.clock.instant().plus(Duration.ofMinutes(10)), link.expiresAt());
    house.clock.advance(Duration.ofSeconds(1));
    assertTrue(house.ask(ravi, FilesContract.PICTURE, new GetPicture(file.id())).url()
        .startsWith("data:image/jpeg;base64,"));
    house.ask(asha, FilesContract.PICTURE, new GetPicture(file.id()));
    house.clock.advance(Duration.ofSeconds(1));
    house.ask(house.product(), FilesContract.LINK_FOR, new LinkFor(file.id(), admin));
    assertEquals(List.of(admin + " link", ravi + " picture", ravi + " link"),
        house.ask(asha, FilesContract.OPENINGS, new ListOpenings(file.id(), null, null)).items().stream()
            .map(each -> each.by() + " " + each.how().wire()).toList());
    house.refused(Failure.FORBIDDEN, ravi, FilesContract.OPENINGS, new ListOpenings(file.id(), null, null));
    assertFalse(link.toString().contains("Signature"), link.toString());
  }

  @Test
  void whatItsKindDoesNotTakeIsRefusedWithTheReason() {
    for (byte[] bad : List.of(SampleFiles.SVG, SampleFiles.HTML,
        SampleFiles.joined(SampleFiles.picture("png", 3, 3), SampleFiles.zip("evil.class")))) {
      assertEquals("file_refused", reason(refusedTake("document", bad)));
    }
    assertTrue(refusedTake("profile_picture", SampleFiles.hugePng(30_000, 30_000)).getMessage()
        .contains("30000 × 30000"));
    assertTrue(refusedTake("resume", SampleFiles.picture("png", 3, 3)).getMessage().contains("docx, pdf"));
    assertEquals("file_kind_unknown", reason(house.refused(Failure.NOT_FOUND, asha, FilesContract.TAKE,
        new TakeFile(null, "nonsense", "a", null, null, "", true))));
    assertEquals(List.of(), objects());
    assertEquals(0, usage().totalBytes());
    File refused = house.ask(asha, FilesContract.LIST, new ListFiles("resume", null, null, null)).items().getFirst();
    assertEquals(FileState.REFUSED, refused.state());
    assertTrue(refused.refusal().contains("docx, pdf"));
    assertEquals("file_not_ready", reason(house.refused(Failure.CONFLICT, asha, FilesContract.LINK,
        new LinkFile(refused.id(), null))));
  }

  @Test
  void spaceIsReservedBeforeBytesCome() {
    assertEquals("file_too_large", reason(house.refused(Failure.TOO_LARGE, asha, FilesContract.BEGIN,
        new BeginUpload("document", "a", null, null, 26L * MIB))));
    List<Future<Upload>> all = IntStream.range(0, 12).mapToObj(i -> house.send(i % 2 == 0 ? asha : ravi,
        FilesContract.BEGIN, new BeginUpload("document", "a", null, null, 24L * MIB))).toList();
    long begun = all.stream().filter(each -> {
      try {
        House.await(each);
        return true;
      } catch (FailureException e) {
        assertEquals("files_full", e.detail().reason());
        return false;
      }
    }).count();
    assertEquals(4, begun);
    assertEquals(4, uploadsInFolder(), "what was refused left nothing in the store");
    assertEquals(96L * MIB, usage().totalBytes());
    house.ask(asha, FilesContract.ABORT, new AbortUpload(UUID.fromString(
        house.text("SELECT id::text FROM files.version WHERE made_by = ? LIMIT 1", asha))));
    assertEquals(72L * MIB, usage().totalBytes());
    assertEquals(3, uploadsInFolder());
  }

  @Test
  void onePersonHasTwentyUploadsOpenAtMost() {
    IntStream.range(0, 20).forEach(i -> begin(asha, "document", 10L));
    assertEquals("uploads_open", reason(house.refused(Failure.CONFLICT, asha, FilesContract.BEGIN,
        new BeginUpload("document", "a", null, null, 10L))));
    begin(ravi, "document", 10L);
  }
}
