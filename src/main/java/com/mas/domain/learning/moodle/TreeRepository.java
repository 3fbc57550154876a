package com.mas.domain.learning.moodle;

import com.mas.bus.Page;
import com.mas.db.Database;
import com.mas.db.PageWindow;
import com.mas.db.Query;
import com.mas.db.Rows;
import com.mas.domain.learning.moodle.MoodleContract.CategoryRow;
import com.mas.domain.learning.moodle.MoodleContract.CourseRow;
import java.util.List;

/** SQL of what administrators see of the mirror. */
final class TreeRepository {
  private static final int MOST_CATEGORIES = 5_000;

  private static final String CATEGORIES = """
      SELECT c.id, c.name, c.parent_id, c.depth, c.id_number, (SELECT count(*) FROM moodle.courses k
        WHERE k.tenant = $1 AND k.category_id = c.id AND k.gone_at IS NULL) AS courses
      FROM moodle.categories c WHERE c.tenant = $1 AND c.gone_at IS NULL ORDER BY c.path LIMIT $2""";

  private static final Query<CourseRow> COURSES = Query.of(CourseRow.class, """
      id, short_name, full_name, visible, (SELECT count(*) FROM moodle.enrolments e
        WHERE e.tenant = k.tenant AND e.course_id = k.id AND e.gone_at IS NULL) AS people,
      (SELECT count(*) FROM moodle.enrolments e WHERE e.tenant = k.tenant AND e.course_id = k.id
        AND e.gone_at IS NULL AND e.suspended) AS suspended""",
      "FROM moodle.courses k WHERE tenant = $1 AND category_id = $2 AND gone_at IS NULL", "full_name, id");

  private static final String IS_THERE =
      "SELECT FROM moodle.categories WHERE tenant = $1 AND id = $2 AND gone_at IS NULL";

  private static final Rows<CategoryRow> ROWS = Rows.of(CategoryRow.class);

  private final Database db;

  TreeRepository(Database db) {
    this.db = db;
  }

  List<CategoryRow> categories(String tenant) {
    return ROWS.all(db.query(CATEGORIES, tenant, MOST_CATEGORIES));
  }

  /** Fails with {@link MoodleContract#CATEGORY_UNKNOWN}. */
  Page<CourseRow> courses(String tenant, long category, PageWindow window) {
    Page<CourseRow> page = COURSES.page(db, window, tenant, category);
    if (page.total() == 0 && db.query(IS_THERE, tenant, category).size() == 0) {
      throw MoodleContract.CATEGORY_UNKNOWN.refusal();
    }
    return page;
  }
}
