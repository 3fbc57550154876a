package com.mas.domain.learning.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.domain.learning.sync.Lms.CourseRow;
import com.mas.domain.learning.sync.Lms.LearnerPage;
import com.mas.domain.learning.sync.Lms.LearnerReport;
import com.mas.domain.learning.sync.Lms.Student;
import com.mas.sources.Batch;
import com.mas.sources.ConnectorConformance;
import com.mas.sources.Stage;
import io.vertx.core.json.JsonArray;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Checks what the engine relies on beyond that of each source, of one that is a learning system. */
public abstract class LmsConformance extends ConnectorConformance {
  /** A course with more than one page of learners. */
  protected abstract String course();

  @Override
  protected final Stage<?> listed() {
    return Lms.LEARNERS;
  }

  @Override
  protected final List<String> parent(Stage<?> stage) {
    return stage.equals(Lms.LEARNERS) ? List.of(course())
        : stage.equals(Lms.REPORTS) ? List.of(course(), learner()) : List.of();
  }

  private String learner() {
    return read(Lms.LEARNERS, first(Lms.LEARNERS)).rows().getFirst().userId();
  }

  @Override
  protected final String id(Stage<?> stage, Object row) {
    return switch (row) {
      case CourseRow course -> course.id();
      case LearnerPage.Row learner -> learner.userId();
      case LearnerReport report -> report.userId();
      case Student student -> student.userId();
      default -> throw new IllegalArgumentException(row.toString());
    };
  }

  @Test
  void coursesHaveIdsAndTitles() {
    Batch<CourseRow> page = read(Lms.COURSES, first(Lms.COURSES));
    assertTrue(page.rows().stream().anyMatch(row -> row.id().equals(course())));
    assertTrue(page.rows().stream().allMatch(row -> !row.title().isBlank() && row.usersCount() >= 0));
    assertEquals(1, read(Lms.COURSES, first(Lms.COURSES).rows(1, 1)).rows().size());
  }

  @Test
  void learnersAreWithinTheirRanges() {
    for (Batch<?> page : pages(Lms.LEARNERS)) {
      for (Object each : page.rows()) {
        LearnerPage.Row row = (LearnerPage.Row) each;
        assertTrue(row.percent() >= 0 && row.percent() <= 100 && row.seconds() >= 0);
        assertFalse(row.completed() && row.completedAt() == null);
      }
    }
  }

  @Test
  void reportListsModulesAndItemsWithUniqueIds() {
    LearnerReport report = read(Lms.REPORTS, first(Lms.REPORTS)).rows().getFirst();
    for (String json : List.of(report.modules(), report.items())) {
      JsonArray entries = new JsonArray(json);
      assertFalse(entries.isEmpty());
      Set<String> ids = new HashSet<>();
      for (int i = 0; i < entries.size(); i++) {
        assertTrue(ids.add(entries.getJsonObject(i).getString("id")));
        assertNotNull(entries.getJsonObject(i).getBoolean("completed"));
        assertNotNull(entries.getJsonObject(i).getDouble("progress"));
      }
    }
  }
}
