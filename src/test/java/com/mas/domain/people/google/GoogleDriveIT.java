package com.mas.domain.people.google;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.bus.Bus;
import com.mas.bus.Capacity;
import com.mas.bus.DomainVerticle;
import com.mas.bus.Failure;
import com.mas.bus.FailureException;
import com.mas.domain.people.files.FilesContract;
import com.mas.domain.people.files.FilesContract.File;
import com.mas.domain.people.files.FilesContract.FileState;
import com.mas.domain.people.files.FilesContract.TakeFile;
import com.mas.domain.people.google.ConnectionContract.ConnectionState;
import com.mas.domain.people.google.ConnectionContract.Disconnect;
import com.mas.domain.people.google.ConnectionContract.GetConnection;
import com.mas.domain.people.google.DriveContract.DriveFile;
import com.mas.domain.people.google.DriveContract.DriveFiles;
import com.mas.domain.people.google.DriveContract.FetchFile;
import com.mas.domain.people.google.DriveContract.SearchDrive;
import com.mas.sandbox.google.GoogleSimulator;
import com.mas.testkit.Sandbox;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GoogleDriveIT {
  @AutoClose private static final GoogleHouse house = new GoogleHouse();
  private static final Files files = new Files(house.bus);

  static {
    house.deploy(files);
  }

  private final UUID asha = UUID.randomUUID();

  /** Takes files as the domain of files does, part by part, and keeps the last one. */
  private static final class Files extends DomainVerticle {
    private Buffer bytes = Buffer.buffer();
    private UUID owner;
    private TakeFile last;

    Files(Bus bus) {
      super(bus, new Capacity("files", 1, 10));
    }

    @Override
    protected void open() {
      answer(FilesContract.TAKE, (call, part) -> {
        bytes = part.id() == null ? Buffer.buffer() : bytes;
        bytes.appendBytes(Base64.getDecoder().decode(part.bytes()));
        owner = call.userId();
        last = part;
        Instant now = house.clock.instant();
        return new File(part.id() == null ? UUID.randomUUID() : part.id(), part.kind(), owner, null, part.name(),
            FileState.READY, 1, "application/pdf", bytes.length(), null, null, null, false, now, now, null, null);
      });
    }
  }

  @BeforeEach
  void nothing() {
    house.sandbox.reset("google");
    house.execute("TRUNCATE google.connections; TRUNCATE google.consents; TRUNCATE jobs.job");
  }

  private DriveFiles search(String name, String token, Integer size) {
    return house.ask(asha, DriveContract.SEARCH, new SearchDrive(name, token, size));
  }

  private File fetch(String id) {
    return house.ask(asha, DriveContract.FETCH, new FetchFile(id, "resume"));
  }

  private String refused(Failure failure, String id) {
    FailureException refused = house.refused(failure, asha, DriveContract.FETCH, new FetchFile(id, "resume"));
    return refused.detail().reason();
  }

  @Test
  void documentsAreListedPageByPageThoseOfSharedDrivesToo() {
    house.connectDrive(asha, GoogleSimulator.STRANGER);
    List<DriveFile> all = new ArrayList<>();
    String token = null;
    do {
      DriveFiles page = search(null, token, 2);
      assertTrue(page.files().size() <= 2);
      all.addAll(page.files());
      token = page.nextPageToken();
    } while (token != null);
    assertEquals(List.of("doc-resume-pdf", "doc-own", "doc-shared", "doc-large", "doc-quoted"),
        all.stream().map(DriveFile::id).toList());
    assertTrue(all.getFirst().bytes() > 1_000 && all.getFirst().modifiedAt() != null);
    assertEquals(List.of("doc-quoted"), search("Asha's \"best\"", null, null).files().stream().map(DriveFile::id)
        .toList());
    assertEquals(List.of(), search("' or name contains '", null, null).files());
  }

  @Test
  void aDocumentBecomesAFileOfTheCaller() {
    house.connectDrive(asha, GoogleSimulator.STRANGER);
    assertEquals("Résumé Asha.pdf", fetch("doc-resume-pdf").name());
    assertEquals(asha, files.owner);
    assertTrue(files.bytes.length() > 256 << 10, "in several parts");
    assertTrue(files.bytes.toString().startsWith("%PDF-1.4\n% doc-resume-pdf\n")
        && files.bytes.toString().endsWith("%%EOF\n"));
    assertTrue(files.last.last());
    assertEquals("Curriculum vitae.pdf", fetch("doc-own").name());
    assertEquals("Résumé, shared.pdf", fetch("doc-shared").name());
  }

  @Test
  void aDocumentThatIsTooLongForAnExportIsTakenByItsLink() {
    house.connectDrive(asha, GoogleSimulator.STRANGER);
    house.sandbox.fault("google", "exportTooLong path=export");
    assertEquals("Curriculum vitae.pdf", fetch("doc-own").name());
    assertEquals(1, house.sandbox.calls("google", "export"), "not tried again");
    assertEquals(List.of(1L, 1L),
        List.of(house.sandbox.calls("google", "exportLink"), house.sandbox.calls("google", "exported")));
    assertTrue(files.bytes.toString().startsWith("%PDF-1.4\n% doc-own\n"));
    house.sandbox.faults("google", Sandbox.written("exportTooLong path=export"),
        Sandbox.written("status status=500 path=exportLink"));
    house.refused(Failure.PROVIDER_FAILED, asha, DriveContract.FETCH, new FetchFile("doc-own", "resume"));
    for (String fault : List.of("redirect path=exportLink", "redirect path=exported", "truncated path=exported",
        "status status=500 path=exported")) {
      house.sandbox.faults("google", Sandbox.written("exportTooLong path=export"), Sandbox.written(fault));
      assertEquals("google_away", refused(Failure.PROVIDER_FAILED, "doc-own"), fault);
    }
    house.sandbox.faults("google", Sandbox.written("exportTooLong path=export"),
        Sandbox.written("status status=403 path=exportLink"));
    assertEquals("drive_file_forbidden", refused(Failure.FORBIDDEN, "doc-own"));
    for (String large : List.of("exportLink", "exported")) {
      house.sandbox.faults("google", Sandbox.written("exportTooLong path=export"),
          Sandbox.written("huge megabytes=12 path=" + large));
      assertEquals("drive_file_too_large", refused(Failure.TOO_LARGE, "doc-own"), large);
    }
  }

  @Test
  void aTokenGoesToNoOtherSite() {
    assertEquals("/export?id=1", DriveRules.target("https://docs.google.com/export?id=1", "https://docs.google.com"));
    for (String link : List.of("https://docs.google.com.evil.example/export", "http://docs.google.com/export",
        "https://docs.google.com@evil.example/x", "//evil.example/x", "", "https://docs.google.com:1/x", "no link")) {
      assertEquals("", DriveRules.target(link, "https://docs.google.com"), link);
      assertEquals(Optional.empty(), DriveRules.place(link, "https://docs.google.com"), link);
    }
    for (String link : List.of("https://evilgoogleusercontent.com/x", "http://doc-0-docs.googleusercontent.com/x",
        "https://doc.googleusercontent.com@evil.example/x", "https://x@doc.googleusercontent.com/x",
        "https://doc.googleusercontent.com:8443/x", "https://accounts.google.com/ServiceLogin", "/x", "a b")) {
      assertEquals(Optional.empty(), DriveRules.place(link, "https://docs.google.com"), link);
    }
    String place = "https://doc-0s-docs.googleusercontent.com/docs/securesc/x?e=1";
    assertEquals(place, DriveRules.place(place, "https://docs.google.com").orElseThrow().toString());
  }

  @Test
  void refusalsAreToldApart() {
    house.refused(Failure.CONFLICT, asha, DriveContract.SEARCH, new SearchDrive(null, null, null));
    house.connectDrive(asha, GoogleSimulator.STRANGER);
    assertEquals("drive_file_unknown", refused(Failure.NOT_FOUND, "doc-nowhere"));
    assertEquals("drive_file_too_large", refused(Failure.TOO_LARGE, "doc-large"));
    assertEquals(0, house.sandbox.calls("google", "download"), "its size is known before");
    house.sandbox.fault("google", "noDownload path=download");
    assertEquals("drive_file_forbidden", refused(Failure.FORBIDDEN, "doc-resume-pdf"));
    house.sandbox.well("google");
    house.sandbox.fault("google", "rateLimited path=download");
    assertEquals("google_busy", refused(Failure.TOO_MANY_REQUESTS, "doc-resume-pdf"));
    house.sandbox.well("google");
    house.sandbox.fault("google", "huge megabytes=12 path=download");
    assertEquals("drive_file_too_large", refused(Failure.TOO_LARGE, "doc-resume-pdf"));
    house.sandbox.well("google");
    house.sandbox.fault("google", "notPermitted path=files");
    house.refused(Failure.PROVIDER_UNAUTHENTICATED, asha, DriveContract.SEARCH, new SearchDrive(null, null, null));
    assertEquals(ConnectionState.BROKEN,
        house.ask(asha, DriveContract.STATUS, new GetConnection()).state());
  }

  @Test
  void aCalendarAndADriveAreTwoConnectionsAndThePermissionGoesWithTheLast() {
    house.connect(asha, GoogleSimulator.STRANGER);
    assertEquals(ConnectionState.NONE, house.ask(asha, DriveContract.STATUS, new GetConnection()).state());
    house.connectDrive(asha, GoogleSimulator.STRANGER);
    house.ask(asha, DriveContract.DISCONNECT, new Disconnect());
    assertEquals(0, house.givenBack());
    assertEquals(0, house.sandbox.calls("google", "revoke"));
    assertEquals(ConnectionState.CONNECTED,
        house.ask(asha, ConnectionContract.CALENDAR, new GetConnection()).state());
    house.ask(asha, ConnectionContract.DISCONNECT_CALENDAR, new Disconnect());
    assertEquals(1, house.givenBack());
    assertEquals(1, house.sandbox.calls("google", "revoke"));
  }
}
