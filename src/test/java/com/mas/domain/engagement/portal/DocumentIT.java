package com.mas.domain.engagement.portal;

import static com.mas.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.bus.Capacity;
import com.mas.bus.DomainVerticle;
import com.mas.bus.Failure;
import com.mas.bus.FailureException;
import com.mas.bus.Principal.Role;
import com.mas.db.Database;
import com.mas.domain.engagement.portal.DocumentContract.Decide;
import com.mas.domain.engagement.portal.DocumentContract.Document;
import com.mas.domain.engagement.portal.DocumentContract.DocumentKind;
import com.mas.domain.engagement.portal.DocumentContract.DocumentState;
import com.mas.domain.engagement.portal.DocumentContract.Documents;
import com.mas.domain.engagement.portal.DocumentContract.ListDocuments;
import com.mas.domain.engagement.portal.DocumentContract.ListLog;
import com.mas.domain.engagement.portal.DocumentContract.LogEntry;
import com.mas.domain.engagement.portal.DocumentContract.MyDocuments;
import com.mas.domain.engagement.portal.DocumentContract.PutAadhaar;
import com.mas.domain.engagement.portal.DocumentContract.RemoveAadhaar;
import com.mas.domain.engagement.portal.DocumentContract.StudentDocument;
import com.mas.domain.people.files.FilesContract;
import com.mas.domain.people.files.FilesContract.File;
import com.mas.domain.people.files.FilesContract.FileReady;
import com.mas.domain.people.files.FilesContract.FileState;
import com.mas.testkit.House;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DocumentIT {
  private static final String NUMBER = "2341 2341 2346";

  private final House house = new House("2026-03-10T10:00:00+05:30");
  private final UUID asha = UUID.randomUUID();
  private final UUID admin = UUID.randomUUID();
  private final Map<UUID, File> files = new ConcurrentHashMap<>();

  @BeforeEach
  void open() {
    PortalHouse.open(house);
    PortalHouse.person(house, asha, "Asha Kulkarni");
    PortalHouse.person(house, admin, "Admin");
  }

  @AfterEach
  void close() {
    house.close();
  }

  /** Stands in for the files of people; each is ready in its newest version. */
  private void openFiles() {
    house.deploy(new DomainVerticle(house.bus, new Capacity("files", 1, 100)) {
      @Override
      protected void open() {
        answer(FilesContract.GET, (call, ask) -> Optional.ofNullable(files.get(ask.id()))
            .orElseThrow(FilesContract.FILE_UNKNOWN::refusal));
      }
    });
  }

  private void file(UUID id, FileState state, int version) {
    files.put(id, new File(id, "proof", asha, null, "id.pdf", state, version, "application/pdf", 10, "a", null, null,
        false, house.clock.instant(), house.clock.instant(), null, null));
  }

  private void ready(UUID file, int version, String kind) {
    file(file, FileState.READY, version);
    house.ask(house.product(), FilesContract.READY.request("portal", Duration.ofSeconds(10)),
        new FileReady(file, version, kind, asha, null, "mas", "application/pdf", 10, "a"));
  }

  private Document submitted(String kind) {
    UUID file = UUID.randomUUID();
    ready(file, 1, kind);
    return mine().documents().stream().filter(each -> each.fileId().equals(file)).findFirst().orElseThrow();
  }

  private Documents mine() {
    return house.ask(asha, DocumentContract.MINE, new MyDocuments());
  }

  private Future<StudentDocument> decide(UUID id, boolean verified, String reason) {
    return house.bus.send(house.as(admin, Role.ADMIN), DocumentContract.DECIDE, new Decide(id, verified, reason));
  }

  private List<StudentDocument> queue() {
    return house.ask(house.as(admin, Role.ADMIN), DocumentContract.LIST,
        new ListDocuments(DocumentState.SUBMITTED, null, null, null, null)).items();
  }

  private List<String> told() {
    return house.column("SELECT body ->> 'template' FROM jobs.job WHERE address = 'notification.notify' ORDER BY id");
  }

  @Test
  void aFileOfADocumentsKindIsSubmittedOnceAndOthersAreNot() {
    UUID file = UUID.randomUUID();
    ready(file, 1, "college_id");
    ready(file, 1, "college_id");
    ready(UUID.randomUUID(), 1, "recording");
    assertEquals(1, mine().documents().size());
    assertEquals(DocumentState.SUBMITTED, mine().documents().getFirst().state());
    assertNull(mine().documents().getFirst().name(), "the files are away, and the list comes all the same");
    assertEquals(List.of("Asha Kulkarni"), queue().stream().map(StudentDocument::studentName).toList());
  }

  @Test
  void aDecisionIsFinalLoggedAndTold() {
    openFiles();
    Document document = submitted("transcript");
    FailureException wordless = House.refused(Failure.INVALID, decide(document.id(), false, null));
    assertEquals("/reason", wordless.detail().errors().getFirst().path());
    house.clock.advance(Duration.ofHours(1));
    StudentDocument rejected = House.await(decide(document.id(), false, "It cannot be read."));
    assertEquals(DocumentState.REJECTED, rejected.state());
    assertEquals(rejected, House.await(decide(document.id(), false, "Another reason.")), "twice is as once");
    FailureException late = House.refused(Failure.CONFLICT, decide(document.id(), true, null));
    assertEquals("document_decided", late.detail().reason());
    assertEquals("It cannot be read.", mine().documents().getFirst().reason());
    assertEquals(List.of(), queue());
    List<LogEntry> log = house.ask(house.as(admin, Role.ADMIN), DocumentContract.LOG,
        new ListLog(document.id(), null, null)).items();
    assertEquals(List.of(DocumentState.REJECTED, DocumentState.SUBMITTED), log.stream().map(LogEntry::to).toList());
    assertEquals("Admin", log.getFirst().byName());
    assertEquals(List.of("document_rejected"), told());
  }

  @Test
  void aNewVersionIsANewSubmissionAndTheOldOneIsOver() {
    openFiles();
    UUID file = UUID.randomUUID();
    ready(file, 1, "proof");
    UUID first = mine().documents().getFirst().id();
    ready(file, 2, "proof");
    assertEquals(List.of(2), mine().documents().stream().map(Document::version).toList(), "the newest alone");
    FailureException replaced = House.refused(Failure.CONFLICT, decide(first, true, null));
    assertEquals("document_replaced", replaced.detail().reason());
    assertEquals(DocumentState.VERIFIED, House.await(decide(queue().getFirst().id(), true, null)).state());
    assertEquals(List.of("document_verified"), told());
  }

  @Test
  void theSameDecisionAgainIsAsOnceThoughANewerVersionHasCome() {
    openFiles();
    Document document = submitted("proof");
    StudentDocument rejected = House.await(decide(document.id(), false, "It cannot be read."));
    ready(document.fileId(), 2, "proof");
    assertEquals(rejected, House.await(decide(document.id(), false, "It cannot be read.")));
    assertEquals("document_replaced", House.refused(Failure.CONFLICT, decide(document.id(), true, null)).detail()
        .reason());
  }

  /** Fails where a decision looks for newer versions before one is there, and writes after it has come. */
  @Test
  void aDecisionWaitsForAVersionThatIsJustSubmitted() {
    openFiles();
    Document first = submitted("proof");
    Promise<Void> submitted = Promise.promise();
    Promise<Void> decided = Promise.promise();
    Future<Void> submission = house.onVirtualThread(() -> house.db.transaction(tx -> {
      new DocumentRepository(house.db).submit(tx, UUID.randomUUID(), "mas", asha, first.fileId(), 2,
          DocumentKind.PROOF, house.clock.instant());
      submitted.complete();
      Database.await(decided.future());
      return null;
    }));
    House.await(submitted.future());
    Future<StudentDocument> decision = decide(first.id(), true, null);
    eventually("the decision waits, or is made", () -> decision.isComplete()
        || house.number("SELECT count(*) FROM pg_locks WHERE NOT granted AND locktype = 'advisory'") > 0);
    decided.complete();
    House.await(submission);
    assertEquals("document_replaced", House.refused(Failure.CONFLICT, decision).detail().reason());
  }

  @Test
  void onlyAFileThatIsThereToBeSeenIsVerified() {
    openFiles();
    Document document = submitted("proof");
    file(document.fileId(), FileState.READY, 2);
    assertEquals("document_replaced", House.refused(Failure.CONFLICT, decide(document.id(), true, null)).detail()
        .reason(), "the files know a newer version already");
    file(document.fileId(), FileState.CHECKING, 1);
    assertEquals("document_file_missing", House.refused(Failure.CONFLICT, decide(document.id(), true, null)).detail()
        .reason());
    files.clear();
    assertEquals("document_file_missing", House.refused(Failure.CONFLICT, decide(document.id(), true, null)).detail()
        .reason());
    assertEquals(DocumentState.REJECTED, House.await(decide(document.id(), false, "The file is gone.")).state());
  }

  /** Fails where the state is read and written in two steps without a comparison. */
  @Test
  void ofManyDecisionsAtOnceOneCounts() {
    openFiles();
    UUID id = submitted("aadhaar").id();
    List<Future<StudentDocument>> all = IntStream.range(0, 30)
        .mapToObj(i -> decide(id, i % 2 == 0, "Reason " + i)).toList();
    House.await(Future.join(all).otherwiseEmpty());
    DocumentState end = mine().documents().getFirst().state();
    assertTrue(all.stream().filter(Future::succeeded).allMatch(each -> each.result().state() == end));
    assertEquals(15, all.stream().filter(Future::succeeded).count());
    assertEquals(1, told().size(), "the student is told once");
    assertEquals(2, house.number("SELECT count(*) FROM portal.document_log"));
  }

  @Test
  void ofAnotherTenantThereIsNoDocument() {
    UUID id = submitted("proof").id();
    assertEquals(Failure.NOT_FOUND, house.refusal(house.as(admin, Role.ADMIN, "mr-mentor"), DocumentContract.DECIDE,
        new Decide(id, true, null)).failure());
    assertEquals(0, house.ask(house.as(admin, Role.ADMIN, "mr-mentor"), DocumentContract.LIST,
        new ListDocuments(null, null, null, null, null)).items().size());
    assertEquals(0, house.ask(house.as(admin, Role.ADMIN, "mr-mentor"), DocumentContract.LOG,
        new ListLog(id, null, null)).items().size());
  }

  @Test
  void anAadhaarNumberIsSealedAndOnlyItsEndIsShown() {
    assertEquals("2346", house.ask(asha, DocumentContract.PUT_AADHAAR, new PutAadhaar(NUMBER)).lastFour());
    assertEquals("2346", mine().aadhaar().lastFour());
    String row = house.text("SELECT a::text FROM portal.aadhaar_numbers a");
    assertFalse(row.contains("234123412346") || row.contains(NUMBER), row);
    String sealed = house.text("SELECT sealed FROM portal.aadhaar_numbers");
    assertEquals("234123412346", PortalHouse.VAULT.open(sealed, "aadhaar:mas:" + asha).orElseThrow());
    assertTrue(PortalHouse.VAULT.open(sealed, "aadhaar:mas:" + admin).isEmpty(), "it opens for its student alone");
    assertFalse(new PutAadhaar(NUMBER).toString().contains("2346"));
    for (String wrong : List.of("234123412345", "23412341234", "1341 2341 2346", "abcd")) {
      house.refused(Failure.INVALID, asha, DocumentContract.PUT_AADHAAR, new PutAadhaar(wrong));
    }
    assertTrue(house.ask(asha, DocumentContract.REMOVE_AADHAAR, new RemoveAadhaar()).removed());
    assertFalse(house.ask(asha, DocumentContract.REMOVE_AADHAAR, new RemoveAadhaar()).removed());
    assertNull(mine().aadhaar());
  }
}
