package com.mas.domain.learning.moodle;

import com.mas.domain.learning.moodle.MoodleRows.Category;
import com.mas.domain.learning.moodle.MoodleRows.Course;
import com.mas.domain.learning.moodle.MoodleRows.Enrolment;
import com.mas.domain.learning.moodle.MoodleRows.Progress;
import com.mas.sources.Connector;
import com.mas.sources.ConnectorConformance;
import com.mas.sources.Stage;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AutoClose;

class MoodleConnectorIT extends ConnectorConformance {
  @AutoClose private static final MoodleWorld world = new MoodleWorld();

  @Override
  protected Connector connector() {
    return world.node.connector;
  }

  @Override
  protected String tenant() {
    return MoodleWorld.TENANT;
  }

  @Override
  protected List<String> parent(Stage<?> stage) {
    return stage.equals(MoodleRows.ENROLMENTS) ? List.of("1000")
        : stage.equals(MoodleRows.PROGRESS) ? List.of("1000", "100003") : List.of();
  }

  @Override
  protected String id(Stage<?> stage, Object row) {
    return switch (row) {
      case Category category -> String.valueOf(category.id());
      case Course course -> String.valueOf(course.id());
      case Enrolment enrolment -> String.valueOf(enrolment.userId());
      case Progress progress -> progress.courseId() + "/" + progress.userId();
      default -> throw new IllegalArgumentException(row.toString());
    };
  }

  @Override
  protected Stage<?> listed() {
    return MoodleRows.ENROLMENTS;
  }

  @Override
  protected void misbehave(Misbehaviour how) {
    world.sandbox.reset("moodle");
    world.scale(1, 3 * SIZE - 20);
    switch (how) {
      case NONE -> {}
      case SESSION_EXPIRED_ONCE -> world.fault("expire");
      case LOGIN_REFUSED -> {
        world.sandbox("PUT", "account", "{\"username\":\"ws_sync\",\"state\":\"suspended\"}");
        world.fault("expire");
      }
      case LOGIN_PAGE -> world.fault("redirect");
      case TRUNCATED -> world.fault("truncated path=rest");
      case MAINTENANCE -> world.sandbox("PUT", "site", "{\"state\":\"maintenance\"}");
      case SERVER_ERROR -> world.fault("status status=500 path=rest");
    }
  }

  @Override
  protected <T> T on(Callable<T> work) {
    return world.node.on(work);
  }
}
