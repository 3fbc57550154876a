package com.mas.domain.learning.mrtest;

import com.mas.bus.Call;
import com.mas.bus.Page;
import com.mas.db.PageWindow;
import com.mas.domain.learning.mrtest.ExamRows.Exam;
import com.mas.domain.learning.mrtest.MrTestContract.LiveExams;
import com.mas.domain.learning.mrtest.MrTestContract.LogIn;
import com.mas.domain.learning.mrtest.MrTestContract.OnlineExam;
import com.mas.domain.learning.mrtest.MrTestContract.SessionStatus;
import com.mas.sources.Ask;
import com.mas.sources.Batch;
import com.mas.sources.Connector;
import com.mas.sources.UnreadableAnswer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Answers for the session at Mr. Test, and for its catalogue as it is now. */
final class SessionService {
  private static final int MOST_PAGES = 100;

  private final SiteSessions sessions;
  private final Connector connector;

  /** @param sessions null when no site is configured */
  SessionService(SiteSessions sessions, Connector connector) {
    this.sessions = sessions;
    this.connector = connector;
  }

  void mustBeConfigured() {
    if (sessions == null) {
      throw MrTestContract.MR_TEST_MISSING.refusal();
    }
  }

  SessionStatus logIn(Call call, LogIn ask) {
    return read(() -> sessions.logIn(call.tenant(), ask.username().strip(), ask.password()));
  }

  SessionStatus logOut(Call call) {
    return sessions.logOut(call.tenant());
  }

  SessionStatus status(Call call) {
    return sessions.status(call.tenant());
  }

  Page<OnlineExam> live(Call call, LiveExams ask) {
    PageWindow window = PageWindow.of(ask);
    List<OnlineExam> exams = new ArrayList<>();
    long[] at = {0};
    Integer total = each(call.tenant(), exam -> {
      if (at[0]++ >= window.offset()) {
        exams.add(new OnlineExam(exam.id(), exam.title(), exam.tags(), exam.starts(), exam.ends(), exam.minutes(),
            exam.marks(), exam.published()));
      }
      return exams.size() >= window.limit();
    });
    return new Page<>(exams, window.limit(), window.offset(), total == null ? null : total.longValue());
  }

  /** Empty when the catalogue does not list it. */
  Optional<Exam> find(String tenant, String id) {
    List<Exam> found = new ArrayList<>();
    each(tenant, exam -> {
      if (exam.id().equals(id)) {
        found.add(exam);
      }
      return !found.isEmpty();
    });
    return found.stream().findFirst();
  }

  /** Tells the exams of the catalogue until one is enough; returns the total of the site, or null. */
  private Integer each(String tenant, Predicate<Exam> enough) {
    Connector.Session session = connector.open(tenant);
    Integer total = null;
    Ask ask = Ask.about();
    for (int page = 0; page < MOST_PAGES; page++) {
      Ask now = ask;
      Batch<Exam> exams = read(() -> session.read(ExamRows.EXAMS, now));
      total = exams.total();
      if (exams.rows().stream().anyMatch(enough) || exams.next() == null) {
        return total;
      }
      ask = ask.from(exams.next(), ExamRows.EXAMS.size());
    }
    return total;
  }

  /** Asks in the name of a person, who is told what could not be read. */
  static <T> T read(Supplier<T> asking) {
    try {
      return asking.get();
    } catch (UnreadableAnswer e) {
      throw MrTestContract.PAGE_UNREADABLE.with(e.getMessage());
    }
  }
}
