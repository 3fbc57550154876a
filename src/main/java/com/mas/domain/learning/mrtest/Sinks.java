package com.mas.domain.learning.mrtest;

import com.mas.db.Tx;
import com.mas.domain.learning.mrtest.ConfigRepository.Reach;
import com.mas.domain.learning.mrtest.ExamRows.Analysis;
import com.mas.domain.learning.mrtest.ExamRows.Exam;
import com.mas.domain.learning.mrtest.ExamRows.Person;
import com.mas.domain.learning.mrtest.ExamRows.Submission;
import com.mas.runs.Counts;
import com.mas.sources.Place;
import com.mas.sources.Sink;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** Says where the rows of each phase go. */
final class Sinks {
  private Sinks() {}

  record Exams(MirrorRepository mirror) implements Sink<Exam> {
    @Override
    public Counts write(Tx tx, Place place, List<Exam> rows) {
      return mirror.exams(tx, place, rows);
    }

    @Override
    public int seen(Tx tx, Place place, int read) {
      return mirror.seen(tx, place, MirrorRepository.EXAMS_LISTING);
    }

    @Override
    public Counts whole(Tx tx, Place place) {
      return mirror.examsGone(tx, place);
    }
  }

  record Students(MirrorRepository mirror) implements Sink<Person> {
    @Override
    public Counts write(Tx tx, Place place, List<Person> rows) {
      return mirror.students(tx, place, rows);
    }

    @Override
    public int seen(Tx tx, Place place, int read) {
      return mirror.seen(tx, place, MirrorRepository.STUDENTS_LISTING);
    }

    @Override
    public Counts whole(Tx tx, Place place) {
      return mirror.studentsGone(tx, place);
    }
  }

  record Submissions(MirrorRepository mirror, Reach reach) implements Sink<Submission> {
    @Override
    public List<String> next(Place place, List<String> after) {
      String exam = mirror.nextExam(place.tenant(), reach, after == null ? "" : after.getFirst());
      return exam == null ? null : List.of(exam);
    }

    @Override
    public Counts write(Tx tx, Place place, List<Submission> rows) {
      return mirror.submissions(tx, place, place.of().getFirst(), rows);
    }

    @Override
    public int seen(Tx tx, Place place, int read) {
      return mirror.seen(tx, place, "submissions/" + place.of().getFirst());
    }

    @Override
    public Counts whole(Tx tx, Place place) {
      return mirror.submissionsGone(tx, place, place.of().getFirst());
    }
  }

  /** Serves a config that does without what came of each question. */
  static final class NoAnalyses implements Sink<Analysis> {
    @Override
    public List<String> next(Place place, List<String> after) {
      return null;
    }

    @Override
    public Counts write(Tx tx, Place place, List<Analysis> rows) {
      return Counts.NONE;
    }
  }

  /** Asks for many that are due at a time; none of them becomes due again while the phase lasts. */
  static final class Analyses implements Sink<Analysis> {
    private final MirrorRepository mirror;
    private final Reach reach;
    private final Deque<List<String>> due = new ArrayDeque<>();
    private List<String> last;

    Analyses(MirrorRepository mirror, Reach reach) {
      this.mirror = mirror;
      this.reach = reach;
    }

    @Override
    public List<String> next(Place place, List<String> after) {
      if (due.isEmpty() || last == null || !last.equals(after)) {
        due.clear();
        due.addAll(mirror.nextDue(place.tenant(), reach, after == null ? "" : after.getFirst(),
            after == null ? "" : after.getLast()));
      }
      last = due.poll();
      return last;
    }

    @Override
    public Counts write(Tx tx, Place place, List<Analysis> rows) {
      rows.forEach(row -> mirror.report(tx, place, row));
      return Counts.NONE.plus(Counts.READ, rows.size()).plus(Counts.WRITTEN, rows.size())
          .plus(SyncRules.UPDATED, rows.size());
    }
  }
}
