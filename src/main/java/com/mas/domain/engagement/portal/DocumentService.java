package com.mas.domain.engagement.portal;

import com.mas.bus.Bus;
import com.mas.bus.Call;
import com.mas.bus.Failure;
import com.mas.bus.Page;
import com.mas.db.Database;
import com.mas.db.PageWindow;
import com.mas.db.Tx;
import com.mas.db.UuidV7;
import com.mas.domain.engagement.portal.DocumentContract.Aadhaar;
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
import com.mas.domain.engagement.portal.DocumentContract.Removed;
import com.mas.domain.engagement.portal.DocumentContract.StudentDocument;
import com.mas.domain.people.files.FilesContract;
import com.mas.domain.people.files.FilesContract.FileReady;
import com.mas.domain.people.files.FilesContract.FileState;
import com.mas.domain.people.files.FilesContract.ListAll;
import com.mas.domain.people.notification.NotificationContract;
import com.mas.domain.people.notification.NotificationContract.Notify;
import com.mas.jobs.JobOptions;
import com.mas.jobs.Jobs;
import com.mas.secrets.Vault;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/** Takes in documents of students, and lets administrators decide on them. */
final class DocumentService {
  private static final int MOST_FILES = 500;

  private final Bus bus;
  private final Database db;
  private final DocumentRepository documents;
  private final PortalFiles files;
  private final Jobs jobs;
  private final UuidV7 ids;
  private final Vault vault;
  private final Duration patience;

  /** @param patience how long the files are waited for */
  DocumentService(Bus bus, Database db, Jobs jobs, UuidV7 ids, Vault vault, Duration patience) {
    this.bus = bus;
    this.db = db;
    this.documents = new DocumentRepository(db);
    this.files = new PortalFiles(bus);
    this.jobs = jobs;
    this.ids = ids;
    this.vault = vault;
    this.patience = patience;
  }

  /** Submits a file of a kind of documents whose bytes are checked; told twice is as told once. */
  void fileReady(FileReady ready) {
    kind(ready.kind()).ifPresent(kind -> {
      Instant now = bus.clock().instant();
      UUID id = ids.next();
      db.transaction(tx -> {
        if (documents.submit(tx, id, ready.tenant(), ready.owner(), ready.id(), ready.version(), kind, now)) {
          documents.note(tx, ids.next(), id, null, DocumentState.SUBMITTED, ready.owner(), null, now);
        }
        return null;
      });
    });
  }

  private static Optional<DocumentKind> kind(String file) {
    return Arrays.stream(DocumentKind.values()).filter(each -> each.wire().equals(file)).findFirst();
  }

  Documents mine(Call call, MyDocuments ask) {
    Future<Map<UUID, String>> names = names(call);
    List<StudentDocument> all = documents.mine(call.tenant(), call.userId());
    Aadhaar number = documents.number(call.tenant(), call.userId()).orElse(null);
    Map<UUID, String> known = Database.await(names);
    return new Documents(all.stream().map(each -> new Document(each.id(), each.kind(), each.fileId(), each.version(),
        known.get(each.fileId()), each.state(), each.reason(), each.submittedAt(), each.decidedAt())).toList(), number);
  }

  /** Asks for the names of the caller's files; without the files there are none. */
  private Future<Map<UUID, String>> names(Call call) {
    Call brief = call.until(bus.clock().instant().plus(patience).toEpochMilli());
    return bus.send(brief, FilesContract.ALL, new ListAll(null, call.userId(), null, MOST_FILES, 0L))
        .map(page -> page.items().stream().collect(Collectors.toMap(FilesContract.File::id, FilesContract.File::name)))
        .otherwise(Map.of());
  }

  Page<StudentDocument> list(Call call, ListDocuments ask) {
    return documents.list(call.tenant(), ask.state(), ask.kind(), ask.studentId(), PageWindow.of(ask));
  }

  Page<LogEntry> log(Call call, ListLog ask) {
    return documents.log(call.tenant(), ask.id(), PageWindow.of(ask));
  }

