package com.mas.domain.learning.mrtest;

import com.mas.bus.Bus;
import com.mas.bus.Call;
import com.mas.bus.Failure;
import com.mas.bus.FailureException;
import com.mas.bus.Page;
import com.mas.bus.Request;
import com.mas.db.Database;
import com.mas.db.PageWindow;
import com.mas.domain.learning.education.EducationContract;
import com.mas.domain.learning.education.EducationContract.AddCourse;
import com.mas.domain.learning.education.EducationContract.BatchCourse;
import com.mas.domain.learning.education.EducationContract.GetBatch;
import com.mas.domain.learning.education.EducationContract.MappedCourses;
import com.mas.domain.learning.education.EducationContract.Provider;
import com.mas.domain.learning.education.EducationContract.RemoveCourse;
import com.mas.domain.learning.mrtest.CardRepository.Row;
import com.mas.domain.learning.mrtest.CardRules.Gate;
import com.mas.domain.learning.mrtest.CardRules.Window;
import com.mas.domain.learning.mrtest.ExamCardContract.BatchExam;
import com.mas.domain.learning.mrtest.ExamCardContract.BatchExamRemoved;
import com.mas.domain.learning.mrtest.ExamCardContract.Card;
import com.mas.domain.learning.mrtest.ExamCardContract.CardState;
import com.mas.domain.learning.mrtest.ExamCardContract.Launch;
import com.mas.domain.learning.mrtest.ExamCardContract.Launched;
import com.mas.domain.learning.mrtest.ExamCardContract.ListBatchExams;
import com.mas.domain.learning.mrtest.ExamCardContract.MyExams;
import com.mas.domain.learning.mrtest.ExamCardContract.PutBatchExam;
import com.mas.domain.learning.mrtest.ExamCardContract.RemoveBatchExam;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/** Exams of batches, and what students see and open of them. */
final class CardService {
  private static final Comparator<Card> ORDER = Comparator.comparing((Card card) -> !card.canLaunch())
      .thenComparing(Card::endsAt, Comparator.nullsLast(Comparator.naturalOrder())).thenComparing(Card::examId);

  private final Bus bus;
  private final Database db;
  private final Supplier<UUID> ids;
  private final SiteClient client;
  private final CardRepository cards;

  /** @param client null when no site is configured */
  CardService(Bus bus, Database db, Supplier<UUID> ids, SiteClient client) {
    this.bus = bus;
    this.db = db;
    this.ids = ids;
    this.client = client;
    this.cards = new CardRepository(db);
  }

  /** A card, and what it was made of. */
  private record Dealt(Card card, Row row, Gate gate) {}

  Page<BatchExam> list(Call call, ListBatchExams ask) {
    ask(call, EducationContract.BATCHES_GET, new GetBatch(ask.batchId()));
    return cards.list(call.tenant(), ask.batchId(), PageWindow.of(ask));
  }

  BatchExam put(Call call, PutBatchExam ask) {
    if (!cards.isMirrored(call.tenant(), ask.examId())) {
      throw ExamCardContract.EXAM_NOT_MIRRORED.refusal();
    }
    try {
      ask(call, EducationContract.COURSES_ADD,
          new AddCourse(ask.batchId(), Provider.MRTEST, ask.examId(), ask.roadmapItemId(), null, ask.takeUrl()));
    } catch (FailureException e) {
      if (e.failure() != Failure.CONFLICT) { // it is mapped already
        throw e;
      }
    }
    db.transaction(tx -> {
      cards.put(tx, ids.get(), call.tenant(), ask, now());
      return null;
    });
    return cards.find(call.tenant(), ask.batchId(), ask.examId())
        .orElseThrow(ExamCardContract.BATCH_EXAM_UNKNOWN::refusal);
  }

  /** Takes the mapping first: a gate that were gone before it would let everybody in. */
  BatchExamRemoved remove(Call call, RemoveBatchExam ask) {
    List<BatchCourse> mapped = ask(call, EducationContract.COURSES_MAPPED, new MappedCourses(ask.batchId(), null))
        .courses().stream().filter(course -> isExam(course) && course.externalCourseId().equals(ask.examId())).toList();
    for (BatchCourse course : mapped) {
      ask(call, EducationContract.COURSES_REMOVE, new RemoveCourse(ask.batchId(), course.id()));
    }
    if (!cards.remove(call.tenant(), ask.batchId(), ask.examId()) && mapped.isEmpty()) {
      throw ExamCardContract.BATCH_EXAM_UNKNOWN.refusal();
    }
    return new BatchExamRemoved(ask.batchId(), ask.examId());
  }

