package com.mas.domain.learning.moodle;

import com.mas.db.Tx;
import com.mas.domain.learning.moodle.MoodleRows.Category;
import com.mas.domain.learning.moodle.MoodleRows.Course;
import com.mas.domain.learning.moodle.MoodleRows.Enrolment;
import com.mas.domain.learning.moodle.MoodleRows.Progress;
import com.mas.runs.Counts;
import com.mas.sources.Place;
import com.mas.sources.Sink;
import java.time.Duration;
import java.util.List;

/** Says where the rows of each phase go. */
final class Sinks {
  private Sinks() {}

  /** A site always has a category: none at all is what an account without rights is shown. */
  record Categories(MirrorRepository mirror) implements Sink<Category> {
    @Override
    public Counts write(Tx tx, Place place, List<Category> rows) {
      Counts counts = mirror.categories(tx, place, rows);
      return rows.isEmpty() ? counts : counts.plus(mirror.categoriesGone(tx, place,
          rows.stream().map(Category::id).toArray(Long[]::new)));
    }
  }

  /** Deactivates none where there is no course at all, as with categories. */
  record Courses(MirrorRepository mirror) implements Sink<Course> {
    @Override
    public Counts write(Tx tx, Place place, List<Course> rows) {
      Counts counts = mirror.courses(tx, place, rows);
      return rows.isEmpty() ? counts : counts.plus(mirror.coursesGone(tx, place,
          rows.stream().map(Course::id).toArray(Long[]::new)));
    }
  }

  record Enrolments(MirrorRepository mirror) implements Sink<Enrolment> {
    @Override
    public List<String> next(Place place, List<String> after) {
      Long course = mirror.nextCourse(place.tenant(), after == null ? null : Long.valueOf(after.getFirst()));
      return course == null ? null : List.of(course.toString());
    }

    @Override
    public Counts write(Tx tx, Place place, List<Enrolment> rows) {
      return rows.isEmpty() ? Counts.NONE
          : mirror.enrolments(tx, place, Long.parseLong(place.of().getFirst()), rows);
    }

    @Override
    public Counts whole(Tx tx, Place place) {
      return mirror.enrolmentsGone(tx, place, Long.parseLong(place.of().getFirst()));
    }
  }

  /** @param readAgainAfter time after which progress is read again though nobody was there */
  record Progresses(MirrorRepository mirror, Duration readAgainAfter) implements Sink<Progress> {
    /** Bounds what a sync reads again without a visit. */
    private static final int MOST_STALE = 5_000;

    @Override
    public List<String> next(Place place, List<String> after) {
      if (after == null) {
        mirror.stale(place.tenant(), place.now().minus(readAgainAfter), MOST_STALE);
      }
      return mirror.nextDue(place.tenant(), after == null ? 0 : Long.parseLong(after.getFirst()),
          after == null ? 0 : Long.parseLong(after.getLast()));
    }

    @Override
    public Counts write(Tx tx, Place place, List<Progress> rows) {
      rows.forEach(row -> mirror.progress(tx, place, row, place.now().minus(readAgainAfter)));
      return Counts.NONE.plus(Counts.READ, rows.size()).plus(Counts.WRITTEN, rows.size())
          .plus(SyncRules.UPDATED, rows.size());
    }
  }
}