  StudentDocument decide(Call call, Decide ask) {
    DocumentState to = ask.verified() ? DocumentState.VERIFIED : DocumentState.REJECTED;
    if (to == DocumentState.REJECTED && ask.reason() == null) {
      throw Failure.INVALID.with("Say why the document is rejected, so that the student can send a better one.")
          .at("/reason");
    }
    StudentDocument found = documents.get(call.tenant(), ask.id())
        .orElseThrow(DocumentContract.DOCUMENT_UNKNOWN::refusal);
    if (to == DocumentState.VERIFIED && found.state() == DocumentState.SUBMITTED) {
      mustBeThere(call, found);
    }
    Instant now = bus.clock().instant();
    return db.transaction(tx -> {
      documents.lock(tx, found.fileId());
      StudentDocument before = documents.get(tx, call.tenant(), ask.id())
          .orElseThrow(DocumentContract.DOCUMENT_UNKNOWN::refusal);
      if (before.state() == to) {
        return before;
      }
      if (documents.isReplaced(tx, ask.id())) {
        throw DocumentContract.DOCUMENT_REPLACED.refusal().data(before);
      }
      String reason = to == DocumentState.REJECTED ? ask.reason() : null;
      boolean changed = DocumentRules.mayBecome(before.state(), to)
          && documents.decide(tx, call.tenant(), ask.id(), before.state(), to, reason, now, call.userId());
      if (changed) {
        documents.note(tx, ids.next(), ask.id(), before.state(), to, call.userId(), reason, now);
        tell(call, tx, before, to, reason);
      }
      StudentDocument after = documents.get(tx, call.tenant(), ask.id()).orElseThrow();
      if (after.state() != to) {
        throw DocumentContract.DOCUMENT_DECIDED.refusal().data(after);
      }
      return after;
    });
  }

  /** Refuses a document whose file nobody can look at, or is a newer version at the files already. */
  private void mustBeThere(Call call, StudentDocument document) {
    FilesContract.File file = files.find(call, document.fileId()).filter(each -> each.state() == FileState.READY)
        .orElseThrow(() -> DocumentContract.DOCUMENT_FILE_MISSING.refusal().data(document));
    if (file.version() > document.version()) {
      throw DocumentContract.DOCUMENT_REPLACED.refusal().data(document);
    }
  }

  private void tell(Call call, Tx tx, StudentDocument document, DocumentState to, String reason) {
    String title = switch (document.kind()) {
      case AADHAAR -> DocumentContract.AADHAAR.title();
      case COLLEGE_ID -> DocumentContract.COLLEGE_ID.title();
      case TRANSCRIPT -> DocumentContract.TRANSCRIPT.title();
      case PROOF -> DocumentContract.PROOF.title();
    };
    Notify words = to == DocumentState.VERIFIED
        ? Notify.user(document.studentId(), "document_verified", Map.of("document", title), key(document))
        : Notify.user(document.studentId(), "document_rejected", Map.of("document", title, "reason", reason),
            key(document));
    jobs.store(tx, NotificationContract.NOTIFY, words,
        JobOptions.on(NotificationContract.QUEUE).because(call.asProduct(call.tenant())));
  }

  private static String key(StudentDocument document) {
    return "document:" + document.id();
  }

  Aadhaar putAadhaar(Call call, PutAadhaar ask) {
    String digits = DocumentRules.digits(ask.number());
    if (!DocumentRules.isAadhaar(digits)) {
      throw Failure.INVALID
          .with("This is no Aadhaar number: its last digit does not fit the others. Check it and type it"
              + " again.")
          .at("/number");
    }
    Instant now = bus.clock().instant();
    String sealed = vault.seal(digits, "aadhaar:" + call.tenant() + ":" + call.userId());
    documents.putNumber(call.userId(), call.tenant(), DocumentRules.lastFour(digits), sealed, now);
    return new Aadhaar(DocumentRules.lastFour(digits), now);
  }

  Removed removeAadhaar(Call call, RemoveAadhaar ask) {
    return new Removed(documents.removeNumber(call.tenant(), call.userId()));
  }
}