  Page<Card> mine(Call call, MyExams ask) {
    return PageWindow.of(ask).cut(dealt(call, null).stream().map(Dealt::card).sorted(ORDER).toList());
  }

  Launched launch(Call call, Launch ask) {
    Dealt dealt = dealt(call, ask.id()).stream().findFirst().orElseThrow(ExamCardContract.EXAM_UNKNOWN::refusal);
    if (!dealt.card.canLaunch()) {
      throw dealt.gate.isOpen() || dealt.card.state() != CardState.LOCKED
          ? ExamCardContract.EXAM_CLOSED.with(closed(dealt)).data(dealt.card)
          : ExamCardContract.EXAM_LOCKED.with(dealt.gate.reason()).data(dealt.card);
    }
    String url = dealt.row.takeUrl() != null ? dealt.row.takeUrl() : client == null ? null : client.takeUrl(ask.id());
    if (url == null) {
      throw MrTestContract.MR_TEST_MISSING.refusal();
    }
    cards.launched(call.tenant(), call.userId(), ask.id(), now());
    return new Launched(ask.id(), url, now());
  }

  private String closed(Dealt dealt) {
    return dealt.card.startsAt() != null && now().isBefore(dealt.card.startsAt())
        ? "This exam opens at " + dealt.card.startsAt() + "."
        : dealt.gate.isOpen() ? "This exam is over." : dealt.gate.reason();
  }

  /** An exam of two batches is one card: that of the batch whose gate is open. */
  private List<Dealt> dealt(Call call, String only) {
    List<BatchCourse> mapped = ask(call, EducationContract.COURSES_MAPPED, new MappedCourses(null, call.userId()))
        .courses().stream().filter(CardService::isExam)
        .filter(course -> only == null || course.externalCourseId().equals(only)).toList();
    List<Row> rows = cards.cards(call.tenant(), call.userId(), mapped.stream().map(BatchCourse::externalCourseId)
        .toList(), mapped.stream().map(BatchCourse::batchId).toList());
    Map<String, Dealt> byExam = new LinkedHashMap<>();
    for (Row row : rows) {
      Optional<String> url = mapped.stream().filter(course -> course.batchId().equals(row.batchId())
          && course.externalCourseId().equals(row.examId())).map(BatchCourse::courseUrl).filter(each -> each != null)
          .findFirst();
      Dealt dealt = deal(row.takeUrl() == null && url.isPresent() ? at(row, url.get()) : row);
      byExam.merge(row.examId(), dealt, (before, next) -> before.gate.isOpen() ? before : next);
    }
    return List.copyOf(byExam.values());
  }

  private static Row at(Row row, String url) {
    return new Row(row.examId(), row.title(), row.batchId(), row.startsAt(), row.endsAt(), row.minutes(),
        row.totalMarks(), row.listed(), row.mandatory(), url, row.course(), row.courseTitle(), row.threshold(),
        row.progress(), row.attempts(), row.openAttempts(), row.submissionId(), row.percentage(), row.passed());
  }

  private Dealt deal(Row row) {
    Gate gate = new Gate(row.course(), row.courseTitle(), row.threshold(), row.progress());
    Window window = new Window(row.startsAt(), row.endsAt(), row.listed());
    CardState state = CardRules.state(window, gate, row.attempts() > 0, row.percentage() != null, now());
    return new Dealt(new Card(row.examId(), row.title(), row.batchId(), row.mandatory(), state, gate.reason(),
        CardRules.canLaunch(window, gate, now()), row.startsAt(), row.endsAt(), row.minutes(), row.totalMarks(),
        row.attempts(), row.percentage(), row.passed(), row.submissionId()), row, gate);
  }

  private static boolean isExam(BatchCourse course) {
    return course.provider() == Provider.MRTEST;
  }

  private <Q, A> A ask(Call call, Request<Q, A> request, Q body) {
    return Database.await(bus.send(call, request, body));
  }

  private Instant now() {
    return bus.clock().instant();
  }
}
